// What the shared-state lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/common.h"
#include "core/labs/shared_state_lab.h"
#include "core/labs/shared_state_start.h"
#include "core/labs/specs.h"
#include "core/patterns/shared_state.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string map_group = "Map";

std::vector<ParameterSpec> users() {
    const std::string group(load_group);
    constexpr double most = shared_state_most_users;
    return {
        specs::integer({"readers", "Readers", group, ""}, {0, most, 8},
                       "Tasks that read again and again, each thinking in between."),
        specs::integer({"writers", "Writers", group, ""}, {0, most, 2},
                       "Tasks that add 1 to a value again and again, each thinking in between."),
        specs::real({"write_share", "Write share", group, "%"}, {0, 100, 100},
                    "Share of a writer's operations that write. The others read."),
        specs::real({"think_time", "Thinking", group, "ms"}, {0.01, 1000, 5, Scale::logarithmic, 2},
                    "Mean pause of a task between two operations; exponential. The shorter, the more crowded the map."),
    };
}

std::vector<ParameterSpec> service() {
    auto hold = specs::real({"hold_time", "Hold time", service_group, "ms"}, {0, 1000, 1, Scale::logarithmic, 2},
                            "Mean time an operation stays inside, holding the lock.");
    std::vector<ParameterSpec> parameters{std::move(hold)};
    specs::append(parameters, specs::without("service.latency", service_parameters()));
    return parameters;
}

std::vector<ParameterSpec> map_parameters() {
    const auto& ids = patterns::shared_state::strategy_ids;
    return {
        variant_parameter(map_group),
        specs::production(specs::words({"strategy", "Strategy", map_group, ""}, {ids.begin(), ids.end()},
                                       static_cast<int>(patterns::shared_state::Strategy::rw_lock),
                                       "What keeps writers apart: one lock, a lock readers share, a lock for each of "
                                       "16 shards, one task that owns "
                                       "the map, or copies that readers keep. A change starts with an empty map.")),
        specs::production(specs::words(
            {"update", "Update", map_group, ""}, {"get_set", "atomic"}, 1,
            "How a writer adds 1: a get and then a set, between which others may write, or both in one step.")),
        specs::integer({"keys", "Keys", map_group, ""}, {1, 1000, 16, Scale::logarithmic},
                       "Values in the map. With few of them tasks meet often."),
        specs::real(
            {"skew", "Skew", map_group, ""}, {0, 3, 1, Scale::linear, 1},
            "How unevenly keys are asked for (Zipf's exponent). 0: all alike; 1: the first twice as often as the "
            "second."),
        specs::integer({"read_keys", "Keys a read", map_group, ""}, {1, 100, 1, Scale::logarithmic},
                       "Values a reader takes at once, all of one moment; at most all there are."),
    };
}

std::vector<SeriesSpec> series() {
    constexpr std::size_t first_total = 7;
    auto all = common_series();
    all.push_back({"reads", "reads", "/s", SeriesKind::rate, Tone::active, first_total, 0});
    all.push_back({"writes", "writes", "/s", SeriesKind::rate, Tone::special, first_total + 1, 0});
    all.push_back({"readers_inside", "readers inside", "", SeriesKind::gauge, Tone::good, 2, 0});
    all.push_back({"writers_inside", "writers inside", "", SeriesKind::gauge, Tone::special, 3, 0});
    all.push_back({"writers_waiting", "writers waiting", "", SeriesKind::gauge, Tone::warning, 4, 0});
    all.push_back({"lost_updates", "lost updates", "", SeriesKind::gauge, Tone::bad, 5, 0});
    return all;
}

}  // namespace

LabInfo shared_state_lab() {
    LabInfo info;
    info.id = "shared-state";
    info.title = "Shared state";
    info.sentence = "A map read and written by many tasks: who has to wait for whom, and what gets lost.";
    specs::append(info.parameters, users());
    info.parameters.push_back(concurrency_parameters(ThreadPool::processors()).front());
    specs::append(info.parameters, service());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, map_parameters());
    info.own_totals = {"reads", "writes"};
    info.gauges = {"queue", "in_flight", "readers_inside", "writers_inside", "writers_waiting", "lost_updates"};
    info.series = series();
    info.plots = {
        {"Throughput /s", false, {"reads", "writes", "failed", "timed_out"}, {}, 0},
        {"Waiting and inside", false, {"queue", "writers_waiting", "readers_inside", "writers_inside"}, {}, 0},
        latency_plot(),
        {"Lost updates", false, {"lost_updates"}, {}, 0}};
    info.phases = {{"sound", "no update lost", Tone::good}, {"losing", "losing updates", Tone::bad}};
    info.actions = common_actions();
    info.start = start_shared_state;
    return info;
}

}  // namespace weir::labs
