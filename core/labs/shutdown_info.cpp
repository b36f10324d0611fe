// What the shutdown lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/common.h"
#include "core/labs/shutdown_lab.h"
#include "core/labs/shutdown_start.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string shutdown_group = "Shutdown";
const std::string tree_group = "Tree";

std::vector<ParameterSpec> tree_parameters() {
    const auto most = std::to_string(shutdown_most_tasks);
    return {
        specs::integer({"depth", "Depth", tree_group, "levels"}, {1, 8, 4},
                       "Levels of the tree. One level begins to work a step time after the one above. A tree has " +
                           most + " tasks at most. A change acts from the next tree on."),
        specs::integer({"breadth", "Breadth", tree_group, ""}, {1, 8, 3},
                       "Nodes below a node. Each node is a token and a task. A change acts from the next tree on."),
        specs::integer({"steps", "Steps", tree_group, ""}, {1, 10'000, 100, Scale::logarithmic},
                       "Steps after which a task has finished by itself."),
        specs::real({"life", "Life", tree_group, "ms"}, {0, 60'000, 2000, Scale::logarithmic},
                    "A tree is shut down this long after it began to grow. 0: only the button shuts it down."),
        specs::real({"pause", "Pause", tree_group, "ms"}, {1, 10'000, 500, Scale::logarithmic},
                    "Time from the end of a shutdown until the next tree begins to grow."),
    };
}

/// What a task does: steps, each a call of the service.
std::vector<ParameterSpec> step_parameters() {
    std::vector<ParameterSpec> parameters{
        specs::real({"step_time", "Step time", std::string{service_group}, "ms"}, {1, 10'000, 50, Scale::logarithmic},
                    "Mean time of a step. A task looks between two steps whether it has been asked to stop.")};
    specs::append(parameters, specs::without("service.latency", service_parameters()));
    return parameters;
}

std::vector<ParameterSpec> shutdown_parameters() {
    return {
        variant_parameter(shutdown_group),
        specs::real({"deadline", "Deadline", shutdown_group, "ms"}, {0, 60'000, 500, Scale::logarithmic},
                    "Time tasks have, from when they are asked to stop, until they are cut where they wait. The "
                    "textbook form has none. A change acts from the next shutdown on."),
        specs::real({"stubborn", "Stubborn", shutdown_group, "%"}, {0, 100, 20, Scale::linear, 1},
                    "Share of tasks that ignore that they are asked. In the textbook form: that were not raced "
                    "against the token, decided when they begin."),
        specs::real({"cleanup_time", "Cleanup time", shutdown_group, "ms"}, {0, 10'000, 100, Scale::logarithmic},
                    "Time a task cleans up for when its work has ended, however that was."),
        specs::textbook(specs::words(
            {"at_deadline", "At the deadline", shutdown_group, ""}, {"wait", "drop"},
            static_cast<int>(AtDeadline::wait),
            "Wait: who shuts down waits until all has ended, however long that takes. Drop: at the deadline the "
            "coordinator is dropped, and what still works runs on. A change acts from the next shutdown on.")),
        specs::integer({"node", "Node", shutdown_group, ""}, {0, static_cast<double>(shutdown_most_tasks - 1), 1},
                       "Which node the button cancels: 0 is the root, and so on level by level. Where there is no such "
                       "node the button does nothing."),
        specs::toggle({"cancel_node", "Cancel this node", shutdown_group, ""},
                      "Switched on, it cancels the node's token: all below are asked to stop, and none beside or "
                      "above. The textbook form has one token for all, so all are cut."),
        specs::toggle({"shut_down", "Shut down", shutdown_group, ""},
                      "Switched on, it shuts the tree down. While that goes on, or in the pause, it does nothing."),
    };
}

}  // namespace

LabInfo shutdown_lab() {
    LabInfo info;
    info.id = "shutdown";
    info.title = "Coordinated shutdown";
    info.sentence =
        "Asks a tree of tasks to stop, waits until the deadline, and cuts the rest: cancelling is a request.";
    info.parameters.push_back(concurrency_parameters(ThreadPool::processors()).front());
    specs::append(info.parameters, step_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, tree_parameters());
    specs::append(info.parameters, shutdown_parameters());
    info.own_totals = {"shutdown.trees", "shutdown.cleanups", "shutdown.outlived"};
    info.gauges = {"queue",         "in_flight",    "shutdown.working", "shutdown.asked", "shutdown.cleaning",
                   "shutdown.left", "shutdown.took"};
    info.series = common_series();
    const auto gauge = [&](const char* id, const char* label, const char* unit, Tone tone, std::size_t source) {
        info.series.push_back({id, label, unit, SeriesKind::gauge, tone, source, 0});
    };
    info.series.push_back({"shutdown.cleanups", "cleanups", "/s", SeriesKind::rate, Tone::warning, 8, 0});
    gauge("shutdown.working", "working", "tasks", Tone::active, 2);
    gauge("shutdown.asked", "asked to stop", "tasks", Tone::warning, 3);
    gauge("shutdown.cleaning", "cleaning up", "tasks", Tone::special, 4);
    gauge("shutdown.left", "left behind", "tasks", Tone::bad, 5);
    gauge("shutdown.took", "last shutdown", "ms", Tone::active, 6);
    auto throughput = throughput_plot();
    throughput.series = {"offered", "completed", "failed", "rejected", "cancelled", "dropped", "shutdown.cleanups"};
    info.plots = {{"Tasks", false, {"shutdown.working", "shutdown.asked", "shutdown.cleaning", "shutdown.left"}, {}, 0},
                  throughput,
                  {"Shutdown ms", false, {"shutdown.took"}, {{"deadline", "deadline", Tone::warning}}, 0},
                  latency_plot()};
    info.phases = {{"working", "working", Tone::good},
                   {"draining", "draining", Tone::warning},
                   {"aborting", "aborting", Tone::bad}};
    info.actions = common_actions();
    info.actions.push_back(specs::press({"shut_down", "Shut down", shutdown_group, ""}, "shut_down", Tone::bad,
                                        "Asks all tasks to stop, and cuts at the deadline who has not."));
    info.actions.push_back(specs::press({"cancel_node", "Cancel this node", shutdown_group, ""}, "cancel_node",
                                        Tone::warning, "Asks the tasks at this node and below to stop."));
    info.start = start_shutdown;
    return info;
}

}  // namespace weir::labs
