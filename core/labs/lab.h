// What a lab says of itself, and the running lab as an engine sees it. Adding a lab is one pair of files in core/labs
// and one line in registry.cpp; everything that lists, draws, saves or documents labs reads LabInfo.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/labs/parameters.h"

namespace weir {
class Executor;
}

namespace weir::labs {

/// How a series gets its value from the samples.
enum class SeriesKind {
    rate,        ///< increase of a running total per second ("offered", a fate's id, or a lab's own total)
    gauge,       ///< a level at the time of the sample
    percentile,  ///< a quantile of the latencies of items that ended, from merged histograms, in ms
};

/// The colour and dash a series is drawn in: a role, so that themes decide. Slow is what comes well but late. Cancelled
/// and dropped are those fates', which have the colour of muted and are told from it, and from each other, by dash.
enum class Tone { neutral, active, good, bad, warning, special, slow, muted, cancelled, dropped };

struct SeriesSpec {
    std::string id;     ///< "completed", "queue", "latency_p99", "breaker.failure_rate"
    std::string label;  ///< legend text
    std::string unit;
    SeriesKind kind = SeriesKind::rate;
    Tone tone = Tone::neutral;
    std::size_t source = 0;               ///< rate: index into Sample::totals; gauge: index into Sample::gauges
    double quantile = 0;                  ///< percentile: 0.5, 0.95, 0.99
    std::vector<std::size_t> added = {};  ///< rate: more indices into Sample::totals, summed with `source`
};

/// A horizontal line in a plot at the current value of a parameter: "capacity 64", "threshold".
struct LimitSpec {
    std::string parameter;
    std::string label;
    Tone tone = Tone::neutral;
};

struct PlotSpec {
    std::string title;  ///< with unit: "Latency ms"
    bool logarithmic = false;
    std::vector<std::string> series;  ///< ids
    std::vector<LimitSpec> limits;
    double fixed_maximum = 0;  ///< 0: the axis follows the data
};

/// A phase the lab can be in; drawn as bands behind the plots. Index 0 is the normal phase and is not drawn.
struct PhaseSpec {
    std::string id;
    std::string label;
    Tone tone = Tone::neutral;
};

/// A button: changes of parameters, some of them later. "Outage 3 s" is fault.outage=on now and off after 3 s.
struct ActionSpec {
    struct Step {
        double after_s = 0;
        std::string parameter;
        double value = 0;
    };
    std::string id;
    std::string label;
    std::string help;
    std::string group;  ///< the parameter group under which the button stands
    Tone tone = Tone::neutral;
    std::vector<Step> steps;
};

/// Base of each lab's own plain state value, which its diagram draws. Immutable once published.
struct LabState {
    virtual ~LabState() = default;
};

struct Badge {
    std::string text;  ///< "HALF-OPEN · probe 2 of 3"
    Tone tone = Tone::neutral;
};

class Probe;  // see probe.h: where a running lab reports what happens to its items

/// A lab wired up and running on an engine. Its tasks live in the probe's group and have ended before it is destroyed.
/// Unless said otherwise its functions may be called from any thread while it runs.
class Lab {
public:
    virtual ~Lab() = default;

    /// A parameter was set: pass on what the lab keeps outside `Parameters` (a limit, a configuration). Acts at once.
    virtual void parameter_changed(std::size_t parameter) = 0;

    /// The lab's own gauges and running totals now: LabInfo::gauges after the first two, LabInfo::own_totals.
    virtual void read_gauges(std::span<double> gauges) const = 0;
    virtual void read_totals(std::span<std::uint64_t> totals) const = 0;

    /// Index into LabInfo::phases.
    virtual std::size_t phase() const = 0;
    /// The phase a sample shows, asked for once a sample and by one thread: phase(), or one that has come and gone
    /// since the sample before, so that none is missed for being short.
    virtual std::size_t phase_of_sample() { return phase(); }
    virtual Badge badge() const = 0;
    virtual std::shared_ptr<const LabState> state() const = 0;
    /// One plain sentence saying why the lab is as it is: "opened: 11 of 20 failed (55 % >= 50 %)". May be empty.
    virtual std::string reason() const = 0;
    /// The lab's own figures for `run --json`, as a JSON object text.
    virtual std::string detail_json() const = 0;
};

/// Everything there is to know of a lab without running it.
struct LabInfo {
    std::string id;        ///< "circuit-breaker"
    std::string title;     ///< "Circuit breaker"
    std::string sentence;  ///< "Stops calling a failing service, waits, then lets a few probes decide."
    std::vector<ParameterSpec> parameters;
    std::vector<std::string> own_totals;  ///< ids of the lab's own running totals, after offered and the six fates
    std::vector<std::string> gauges;      ///< ids; the first two are always "queue" and "in_flight", read by the probe
    std::vector<SeriesSpec> series;
    std::vector<PlotSpec> plots;
    std::vector<PhaseSpec> phases;
    std::vector<ActionSpec> actions;
    /// Builds the lab and starts its tasks in the probe's group.
    std::unique_ptr<Lab> (*start)(Executor&, const Parameters&, Probe&) = nullptr;
};

/// All labs, in the order of the list on the left.
std::span<const LabInfo> registry();

/// The lab with this id, or nullptr.
const LabInfo* find_lab(std::string_view id);

/// The one the window opens with when nothing else is asked for.
const LabInfo& opening_lab();

}  // namespace weir::labs
