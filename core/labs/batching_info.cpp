// What the batching lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/batching_lab.h"
#include "core/labs/batching_start.h"
#include "core/labs/common.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string batch_group = "Batching";

std::vector<ParameterSpec> cost_parameters() {
    return {
        specs::real({"batch.cost_fixed", "Cost of a call", service_group, "ms"}, {0, 1000, 10, Scale::logarithmic, 1},
                    "What a call costs however many items it is for. Batching shares it among them."),
        specs::real({"batch.cost_item", "Cost of an item", service_group, "ms"}, {0, 100, 1, Scale::logarithmic, 2},
                    "What each item adds to the cost of its call.")};
}

std::vector<ParameterSpec> batch_parameters() {
    return {
        variant_parameter(batch_group),
        specs::integer(
            {"batch.size", "Batch size", batch_group, "items"}, {1, 1000, 16, Scale::logarithmic},
            "So many items make a batch full, and it leaves at once. A queue that holds fewer makes that few "
            "a full batch."),
        specs::real(
            {"batch.linger", "Linger", batch_group, "ms"}, {0, 1000, 10, Scale::logarithmic, 1},
            "A batch leaves, full or not, when its first item has waited so long. 0: at once. Textbook: a timer "
            "that runs free ticks so often, at most every 0.1 ms."),
        specs::production(specs::integer(
            {"batch.in_flight", "Batches in flight", batch_group, ""}, {1, 16, 2},
            "Batches that may be handled at once. While all are, the next one fills up. Textbook: always one.")),
        specs::production(specs::words(
            {"on_error", "On error", batch_group, ""}, {"fail_batch", "split"}, 0,
            "What becomes of a batch of which one item is bad: all its items fail, or its halves are tried again, and "
            "so on, until only the bad item fails. Faults are drawn for each item.")),
    };
}

SeriesSpec gauge(std::string id, std::string label, std::string unit, Tone tone, std::size_t source) {
    return {std::move(id), std::move(label), std::move(unit), SeriesKind::gauge, tone, source, 0};
}

}  // namespace

LabInfo batching_lab() {
    LabInfo info;
    info.id = "batching";
    info.title = "Batching";
    info.sentence = "Gathers items that come one by one and handles them many at a time, to share the cost of a call.";
    specs::append(info.parameters, load_parameters());
    specs::append(info.parameters, specs::without("limit.in_flight", concurrency_parameters(ThreadPool::processors())));
    specs::append(info.parameters, cost_parameters());
    specs::append(info.parameters, specs::without("service.latency", service_parameters()));
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, batch_parameters());
    info.own_totals = {"batching.batches", "batching.full", "batching.calls"};
    info.gauges = {"queue", "in_flight", "batching.size", "batching.first_wait", "batching.cost", "batching.in_flight"};
    info.series = common_series();
    info.series.push_back({"batching.batches", "batches", "/s", SeriesKind::rate, Tone::active, 7, 0});
    info.series.push_back({"batching.full", "left full", "/s", SeriesKind::rate, Tone::good, 8, 0});
    info.series.push_back({"batching.calls", "calls", "/s", SeriesKind::rate, Tone::neutral, 9, 0});
    info.series.push_back(gauge("batching.size", "items a batch", "items", Tone::active, 2));
    info.series.push_back(gauge("batching.first_wait", "wait of the first", "ms", Tone::warning, 3));
    info.series.push_back(gauge("batching.cost", "cost an item", "ms", Tone::active, 4));
    info.series.push_back(gauge("batching.in_flight", "batches in flight", "", Tone::neutral, 5));
    info.plots = {throughput_plot(),
                  queue_plot(),
                  latency_plot(),
                  {"Batch size", false, {"batching.size"}, {{"batch.size", "full", Tone::good}}, 0},
                  {"Wait and cost ms",
                   false,
                   {"batching.first_wait", "batching.cost"},
                   {{"batch.linger", "linger", Tone::warning}},
                   0}};
    info.phases = {{"flowing", "flowing", Tone::good},
                   {"slots_taken", "slots taken", Tone::warning},
                   {"ended", "loop ended", Tone::bad}};
    info.actions = common_actions();
    info.start = start_batching;
    return info;
}

}  // namespace weir::labs
