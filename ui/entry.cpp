#include "ui/entry.h"

#include <QApplication>
#include <QFont>
#include <QIcon>
#include <QPixmap>
#include <QSettings>
#include <QStyleFactory>
#include <QThread>
#include <algorithm>

#include "core/labs/lab.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

/// The application as Weir sets it up everywhere: one style, one font, so that it looks the same on every machine.
void set_up(QApplication& app) {
    QApplication::setApplicationName(QStringLiteral("Weir"));
    QApplication::setOrganizationName(QStringLiteral("Weir"));
    QApplication::setDesktopFileName(QStringLiteral("org.weir.Weir"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setFont(interface_font());
    QApplication::setWindowIcon(QIcon{QStringLiteral(":/icon.svg")});
}

labs::Experiment first_experiment() {
    labs::Experiment e;
    const auto remembered = QSettings{}.value(QStringLiteral("lab")).toString().toStdString();
    e.lab = labs::find_lab(remembered) != nullptr ? remembered : labs::registry().front().id;
    return e;
}

}  // namespace

int run_window(int argc, char** argv, const std::optional<labs::Experiment>& experiment) {
    QApplication app{argc, argv};
    set_up(app);
    Window window{experiment ? *experiment : first_experiment(), {}};
    window.show();
    return QApplication::exec();
}

std::expected<void, std::string> take_screenshot(int argc, char** argv, const ScreenshotOptions& options) {
    QApplication app{argc, argv};
    set_up(app);
    WindowOptions window_options;
    window_options.remember = false;
    window_options.dark = options.dark.value_or(true);
    window_options.running = false;
    Window window{options.experiment, window_options};
    window.resize(options.width, options.height);
    window.show();
    QApplication::processEvents();
    auto& session = window.session();
    // The last second step by step, so that the diagram sees its items on their way.
    const double lead_s = std::max(0.0, options.after_s - 1);
    if (session.engine() == labs::EngineKind::virtual_time) {
        for (double t = 0; t < lead_s; t += 5) {
            session.advance_to(std::min(t + 5, lead_s));
            window.drawNow();
        }
        for (double t = lead_s; t < options.after_s; t += 1.0 / 60) {
            session.advance_to(t);
            window.drawNow();
        }
        session.advance_to(options.after_s);
    } else {
        session.run();
        while (session.now_s() < options.after_s) {
            window.drawNow();
            QThread::msleep(16);
        }
        session.pause();
    }
    window.drawNow();
    QApplication::processEvents();
    window.drawNow();
    QApplication::processEvents();
    const auto picture = window.grab();
    if (!picture.save(QString::fromStdString(options.out)))
        return std::unexpected{"cannot write '" + options.out +
                               "': expected a file name that can be written, ending in .png"};
    return {};
}

}  // namespace weir::ui
