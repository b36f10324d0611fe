// What the fan-out lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/common.h"
#include "core/labs/fan_out_lab.h"
#include "core/labs/fan_out_start.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string fan_out_group = "Fan-out";

/// The common parameters of load, which act on an open load only.
std::vector<ParameterSpec> open_load_parameters() {
    std::vector<ParameterSpec> open;
    for (auto& spec : load_parameters())
        open.push_back(spec.shown_when ? std::move(spec) : specs::only(std::move(spec), "mode", {"open"}));
    return open;
}

std::vector<ParameterSpec> fan_out_parameters() {
    return {
        variant_parameter(fan_out_group),
        specs::on_restart(specs::words(
            {"mode", "Input", fan_out_group, ""}, {"batch", "open"}, static_cast<int>(FanOutMode::batch),
            "Batch: so many items are there to be taken, and when all are done the next batch begins. Open: "
            "items arrive by themselves, wait for a lane, and each result goes to who asked for it.")),
        specs::only(specs::integer({"items", "Items", fan_out_group, "items"}, {1, 100'000, 200, Scale::logarithmic},
                                   "Items in a batch. A change acts from the next batch on. Batches begin at the rate "
                                   "of 100000 items a second at most."),
                    "mode", {"batch"}),
        specs::production(
            specs::words({"order", "Order", fan_out_group, ""}, {"input", "completion"}, 0,
                         "The order in which the results of a batch are delivered. In input order one slow item holds "
                         "back those behind it. An open load has each result delivered as it comes. A change acts from "
                         "the next batch on.")),
        specs::production(
            specs::words({"on_error", "On error", fan_out_group, ""}, {"fail_fast", "collect_all"}, 1,
                         "Fail fast: the first item of a batch that fails cancels those in work, and the rest is not "
                         "taken. Collect all: a failure is a result like any other, as it is in an open load. A change "
                         "acts from the next batch on.")),
    };
}

}  // namespace

LabInfo fan_out_lab() {
    LabInfo info;
    info.id = "fan-out";
    info.title = "Fan-out / fan-in";
    info.sentence = "Works on many items at once, so many and no more, and collects the results.";
    specs::append(info.parameters, open_load_parameters());
    // An open load waits as long as it must, so there is no capacity to set.
    specs::append(info.parameters, specs::without("queue.capacity", concurrency_parameters(ThreadPool::processors())));
    specs::append(info.parameters, service_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, fan_out_parameters());
    info.own_totals = {"fan_out.batches", "fan_out.out_of_order"};
    info.gauges = {"queue", "in_flight", "fan_out.lanes", "fan_out.held_back", "fan_out.to_take"};
    info.series = common_series();
    info.series.push_back({"fan_out.out_of_order", "out of order", "/s", SeriesKind::rate, Tone::warning, 8, 0});
    info.series.push_back({"fan_out.lanes", "lanes in use", "items", SeriesKind::gauge, Tone::active, 2, 0});
    info.series.push_back({"fan_out.held_back", "results held back", "items", SeriesKind::gauge, Tone::slow, 3, 0});
    info.series.push_back({"fan_out.to_take", "left in the batch", "items", SeriesKind::gauge, Tone::muted, 4, 0});
    auto throughput = throughput_plot();
    throughput.series.push_back("dropped");
    info.plots = {
        throughput,
        {"Lanes", false, {"fan_out.lanes", "fan_out.held_back"}, {{"limit.in_flight", "limit", Tone::neutral}}, 0},
        {"Queue depth", false, {"queue", "fan_out.to_take"}, {}, 0},
        latency_plot()};
    info.phases = {{"running", "running", Tone::good}};
    info.actions = common_actions();
    info.start = start_fan_out;
    return info;
}

}  // namespace weir::labs
