#include "core/labs/common.h"

#include <algorithm>
#include <cassert>

#include "core/labs/specs.h"
#include "core/metrics/fate.h"

namespace weir::labs {

namespace {

ParameterSpec percent(std::string id, std::string label, std::string help) {
    return specs::real({std::move(id), std::move(label), fault_group, "%"}, {0, 100, 0, Scale::linear, 1},
                       std::move(help));
}

SeriesSpec fate_series(Fate fate, std::string label, Tone tone) {
    return {std::string(id_of(fate)), std::move(label), "/s", SeriesKind::rate, tone, 1 + index_of(fate), 0};
}

SeriesSpec latency_series(std::string id, std::string label, Tone tone, double quantile) {
    return {std::move(id), std::move(label), "ms", SeriesKind::percentile, tone, 0, quantile};
}

/// All that was served, whatever the answer; what was served well is the series "completed".
SeriesSpec throughput_series() {
    auto series = fate_series(Fate::completed, "throughput", Tone::active);
    series.id = "throughput";
    for (const auto fate : {Fate::failed, Fate::timed_out}) series.added.push_back(1 + index_of(fate));
    return series;
}

}  // namespace

ParameterSpec variant_parameter(const std::string& group) {
    return specs::on_restart(specs::words(
        {"variant", "Variant", group, ""}, {"textbook", "production"}, static_cast<int>(Variant::production),
        "Textbook is the naive form found in tutorials, with its real defects; production is what a careful "
        "engineer ships."));
}

std::vector<ParameterSpec> load_parameters() {
    auto rate = specs::real(
        {"load.rate", "Arrival rate", load_group, "/s"}, {1, 100'000, 200, Scale::logarithmic},
        "Items offered each second, on average. They come whether or not earlier ones are done; only in a "
        "closed loop they do not: there each user thinks for users / rate on average before asking again, and "
        "this is the rate of a service that takes no time.");

    auto arrivals =
        specs::words({"load.arrivals", "Arrivals", load_group, ""}, {"constant", "poisson", "bursts", "closed"},
                     static_cast<int>(Arrivals::poisson),
                     "How items are spaced: evenly, independently of each other, many at once, or each user's next one "
                     "when the last is done.");

    // At the default rate not in step with the samples, which would see the same moment of each burst.
    auto burst =
        specs::only(specs::integer({"load.burst", "Burst size", load_group, "items"}, {1, 1000, 25, Scale::logarithmic},
                                   "Items that arrive at the same moment. The average rate stays as set."),
                    "load.arrivals", {"bursts"});

    auto users = specs::only(
        specs::integer(
            {"load.users", "Users", load_group, ""}, {1, 1000, 16, Scale::logarithmic},
            "A closed loop: each user waits for the answer before asking again, so a slow service slows its own "
            "load."),
        "load.arrivals", {"closed"});
    return {std::move(rate), std::move(arrivals), std::move(burst), std::move(users)};
}

std::vector<ParameterSpec> concurrency_parameters(unsigned hardware_workers) {
    auto workers =
        specs::on_restart(specs::integer({"pool.workers", "Workers", concurrency_group, ""},
                                         {1, 64, static_cast<double>(std::clamp(hardware_workers, 1U, 64U))},
                                         "Threads of the pool, or virtual processors on the virtual engine."));

    auto in_flight =
        specs::integer({"limit.in_flight", "Max in flight", concurrency_group, ""}, {1, 1024, 16, Scale::logarithmic},
                       "Calls that may be in the service at once. Others wait in the queue.");

    auto capacity =
        specs::integer({"queue.capacity", "Queue capacity", concurrency_group, ""}, {1, 10'000, 64, Scale::logarithmic},
                       "Items that may wait. One more is rejected. A long queue hides an overload and makes it slow.");
    return {std::move(workers), std::move(in_flight), std::move(capacity)};
}

std::vector<ParameterSpec> service_parameters() {
    auto latency = specs::real({"service.latency", "Latency", service_group, "ms"},
                               {0, 10'000, 40, Scale::logarithmic, 1}, "Mean time the service takes for one call.");
    auto spread = specs::words(
        {"service.spread", "Spread", service_group, ""}, {"constant", "uniform", "exponential", "lognormal", "pareto"},
        static_cast<int>(Spread::lognormal), "How call times scatter around the mean. Pareto has the longest tail.");
    auto work =
        specs::words({"service.work", "Work", service_group, ""}, {"io", "cpu"}, static_cast<int>(ServiceWork::io),
                     "Whether a call waits (io), which costs no worker, or computes (cpu), which keeps one busy.");
    auto timeout = specs::real({"call.timeout", "Timeout", service_group, "ms"}, {0, 60'000, 1000, Scale::logarithmic},
                               "A call is given up after this time and counts as timed out. 0 turns it off.");
    return {std::move(latency), std::move(spread), std::move(work), std::move(timeout)};
}

std::vector<ParameterSpec> fault_parameters() {
    auto factor = specs::real({"fault.slow_factor", "Slow factor", fault_group, "x"}, {1, 100, 10, Scale::linear, 1},
                              "How many times longer a slow call takes, and every call during a latency spike.");
    return {percent("fault.failure", "Failure rate", "Share of calls the service answers with an error."),
            percent("fault.slow", "Slow calls", "Share of calls that take the slow factor longer."),
            std::move(factor),
            percent("fault.hang", "Hanging calls", "Share of calls that never answer. Only a timeout ends them."),
            percent("fault.crash", "Crashing calls", "Share of calls that throw in the middle of their work."),
            specs::toggle({"fault.outage", "Outage", fault_group, ""}, "While on, every call fails at once."),
            specs::toggle({"fault.spike", "Latency spike", fault_group, ""},
                          "While on, every call takes the slow factor longer.")};
}

std::vector<SeriesSpec> common_series() {
    return {{"offered", "offered", "/s", SeriesKind::rate, Tone::neutral, 0, 0},
            fate_series(Fate::completed, "completed", Tone::good),
            fate_series(Fate::failed, "failed", Tone::bad),
            fate_series(Fate::rejected, "rejected", Tone::special),
            fate_series(Fate::timed_out, "timed out", Tone::warning),
            fate_series(Fate::cancelled, "cancelled", Tone::cancelled),
            fate_series(Fate::dropped, "dropped", Tone::dropped),
            throughput_series(),
            {"queue", "queue", "items", SeriesKind::gauge, Tone::active, 0, 0},
            {"in_flight", "in flight", "items", SeriesKind::gauge, Tone::neutral, 1, 0},
            latency_series("latency_p50", "p50", Tone::good, 0.5),
            latency_series("latency_p95", "p95", Tone::warning, 0.95),
            latency_series("latency_p99", "p99", Tone::bad, 0.99)};
}

PlotSpec throughput_plot() {
    return {"Throughput /s", false, {"offered", "completed", "failed", "rejected", "timed_out"}, {}, 0};
}

PlotSpec queue_plot() { return {"Queue depth", false, {"queue"}, {{"queue.capacity", "capacity", Tone::neutral}}, 0}; }

PlotSpec latency_plot() { return {"Latency ms", true, {"latency_p50", "latency_p95", "latency_p99"}, {}, 0}; }

std::vector<ActionSpec> common_actions() {
    const auto for_three_seconds = [](const std::string& parameter) {
        return std::vector<ActionSpec::Step>{{0, parameter, 1}, {3, parameter, 0}};
    };
    const std::string group(fault_group);
    return {{"outage", "Outage 3 s", "Every call fails for three seconds.", group, Tone::bad,
             for_three_seconds("fault.outage")},
            {"spike", "Latency spike", "Every call takes the slow factor longer for three seconds.", group,
             Tone::warning, for_three_seconds("fault.spike")}};
}

std::size_t parameter_index(const Parameters& parameters, std::string_view id) {
    const auto i = parameters.find(id);
    assert(i);
    return i.value();
}

LoadIndices::LoadIndices(const Parameters& p)
    : rate(parameter_index(p, "load.rate")),
      arrivals(parameter_index(p, "load.arrivals")),
      burst(parameter_index(p, "load.burst")),
      users(parameter_index(p, "load.users")) {}

ConcurrencyIndices::ConcurrencyIndices(const Parameters& p)
    : workers(parameter_index(p, "pool.workers")),
      in_flight(parameter_index(p, "limit.in_flight")),
      queue_capacity(parameter_index(p, "queue.capacity")) {}

ServiceIndices::ServiceIndices(const Parameters& p, std::string_view latency_id, std::string_view spread_id)
    : latency(parameter_index(p, latency_id)),
      spread(parameter_index(p, spread_id)),
      work(p.find("service.work")),
      timeout(parameter_index(p, "call.timeout")) {}

FaultIndices::FaultIndices(const Parameters& p)
    : failure(parameter_index(p, "fault.failure")),
      slow(parameter_index(p, "fault.slow")),
      slow_factor(parameter_index(p, "fault.slow_factor")),
      hang(parameter_index(p, "fault.hang")),
      crash(parameter_index(p, "fault.crash")),
      outage(parameter_index(p, "fault.outage")),
      spike(parameter_index(p, "fault.spike")) {}

}  // namespace weir::labs
