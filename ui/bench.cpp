// The window's own benchmark: a busy lab in the real window, measured by the frame meter.
#include <time.h>
#include <unistd.h>
#include <QApplication>
#include <QFile>
#include <QTimer>
#include <cstdio>
#include <tuple>
#include <utility>

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

/// Real time since this process was started, in ms, to the 10 ms that the system keeps of it.
double process_age_ms() {
    QFile file{QStringLiteral("/proc/self/stat")};
    if (!file.open(QIODevice::ReadOnly)) return 0;
    // After the name, which may hold spaces: the 20th field is the start in clock ticks since boot; see proc(5).
    const auto line = file.readAll();
    const auto fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    timespec now{};
    if (fields.size() < 20 || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
    const double started_s = fields[19].toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started_s) * 1e3;
}

}  // namespace

int bench_window(int argc, char** argv, const std::optional<labs::Experiment>& experiment, double seconds, bool json) {
    QApplication app{argc, argv};
    set_up_application(app);
    labs::Experiment busy;
    if (experiment) {
        busy = *experiment;
    } else {
        busy.lab = labs::opening_lab().id;
        // A thousand items a second, each with 5 ms of work for a processor: more than any two of them can do.
        busy.parameters = {{"load.rate", 1000}, {"service.latency", 5}, {"service.work", 1}};
    }
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
        first_frame_ms = process_age_ms();
    });
    double memory_early = 0;
    QTimer::singleShot(2000, [&] { memory_early = resident_mb(); });
    QTimer::singleShot(static_cast<int>(seconds * 1000), &app, &QApplication::quit);
    QApplication::exec();
    const auto frames = window.meter().read();
    const double memory = resident_mb();
    const std::tuple<const char*, const char*, const char*, double> figures[] = {
        {"fps", "frames a second", "", frames.fps},
        {"longest_gap_ms", "longest gap", "ms", frames.longest_gap_ms},
        {"late_percent", "later than 20 ms", "%", frames.late_percent},
        {"work_p50_ms", "frame work p50", "ms", frames.work_p50_ms},
        {"work_p99_ms", "frame work p99", "ms", frames.work_p99_ms},
        {"first_frame_ms", "first frame after", "ms", first_frame_ms},
        {"memory_early_mb", "memory early", "MB", memory_early},
        {"memory_end_mb", "memory at the end", "MB", memory}};
    const char* before = "{";
    for (const auto& [id, label, unit, value] : figures) {
        if (json)
            std::printf("%s\"%s\":%.2f", std::exchange(before, ","), id, value);
        else
            std::printf("%-18s %8.2f %s\n", label, value, unit);
    }
    if (json) std::printf("}\n");
    return 0;
}

}  // namespace weir::ui
