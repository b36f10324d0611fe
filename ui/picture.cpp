#include "ui/picture.h"

#include <QApplication>
#include <QThread>
#include <algorithm>

#include "ui/window.h"

namespace weir::ui {

QPixmap picture_of(Window& window, double after_s) {
    window.show();
    QApplication::processEvents();
    auto& session = window.session();
    if (session.engine() == labs::EngineKind::virtual_time) {
        // Steps short enough that no news is dropped; the last second frame by frame, so that the diagram sees its
        // items on their way.
        const double lead_s = std::max(0.0, after_s - 1);
        for (double t = 0; t < lead_s; t += 5) {
            window.advanceTo(std::min(t + 5, lead_s));
            window.drawNow();
        }
        for (int frame = 0; frame <= 60; ++frame) {
            window.advanceTo(std::min(lead_s + frame / 60.0, after_s));
            window.drawNow();
        }
    } else {
        window.setRunning(true);
        while (session.now_s() < after_s) {
            window.drawNow();
            QThread::msleep(16);
        }
        window.setRunning(false);
        window.drawNow();
    }
    QApplication::processEvents();
    window.drawNow();
    QApplication::processEvents();
    return window.grab();
}

}  // namespace weir::ui
