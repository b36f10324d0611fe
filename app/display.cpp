#include "app/display.h"

#include <QMessageLogContext>
#include <QString>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "app/commands.h"

namespace weir::app {

namespace {

constexpr std::string_view instead = "; 'weir run LAB' needs no display";

QtMessageHandler handler_before = nullptr;

void on_message(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    // Qt first warns from its plugins why none works, then ends the program with a page about plugins.
    if (type == QtFatalMsg && text.contains(QLatin1String("platform plugin"))) {
        const char* const platform = std::getenv("QT_QPA_PLATFORM");
        const char* const display = std::getenv("DISPLAY");
        std::string message = "weir: expected a display, none answers";
        if (display != nullptr && *display != '\0') message += " at DISPLAY=" + std::string(display);
        if (platform != nullptr && *platform != '\0') message += " for QT_QPA_PLATFORM=" + std::string(platform);
        message += instead;
        std::fprintf(stderr, "%s\n", message.c_str());
        std::_Exit(exit_bad_input);
    }
    const std::string_view category = context.category == nullptr ? "" : context.category;
    if (category == "qt.qpa.plugin" || category == "qt.qpa.xcb" || category == "qt.qpa.wayland") return;
    handler_before(type, context, text);
}

bool is_set(const Environment& environment, const char* name) {
    const char* const value = environment(name);
    return value != nullptr && *value != '\0';
}

}  // namespace

std::optional<std::string> missing_display(const Environment& environment) {
    const bool x11 = is_set(environment, "DISPLAY");
    const bool wayland = is_set(environment, "WAYLAND_DISPLAY") || is_set(environment, "WAYLAND_SOCKET");
    if (!is_set(environment, "QT_QPA_PLATFORM")) {
        if (x11 || wayland) return std::nullopt;
        return "expected a display, neither DISPLAY nor WAYLAND_DISPLAY is set" + std::string(instead);
    }
    const std::string platform = environment("QT_QPA_PLATFORM");
    if (platform == "xcb" && !x11)
        return "expected a display for QT_QPA_PLATFORM=xcb, DISPLAY is not set" + std::string(instead);
    return std::nullopt;
}

void end_in_one_line_without_display() {
    const auto before = qInstallMessageHandler(on_message);
    if (before != on_message) handler_before = before;
}

}  // namespace weir::app
