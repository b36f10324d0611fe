// What the circuit-breaker lab says of itself: its parameters, series, plots, phases and buttons.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/labs/circuit_breaker_lab.h"
#include "core/labs/circuit_breaker_start.h"
#include "core/labs/common.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string breaker_group = "Breaker";
const std::string shadow_group = "Shadow breaker";

ParameterSpec base(std::string id, std::string label, std::string unit, std::string help, const std::string& group) {
    ParameterSpec spec;
    spec.id = std::move(id);
    spec.label = std::move(label);
    spec.unit = std::move(unit);
    spec.help = std::move(help);
    spec.group = group;
    return spec;
}

struct Range {
    double minimum, maximum, initial;
    Scale scale = Scale::linear;
    int decimals = 0;
};

ParameterSpec ranged(ParameterSpec spec, Kind kind, const Range& range) {
    spec.kind = kind;
    spec.minimum = range.minimum;
    spec.maximum = range.maximum;
    spec.initial = range.initial;
    spec.scale = range.scale;
    spec.decimals = range.decimals;
    return spec;
}

ParameterSpec words(ParameterSpec spec, std::vector<std::string> choices) {
    spec.kind = Kind::choice;
    spec.maximum = static_cast<double>(choices.size() - 1);
    spec.choices = std::move(choices);
    return spec;
}

ParameterSpec only(ParameterSpec spec, std::string id, std::string choice) {
    spec.shown_when = Relevance{std::move(id), {std::move(choice)}};
    return spec;
}

ParameterSpec while_above_0(ParameterSpec spec, std::string id) {
    spec.shown_when = Relevance{std::move(id)};
    return spec;
}

ParameterSpec production(ParameterSpec spec) { return only(std::move(spec), "variant", "production"); }

std::vector<ParameterSpec> breaker_parameters() {
    return {
        variant_parameter(breaker_group),
        only(ranged(base("breaker.consecutive", "Failures in a row", "", "So many failures in a row open the breaker.",
                         breaker_group),
                    Kind::integer, {1, 100, 5}),
             "variant", "textbook"),
        production(words(base("breaker.mode", "Mode", "",
                              "Automatic decides by itself. Forced open refuses every call, disabled lets every call "
                              "through, metrics only lets them through and counts what it would have done.",
                              breaker_group),
                         {"automatic", "forced_open", "disabled", "metrics_only"})),
        production(ranged(base("breaker.failure_threshold", "Failure threshold", "%",
                               "Opens when at least this share of the calls in the window failed.", breaker_group),
                          Kind::real, {1, 100, 50})),
        production(ranged(base("breaker.slow_call", "Slow from", "ms",
                               "A call that takes this long or longer is slow. 0 turns slow calls off.", breaker_group),
                          Kind::real, {0, 60'000, 0, Scale::logarithmic})),
        while_above_0(ranged(base("breaker.slow_threshold", "Slow threshold", "%",
                                  "Opens when at least this share of the calls in the window was slow.", breaker_group),
                             Kind::real, {1, 100, 100}),
                      "breaker.slow_call"),
        production(words(base("breaker.window_type", "Window type", "",
                              "Rates are taken over the last so many calls, or over the calls of the last so many "
                              "seconds.",
                              breaker_group),
                         {"count", "time"})),
        production(ranged(base("breaker.window", "Window", "",
                               "Length of the window: calls when it counts calls, seconds when it goes by time. Longer "
                               "is calmer and slower to open.",
                               breaker_group),
                          Kind::integer, {2, 1000, 20, Scale::logarithmic})),
        production(ranged(base("breaker.minimum_calls", "Minimum calls", "calls",
                               "Rates are not looked at before the window holds so many calls; a count window that "
                               "holds fewer must be full.",
                               breaker_group),
                          Kind::integer, {1, 1000, 10, Scale::logarithmic})),
        ranged(base("breaker.open_for", "Open for", "s", "How long it stays open before it lets probes through.",
                    breaker_group),
               Kind::real, {0.01, 60, 2, Scale::logarithmic, 2}),
        production(ranged(
            base("breaker.backoff", "Back-off", "x",
                 "The open time is multiplied by this each time the probes fail again. 1: no back-off.", breaker_group),
            Kind::real, {1, 10, 1, Scale::linear, 1})),
        production(ranged(base("breaker.probes", "Probes", "calls",
                               "Half-open admits exactly so many calls; their outcome decides.", breaker_group),
                          Kind::integer, {1, 100, 3, Scale::logarithmic})),
        production(ranged(
            base("breaker.half_open_deadline", "Half-open deadline", "s",
                 "Probes that have not all answered by then count as failed: half-open always ends.", breaker_group),
            Kind::real, {0.01, 60, 5, Scale::logarithmic, 2})),
        production(
            words(base("shadow.watch", "Shadow", "",
                       "A second breaker that only watches: it sees the same calls, with its own thresholds, and "
                       "says what it would have done.",
                       shadow_group),
                  {"off", "on"})),
        only(ranged(base("shadow.failure_threshold", "Failure threshold", "%",
                         "The shadow would open when at least this share of the calls in its window failed.",
                         shadow_group),
                    Kind::real, {1, 100, 25}),
             "shadow.watch", "on"),
        only(ranged(base("shadow.window", "Window", "calls", "Length of the shadow's window in calls.", shadow_group),
                    Kind::integer, {2, 1000, 20, Scale::logarithmic}),
             "shadow.watch", "on"),
        only(ranged(base("shadow.minimum_calls", "Minimum calls", "calls",
                         "The shadow does not look at its rates before its window holds so many calls.", shadow_group),
                    Kind::integer, {1, 1000, 10, Scale::logarithmic}),
             "shadow.watch", "on"),
    };
}

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

LabInfo circuit_breaker_lab() {
    LabInfo info;
    info.id = "circuit-breaker";
    info.title = "Circuit breaker";
    info.sentence = "Stops calling a failing service, waits, then lets a few probes decide.";
    append(info.parameters, load_parameters());
    append(info.parameters, concurrency_parameters(ThreadPool::processors()));
    append(info.parameters, service_parameters());
    append(info.parameters, fault_parameters());
    append(info.parameters, breaker_parameters());
    info.own_totals = {"breaker.opened", "breaker.calls"};
    info.gauges = {"queue", "in_flight", "breaker.failure_rate", "breaker.slow_rate"};
    info.series = common_series();
    info.series.push_back({"breaker.calls", "reached the service", "/s", SeriesKind::rate, Tone::active, 8, 0});
    info.series.push_back({"breaker.failure_rate", "failures", "%", SeriesKind::gauge, Tone::bad, 2, 0});
    info.series.push_back({"breaker.slow_rate", "slow", "%", SeriesKind::gauge, Tone::slow, 3, 0});
    info.plots = {throughput_plot(),
                  queue_plot(),
                  latency_plot(),
                  {"Failure rate in window %",
                   false,
                   {"breaker.failure_rate", "breaker.slow_rate"},
                   {{"breaker.failure_threshold", "threshold", Tone::warning},
                    {"breaker.slow_threshold", "slow threshold", Tone::slow}},
                   100}};
    info.phases = {
        {"closed", "closed", Tone::good}, {"open", "open", Tone::bad}, {"half_open", "half-open", Tone::warning}};
    info.actions = common_actions();
    info.start = start_circuit_breaker;
    return info;
}

}  // namespace weir::labs
