// The window's own benchmark: busy labs in the real window, measured by the frame meter.
#include <time.h>
#include <unistd.h>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

/// Runs the window for so many seconds of real time.
void run_for(double seconds) {
    QEventLoop loop;  // not the application's own: when that quits, it closes the window
    QTimer::singleShot(static_cast<int>(seconds * 1000), &loop, &QEventLoop::quit);
    loop.exec();
}

/// What was measured, with the limit it must keep.
struct Figure {
    const char* id;
    const char* label;
    const char* unit;
    double value;
    enum class Limit { none, at_least, at_most } limit = Limit::none;
    double bound = 0;

    bool missed() const {
        return (limit == Limit::at_least && value < bound) || (limit == Limit::at_most && value > bound);
    }
};

using enum Figure::Limit;

constexpr double least_fps = 60;
constexpr double most_work_ms = 8;
constexpr double most_switch_ms = 150;
constexpr double most_memory_mb = 150;

int print(const std::vector<Figure>& figures, bool json) {
    int status = 0;
    const char* before = "{";
    for (const auto& figure : figures) {
        if (figure.missed()) status = 1;
        if (json) {
            std::printf("%s\"%s\":%.2f", std::exchange(before, ","), figure.id, figure.value);
            continue;
        }
        std::printf("%-18s %8.2f %-3s", figure.label, figure.value, figure.unit);
        if (figure.limit != none) std::printf(" %s %g", figure.limit == at_least ? ">=" : "<=", figure.bound);
        std::printf("%s\n", figure.missed() ? "   MISSED" : "");
    }
    if (json) std::printf(",\"within\":%s}\n", status == 0 ? "true" : "false");
    return status;
}

int bench_one(Window& window, double seconds, bool json) {
    double first_frame_ms = 0;
    QTimer::singleShot(0, [&] {
        QApplication::processEvents();
        first_frame_ms = process_age_ms();
    });
    double memory_early = 0;
    QTimer::singleShot(2000, [&] { memory_early = resident_mb(); });
    run_for(seconds);
    const auto frames = window.meter().read();
    return print({{"fps", "frames a second", "", frames.fps, at_least, least_fps},
                  {"longest_gap_ms", "longest gap", "ms", frames.longest_gap_ms},
                  {"late_percent", "later than 20 ms", "%", frames.late_percent, at_most, 1},
                  {"work_p50_ms", "frame work p50", "ms", frames.work_p50_ms},
                  {"work_p99_ms", "frame work p99", "ms", frames.work_p99_ms, at_most, most_work_ms},
                  {"first_frame_ms", "first frame after", "ms", first_frame_ms, at_most, 500},
                  {"memory_early_mb", "memory early", "MB", memory_early},
                  {"memory_end_mb", "memory at the end", "MB", resident_mb(), at_most, most_memory_mb},
                  {"memory_growth_mb", "growth", "MB", resident_mb() - memory_early, at_most, 5}},
                 json);
}

/// A lab with so many items a second; nothing if its load is not told in items a second.
std::optional<labs::Experiment> loaded(const labs::LabInfo& lab, double per_s) {
    labs::Experiment experiment;
    experiment.lab = lab.id;
    const labs::Parameters parameters{lab.parameters};
    const auto rate = parameters.find("load.rate");
    if (!rate) return std::nullopt;
    experiment.parameters["load.rate"] = per_s;
    // Where it acts on one kind of load only, that is the kind.
    if (const auto& when = parameters.spec(*rate).shown_when) {
        const auto& kinds = parameters.spec(*parameters.find(when->id)).choices;
        const auto kind = std::ranges::find_first_of(kinds, when->choices);
        experiment.parameters[when->id] = static_cast<double>(kind - kinds.begin());
    }
    return experiment;
}

class Table {
public:
    explicit Table(bool json) : json_{json} {
        if (json)
            std::printf("[");
        else
            std::printf("%-16s %10s %10s %8s %8s %8s %8s\n", "lab", "items/s", "switch ms", "fps", "p50 ms", "p99 ms",
                        "MB");
    }
    int end() const {
        if (json_)
            std::printf("]\n");
        else
            std::printf("limits: switch <= %g ms, fps >= %g, p99 <= %g ms, memory <= %g MB\n", most_switch_ms,
                        least_fps, most_work_ms, most_memory_mb);
        return status_;
    }
    void row(const std::string& lab, double per_s, double switch_ms, const FrameMeter::Reading& frames) {
        const double memory = resident_mb();
        const bool missed = switch_ms > most_switch_ms || frames.fps < least_fps || frames.work_p99_ms > most_work_ms ||
                            memory > most_memory_mb;
        if (missed) status_ = 1;
        if (json_)
            std::printf(
                "%s{\"lab\":\"%s\",\"items_per_s\":%g,\"switch_ms\":%.1f,\"fps\":%.2f,\"work_p50_ms\":%.2f,"
                "\"work_p99_ms\":%.2f,\"memory_mb\":%.1f,\"within\":%s}",
                std::exchange(before_, ",\n "), lab.c_str(), per_s, switch_ms, frames.fps, frames.work_p50_ms,
                frames.work_p99_ms, memory, missed ? "false" : "true");
        else
            std::printf("%-16s %10s %10.1f %8.2f %8.2f %8.2f %8.1f%s\n", lab.c_str(),
                        per_s > 0 ? std::to_string(static_cast<int>(per_s)).c_str() : "-", switch_ms, frames.fps,
                        frames.work_p50_ms, frames.work_p99_ms, memory, missed ? "   MISSED" : "");
        std::fflush(stdout);
    }

private:
    bool json_;
    int status_ = 0;
    const char* before_ = "";
};

int bench_all(Window& window, double seconds, bool json) {
    Table table{json};
    run_for(0.5);
    const auto measure = [&](const labs::Experiment& experiment, double per_s) {
        QElapsedTimer clock;
        clock.start();
        window.open(experiment);
        QApplication::processEvents();  // in which it is painted
        const double switch_ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        window.meter().clear();
        run_for(seconds);
        table.row(experiment.lab, per_s, switch_ms, window.meter().read());
    };
    for (const auto& lab : labs::registry()) {
        labs::Experiment as_it_is;
        as_it_is.lab = lab.id;
        if (!loaded(lab, 1)) measure(as_it_is, 0);
        for (const double per_s : {1e3, 1e5})
            if (const auto experiment = loaded(lab, per_s)) measure(*experiment, per_s);
    }
    return table.end();
}

}  // namespace

int bench_window(int argc, char** argv, const BenchOptions& bench) {
    QApplication app{argc, argv};
    set_up_application(app);
    labs::Experiment busy;
    if (bench.experiment) {
        busy = *bench.experiment;
    } else {
        busy.lab = labs::opening_lab().id;
        // A thousand items a second, each with 5 ms of work for a processor: more than any two of them can do.
        busy.parameters = {{"load.rate", 1000}, {"service.latency", 5}, {"service.work", 1}};
    }
    WindowOptions options;
    options.remember = false;
    options.dark = true;
    Window window{busy, options};
    window.resize(bench.width, bench.height);
    window.meter().remember(bench.seconds);
    window.setComparing(bench.compare);
    window.show();
    return bench.all_labs ? bench_all(window, bench.seconds, bench.json) : bench_one(window, bench.seconds, bench.json);
}

}  // namespace weir::ui
