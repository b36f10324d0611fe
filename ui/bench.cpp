// The window's own benchmark: a busy lab in the real window, measured by the frame meter.
#include <unistd.h>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTimer>
#include <cstdio>

#include "core/labs/lab.h"
#include "ui/entry.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

/// Resident memory in MB, from /proc/self/statm.
double resident_mb() {
    QFile file{QStringLiteral("/proc/self/statm")};
    if (!file.open(QIODevice::ReadOnly)) return 0;
    const auto fields = file.readAll().split(' ');
    return fields.size() < 2 ? 0 : fields[1].toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace

int bench_window(int argc, char** argv, double seconds, bool json) {
    QElapsedTimer clock;
    clock.start();
    QApplication app{argc, argv};
    set_up_application(app);
    labs::Experiment busy;
    busy.lab = labs::registry().front().id;
    // CPU work on every worker, and a thousand items a second on their way.
    busy.parameters = {{"load.rate", 1000}, {"service.latency", 5}, {"service.work", 1}};
    WindowOptions options;
    options.remember = false;
    options.dark = true;
    Window window{busy, options};
    window.resize(1440, 900);
    window.meter().remember(seconds);
    window.show();
    double first_frame_ms = 0;
    QTimer::singleShot(0, [&] {
        QApplication::processEvents();
        first_frame_ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    });
    double memory_early = 0;
    QTimer::singleShot(2000, [&] { memory_early = resident_mb(); });
    QTimer::singleShot(static_cast<int>(seconds * 1000), &app, &QApplication::quit);
    QApplication::exec();
    const auto frames = window.meter().read();
    const double memory = resident_mb();
    const auto* format = json ? "{\"fps\":%.1f,\"work_p50_ms\":%.2f,\"work_p99_ms\":%.2f,\"first_frame_ms\":%.0f,"
                                "\"memory_early_mb\":%.1f,"
                                "\"memory_end_mb\":%.1f}\n"
                              : "frames a second   %8.1f\nframe work p50    %8.2f ms\nframe work p99    %8.2f ms\n"
                                "first frame after %8.0f ms\nmemory early      %8.1f MB\nmemory at the end %8.1f MB\n";
    std::printf(format, frames.fps, frames.work_p50_ms, frames.work_p99_ms, first_frame_ms, memory_early, memory);
    return 0;
}

}  // namespace weir::ui
