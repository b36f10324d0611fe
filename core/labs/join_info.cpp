// What the join lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/common.h"
#include "core/labs/join_lab.h"
#include "core/labs/join_start.h"
#include "core/labs/specs.h"
#include "core/patterns/join.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string join_group = "Join";

/// What a task does takes the place of one call's latency and kind of work.
std::vector<ParameterSpec> task_parameters() {
    const std::string group{service_group};
    std::vector<ParameterSpec> parameters{
        specs::real({"cpu_time", "CPU time", group, "ms"}, {0, 10'000, 20, Scale::logarithmic, 1},
                    "Mean time a task computes, after its I/O. It cannot be interrupted meanwhile."),
        specs::real({"io_time", "I/O time", group, "ms"}, {0, 10'000, 40, Scale::logarithmic, 1},
                    "Mean time a task waits for its I/O before it computes, which costs no worker.")};
    auto rest = specs::without("service.work", specs::without("service.latency", service_parameters()));
    for (auto& spec : rest)
        if (spec.id == "call.timeout")
            spec.help =
                "A task is given up this long after it has begun and counts as timed out, once it has computed if it "
                "is computing. 0 turns it off.";
    specs::append(parameters, std::move(rest));
    return parameters;
}

std::vector<ParameterSpec> join_parameters() {
    constexpr double threads = ThreadPoolOptions{}.blocking_threads;
    return {
        variant_parameter(join_group),
        specs::integer({"tasks", "Tasks", join_group, ""}, {1, join_most_tasks, 16, Scale::logarithmic},
                       "Tasks in a join. A change acts from the next join on."),
        specs::production(
            specs::words({"policy", "Policy", join_group, ""}, {"join", "try_join", "collect"}, 1,
                         "Join waits for all and then throws the first failure of the list. Try_join: the first "
                         "failure cancels the others, is thrown once they have ended, and who has not begun never "
                         "does. Collect: every outcome comes, a failure is one like any other. A change acts from the "
                         "next join on.")),
        specs::production(
            specs::words({"where", "Compute on", join_group, ""}, {"async_workers", "blocking_pool"}, 0,
                         "Where tasks compute: on the workers, which do nothing else meanwhile, or on threads that are "
                         "there for it. A change acts on what begins to compute from then on.")),
        specs::only(specs::integer({"blocking_threads", "Blocking threads", join_group, ""}, {1, threads, threads / 2},
                                   "Threads of the blocking pool that compute at once. Who has one keeps it to the end "
                                   "when fewer are set."),
                    "where", {"blocking_pool"}),
        specs::real({"pause", "Pause", join_group, "ms"}, {1, 10'000, 100, Scale::logarithmic},
                    "Time from when a join has returned until the next begins."),
        specs::toggle({"fail_one", "Fail one", join_group, ""},
                      "Switched on, it makes the next task that has computed fail, and no other. Off and on again: one "
                      "more."),
        specs::toggle({"cancel_all", "Cancel all", join_group, ""},
                      "Switched on, it cancels the join under way, if there is one: tasks that wait end, those that "
                      "compute do so to their end. The next join is not cancelled."),
    };
}

}  // namespace

LabInfo join_lab() {
    LabInfo info;
    info.id = "join";
    info.title = "Join";
    info.sentence = "Runs tasks beside each other and goes on when all have ended: concurrent, and perhaps parallel.";
    info.parameters.push_back(concurrency_parameters(ThreadPool::processors()).front());
    specs::append(info.parameters, task_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, join_parameters());
    info.own_totals = {"join.joins", "join.outlived"};
    info.gauges = {"queue", "in_flight", "join.computing", "join.left_behind", "join.speedup"};
    info.series = common_series();
    info.series.push_back({"join.joins", "joins", "/s", SeriesKind::rate, Tone::active, 7, 0});
    info.series.push_back({"join.computing", "computing", "tasks", SeriesKind::gauge, Tone::good, 2, 0});
    info.series.push_back({"join.left_behind", "left behind", "tasks", SeriesKind::gauge, Tone::bad, 3, 0});
    info.series.push_back({"join.speedup", "speed-up", "x", SeriesKind::gauge, Tone::good, 4, 0});
    auto throughput = throughput_plot();
    throughput.series = {"offered", "completed", "failed", "cancelled", "dropped"};
    info.plots = {throughput,
                  {"Tasks", false, {"queue", "join.computing", "join.left_behind"}, {}, 0},
                  {"Speed-up x", false, {"join.speedup"}, {{"pool.workers", "workers", Tone::neutral}}, 0},
                  latency_plot()};
    info.phases = {{"joined", "joined", Tone::good}, {"left_behind", "tasks left behind", Tone::bad}};
    info.actions = common_actions();
    info.actions.push_back(specs::press({"fail_one", "Fail one", join_group, ""}, "fail_one", Tone::bad,
                                        "The next task that has computed fails."));
    info.actions.push_back(specs::press({"cancel_all", "Cancel all", join_group, ""}, "cancel_all", Tone::warning,
                                        "Cancels the join under way."));
    info.start = start_join;
    return info;
}

}  // namespace weir::labs
