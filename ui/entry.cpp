#include "ui/entry.h"

#include <QApplication>
#include <QLoggingCategory>
#include <QPixmap>
#include <QSettings>

#include "core/labs/lab.h"
#include "ui/language.h"
#include "ui/picture.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

labs::Experiment first_experiment() {
    labs::Experiment e;
    const auto remembered = QSettings{}.value(QStringLiteral("lab")).toString().toStdString();
    e.lab = labs::find_lab(remembered) != nullptr ? remembered : labs::opening_lab().id;
    return e;
}

}  // namespace

int run_window(int argc, char** argv, const std::optional<labs::Experiment>& experiment) {
    QApplication app{argc, argv};
    set_up_application(app);
    speak(remembered_language());
    Window window{experiment ? *experiment : first_experiment(), {}};
    window.show();
    return QApplication::exec();
}

std::expected<void, std::string> take_screenshot(int argc, char** argv, const ScreenshotOptions& options) {
    // Qt's platform for pictures remarks on what it does not support; none of it matters to a picture.
    QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false"));
    QApplication app{argc, argv};
    set_up_application(app);
    speak(options.language);
    WindowOptions window_options;
    window_options.remember = false;
    window_options.dark = options.dark.value_or(true);
    window_options.running = false;
    Window window{options.experiment, window_options};
    window.resize(options.width, options.height);
    window.setComparing(options.compare);
    const auto picture = picture_of(window, options.after_s);
    if (!picture.save(QString::fromStdString(options.out)))
        return std::unexpected{"cannot write '" + options.out +
                               "': expected a file name that can be written, ending in .png"};
    return {};
}

}  // namespace weir::ui
