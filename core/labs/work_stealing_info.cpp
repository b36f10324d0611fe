// What the work-stealing lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/common.h"
#include "core/labs/specs.h"
#include "core/labs/work_stealing_lab.h"
#include "core/labs/work_stealing_start.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string stealing_group = "Work stealing";

std::vector<ParameterSpec> worker_parameters() {
    auto parameters = specs::without("limit.in_flight", concurrency_parameters(ThreadPool::processors()));
    auto& capacity = parameters.back();
    capacity.initial = 256;
    capacity.help =
        "Tasks that fit into the queue of one worker. More overflow to the queue that all share. Textbook: whoever "
        "hands out tasks waits while the next one's queue is full; a change acts from the next batch on.";
    return parameters;
}

std::vector<ParameterSpec> task_parameters() {
    const std::string group(service_group);
    auto time = specs::real({"task_time", "Task time", group, "ms"}, {0, 10'000, 10, Scale::logarithmic, 2},
                            "Mean length of a task. A change acts on tasks that begin from then on.");
    std::vector<ParameterSpec> parameters{std::move(time)};
    for (auto& spec : specs::without("service.latency", service_parameters())) {
        if (spec.id == "service.spread") {
            spec.id = "spread";
            spec.help = "How task times scatter around the mean. Pareto has the longest tail.";
        } else if (spec.id == "service.work") {
            spec.initial = static_cast<double>(ServiceWork::cpu);
            spec.help = "Whether a task computes (cpu) or waits (io). Its worker does nothing else either way.";
        } else {
            spec.help =
                "A task is given up after this time and counts as timed out. 0 turns it off: a task that hangs "
                "then keeps its worker for good.";
        }
        parameters.push_back(std::move(spec));
    }
    return parameters;
}

std::vector<ParameterSpec> pool_parameters() {
    return {
        variant_parameter(stealing_group),
        specs::production(specs::words(
            {"strategy", "Strategy", stealing_group, ""}, {"stealing", "central"}, 0,
            "Stealing: each worker has a queue of its own, and who runs out takes from the others. Central: one queue "
            "that all take from. A change moves what waits. Textbook: a queue each, and nobody takes from another.")),
        specs::only(specs::words({"steal", "A thief takes", stealing_group, ""}, {"one", "half"}, 1,
                                 "Half of what waits makes thefts rare; one task at a time spreads more evenly, at the "
                                 "cost of more thefts."),
                    "strategy", {"stealing"}),
        specs::integer({"tasks", "Tasks", stealing_group, "tasks"}, {1, 100'000, 200, Scale::logarithmic},
                       "Tasks in a batch. When all are done the next batch begins. A change acts from the next batch "
                       "on. Batches begin at the rate of 100000 tasks a second at most."),
        specs::real({"skew", "Skew", stealing_group, "%"}, {0, 100, 80},
                    "Share of the tasks that are all submitted to worker 0. The rest goes round among all workers. A "
                    "change acts from the next batch on."),
    };
}

SeriesSpec rate(std::string id, std::string label, Tone tone, std::size_t source) {
    return {std::move(id), std::move(label), "/s", SeriesKind::rate, tone, source, 0};
}

SeriesSpec gauge(std::string id, std::string label, std::string unit, Tone tone, std::size_t source) {
    return {std::move(id), std::move(label), std::move(unit), SeriesKind::gauge, tone, source, 0};
}

}  // namespace

LabInfo work_stealing_lab() {
    LabInfo info;
    info.id = "work-stealing";
    info.title = "Work stealing";
    info.sentence = "Gives each worker a queue of its own, and lets who has nothing to do take from the others.";
    specs::append(info.parameters, worker_parameters());
    specs::append(info.parameters, task_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, pool_parameters());
    info.own_totals = {"stealing.batches", "stealing.steals", "stealing.stolen", "stealing.lost"};
    info.gauges = {"queue",           "in_flight",         "stealing.running", "stealing.longest",
                   "stealing.shared", "stealing.makespan", "stealing.bound",   "stealing.ratio"};
    info.series = common_series();
    info.series.push_back(rate("stealing.batches", "batches", Tone::neutral, 7));
    info.series.push_back(rate("stealing.steals", "steals", Tone::special, 8));
    info.series.push_back(rate("stealing.stolen", "stolen tasks", Tone::active, 9));
    info.series.push_back(rate("stealing.lost", "lost", Tone::bad, 10));
    info.series.push_back(gauge("stealing.running", "busy workers", "", Tone::good, 2));
    info.series.push_back(gauge("stealing.longest", "longest queue", "tasks", Tone::warning, 3));
    info.series.push_back(gauge("stealing.shared", "shared queue", "tasks", Tone::muted, 4));
    info.series.push_back(gauge("stealing.makespan", "makespan", "ms", Tone::warning, 5));
    info.series.push_back(gauge("stealing.bound", "best possible", "ms", Tone::good, 6));
    info.series.push_back(gauge("stealing.ratio", "makespan over best", "x", Tone::active, 7));
    auto throughput = throughput_plot();
    throughput.series.push_back("dropped");
    info.plots = {throughput,
                  {"Makespan ms", false, {"stealing.makespan", "stealing.bound"}, {}, 0},
                  {"Makespan over best x", false, {"stealing.ratio"}, {}, 0},
                  {"Busy workers", false, {"stealing.running"}, {{"pool.workers", "workers", Tone::neutral}}, 0},
                  {"Queues",
                   false,
                   {"queue", "stealing.longest", "stealing.shared"},
                   {{"queue.capacity", "capacity", Tone::neutral}},
                   0},
                  {"Steals /s", false, {"stealing.steals", "stealing.stolen"}, {}, 0},
                  latency_plot()};
    info.phases = {{"running", "running", Tone::good}, {"idle_beside_work", "idle beside work", Tone::warning}};
    info.actions = common_actions();
    info.start = start_work_stealing;
    return info;
}

}  // namespace weir::labs
