// What the rate-limiter lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/common.h"
#include "core/labs/rate_limiter_lab.h"
#include "core/labs/rate_limiter_start.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string limiter_group = "Rate limiter";

std::vector<ParameterSpec> limiter_parameters() {
    return {
        variant_parameter(limiter_group),
        specs::production(specs::words(
            {"algorithm", "Algorithm", limiter_group, ""},
            {"token_bucket", "leaky_bucket", "fixed_window", "sliding_window"}, 0,
            "A token bucket passes bursts and keeps the average; a leaky bucket lets one out at a time, evenly; a "
            "fixed window starts anew each period, so twice the burst can pass around its edge; a sliding window "
            "does not let that happen.")),
        specs::real({"rate", "Rate", limiter_group, "/s"}, {1, 100'000, 250, Scale::logarithmic},
                    "Permits that come due each second. A change acts at once and frees nothing."),
        specs::integer({"burst", "Burst", limiter_group, "permits"}, {1, 1000, 10, Scale::logarithmic},
                       "Permits that may go out at once after a quiet time; the size of a window. Textbook: permits a "
                       "period of burst / rate. A leaky bucket has none."),
        specs::words({"when_limited", "When limited", limiter_group, ""}, {"wait", "reject"}, 0,
                     "What becomes of an item that finds no permit: it waits in line, as far as the queue has room, "
                     "or is rejected at once."),
    };
}

/// The lesson is in bursts: the same average, another shape.
std::vector<ParameterSpec> bursting_load() {
    auto load = load_parameters();
    for (auto& spec : load)
        if (spec.id == "load.arrivals") spec.initial = static_cast<double>(Arrivals::bursts);
    return load;
}

}  // namespace

LabInfo rate_limiter_lab() {
    LabInfo info;
    info.id = "rate-limiter";
    info.title = "Rate limiter";
    info.sentence = "Lets calls through at a rate: some in bursts, some evenly, none faster than agreed.";
    specs::append(info.parameters, bursting_load());
    specs::append(info.parameters, specs::without("limit.in_flight", concurrency_parameters(ThreadPool::processors())));
    specs::append(info.parameters, service_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, limiter_parameters());
    info.own_totals = {"limiter.granted"};
    info.gauges = {"queue", "in_flight", "limiter.free", "limiter.worst"};
    info.series = common_series();
    info.series.push_back({"limiter.granted", "granted", "/s", SeriesKind::rate, Tone::active, 7, 0});
    info.series.push_back({"limiter.free", "free permits", "permits", SeriesKind::gauge, Tone::good, 2, 0});
    info.series.push_back({"limiter.worst", "above allowance", "permits", SeriesKind::gauge, Tone::bad, 3, 0});
    info.plots = {throughput_plot(),
                  queue_plot(),
                  latency_plot(),
                  {"Permits", false, {"limiter.free", "limiter.worst"}, {{"burst", "burst", Tone::neutral}}, 0}};
    info.plots[0].series = {"offered", "limiter.granted", "completed", "rejected"};
    info.plots[0].limits = {{"rate", "rate", Tone::warning}};
    info.phases = {{"passing", "passing", Tone::good}, {"limiting", "limiting", Tone::warning}};
    info.actions = common_actions();
    info.start = start_rate_limiter;
    return info;
}

}  // namespace weir::labs
