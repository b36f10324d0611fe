// What the circuit-breaker lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/circuit_breaker_lab.h"
#include "core/labs/circuit_breaker_start.h"
#include "core/labs/common.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string breaker_group = "Breaker";
const std::string shadow_group = "Shadow breaker";

std::vector<ParameterSpec> breaker_parameters() {
    return {
        variant_parameter(breaker_group),
        specs::textbook(specs::integer({"breaker.consecutive", "Failures in a row", breaker_group, ""}, {1, 100, 5},
                                       "So many failures in a row open the breaker.")),
        specs::production(specs::words(
            {"breaker.mode", "Mode", breaker_group, ""}, {"automatic", "forced_open", "disabled", "metrics_only"}, 0,
            "Automatic decides by itself. Forced open refuses every call, disabled lets every call "
            "through, metrics only lets them through and counts what it would have done.")),
        specs::production(specs::real({"breaker.failure_threshold", "Failure threshold", breaker_group, "%"},
                                      {1, 100, 50},
                                      "Opens when at least this share of the calls in the window failed.")),
        specs::production(specs::real({"breaker.slow_call", "Slow from", breaker_group, "ms"},
                                      {0, 60'000, 0, Scale::logarithmic},
                                      "A call that takes this long or longer is slow. 0 turns slow calls off.")),
        specs::while_above_0(
            specs::real({"breaker.slow_threshold", "Slow threshold", breaker_group, "%"}, {1, 100, 100},
                        "Opens when at least this share of the calls in the window was slow."),
            "breaker.slow_call"),
        specs::production(
            specs::words({"breaker.window_type", "Window type", breaker_group, ""}, {"count", "time"}, 0,
                         "Rates are taken over the last so many calls, or over the calls of the last so many "
                         "seconds.")),
        specs::production(specs::integer(
            {"breaker.window", "Window, calls or s", breaker_group, ""}, {2, 1000, 20, Scale::logarithmic},
            "Length of the window: calls when it counts calls, seconds when it goes by time. Longer "
            "is calmer and slower to open.")),
        specs::production(specs::integer(
            {"breaker.minimum_calls", "Minimum calls", breaker_group, "calls"}, {1, 1000, 10, Scale::logarithmic},
            "Rates are not looked at before the window holds so many calls; a count window that "
            "holds fewer must be full.")),
        specs::real({"breaker.open_for", "Open for", breaker_group, "s"}, {0.01, 60, 2, Scale::logarithmic, 2},
                    "How long it stays open before it lets probes through."),
        specs::production(
            specs::real({"breaker.backoff", "Back-off", breaker_group, "x"}, {1, 10, 1, Scale::linear, 1},
                        "The open time is multiplied by this each time the probes fail again. 1: no back-off.")),
        specs::production(specs::integer({"breaker.probes", "Probes", breaker_group, "calls"},
                                         {1, 100, 3, Scale::logarithmic},
                                         "Half-open admits exactly so many calls; their outcome decides.")),
        specs::production(
            specs::real({"breaker.half_open_deadline", "Half-open deadline", breaker_group, "s"},
                        {0.01, 60, 5, Scale::logarithmic, 2},
                        "Probes that have not all answered by then count as failed: half-open always ends.")),
        specs::production(
            specs::words({"shadow.watch", "Shadow", shadow_group, ""}, {"off", "on"}, 0,
                         "A second breaker that only watches: it sees the same calls, with its own thresholds, and "
                         "says what it would have done.")),
        specs::only(specs::real({"shadow.failure_threshold", "Failure threshold", shadow_group, "%"}, {1, 100, 25},
                                "The shadow would open when at least this share of the calls in its window failed."),
                    "shadow.watch", {"on"}),
        specs::only(specs::real({"shadow.slow_threshold", "Slow threshold", shadow_group, "%"}, {1, 100, 50},
                                "The shadow would open when at least this share of the calls in its window was slow. "
                                "Slow from, of the breaker itself, says which are: at 0 none."),
                    "shadow.watch", {"on"}),
        specs::only(specs::integer({"shadow.window", "Window", shadow_group, "calls"},
                                   {2, 1000, 20, Scale::logarithmic}, "Length of the shadow's window in calls."),
                    "shadow.watch", {"on"}),
        specs::only(specs::integer({"shadow.minimum_calls", "Minimum calls", shadow_group, "calls"},
                                   {1, 1000, 10, Scale::logarithmic},
                                   "The shadow does not look at its rates before its window holds so many calls."),
                    "shadow.watch", {"on"}),
    };
}

}  // namespace

LabInfo circuit_breaker_lab() {
    LabInfo info;
    info.id = "circuit-breaker";
    info.title = "Circuit breaker";
    info.sentence = "Stops calling a failing service, waits, then lets a few probes decide.";
    specs::append(info.parameters, load_parameters());
    specs::append(info.parameters, concurrency_parameters(ThreadPool::processors()));
    specs::append(info.parameters, service_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, breaker_parameters());
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
