// What the pipeline lab says of itself: its parameters, series, plots, phases and buttons.
#include <algorithm>
#include <string>

#include "core/labs/common.h"
#include "core/labs/pipeline_lab.h"
#include "core/labs/pipeline_start.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string stages_group = "Stages";

std::string stage_id(std::size_t k, const char* what) { return "stage" + std::to_string(k + 1) + "." + what; }
std::string stage_label(std::size_t k) { return "stage " + std::to_string(k + 1); }

std::vector<ParameterSpec> stage_parameters() {
    struct Initial {
        double latency_ms;
        double workers;
    };
    // The middle stage is the slowest, and just fast enough for the load.
    constexpr Initial initial[pipeline_stages] = {{5, 2}, {20, 5}, {5, 2}};
    std::vector<ParameterSpec> all{variant_parameter(stages_group)};
    for (std::size_t k = 0; k < pipeline_stages; ++k) {
        const auto name = "Stage " + std::to_string(k + 1);
        all.push_back(specs::real({stage_id(k, "latency"), name + " latency", stages_group, "ms"},
                                  {0, 10'000, initial[k].latency_ms, Scale::logarithmic, 1},
                                  "Mean time this stage takes for one item."));
        all.push_back(specs::production(
            specs::integer({stage_id(k, "workers"), name + " workers", stages_group, ""},
                           {1, 64, initial[k].workers, Scale::logarithmic},
                           "Items this stage works on at once. Those retired finish their item first.")));
    }
    all.push_back(specs::production(specs::toggle(
        {"resequence", "Resequence", stages_group, ""},
        "Items leave each stage in the order in which they came, however many workers it has. A worker that is done "
        "early holds its item until its turn, so a slow item keeps others idle.")));
    return all;
}

std::vector<ParameterSpec> stage_fault_parameters() {
    auto faults = fault_parameters();
    auto where = specs::words({"fault.stage", "Faults at", fault_group, ""}, {"all", "1", "2", "3"}, 0,
                              "The stage that all faults below strike. What fails leaves there.");
    faults.insert(faults.begin(), std::move(where));
    return faults;
}

}  // namespace

LabInfo pipeline_lab() {
    LabInfo info;
    info.id = "pipeline";
    info.title = "Pipeline";
    info.sentence = "Stages with bounded queues between them: all work at once, and a slow one holds up those before.";
    specs::append(info.parameters, load_parameters());
    specs::append(info.parameters, specs::without("limit.in_flight", concurrency_parameters(ThreadPool::processors())));
    specs::append(info.parameters, specs::without("service.latency", service_parameters()));
    specs::append(info.parameters, stage_fault_parameters());
    specs::append(info.parameters, stage_parameters());

    info.gauges = {"queue", "in_flight"};
    info.series = common_series();
    PlotSpec queues{"Queue depth", false, {}, {{"queue.capacity", "capacity", Tone::neutral}}, 0};
    PlotSpec utilisation{"Workers at work %", false, {}, {}, 100};
    constexpr Tone tones[pipeline_stages] = {Tone::active, Tone::warning, Tone::special};
    const auto add = [&](std::size_t k, const char* what, const char* unit, PlotSpec& plot) {
        info.series.push_back(
            {stage_id(k, what), stage_label(k), unit, SeriesKind::gauge, tones[k], info.gauges.size(), 0});
        info.gauges.push_back(stage_id(k, what));
        plot.series.push_back(stage_id(k, what));
    };
    for (std::size_t k = 0; k < pipeline_stages; ++k) add(k, "queue", "items", queues);
    for (std::size_t k = 0; k < pipeline_stages; ++k) add(k, "utilisation", "%", utilisation);
    for (const char* what : {"passed", "failed"})
        for (std::size_t k = 0; k < pipeline_stages; ++k) info.own_totals.push_back(stage_id(k, what));

    auto throughput = throughput_plot();
    throughput.series.emplace_back("dropped");  // what the textbook form loses
    info.plots = {std::move(throughput), std::move(queues), latency_plot(), std::move(utilisation)};
    info.phases = {{"flowing", "flowing", Tone::good},
                   {"backpressure", "a queue is full", Tone::warning},
                   {"ended", "ended", Tone::bad}};
    info.actions = common_actions();
    info.start = start_pipeline;
    return info;
}

}  // namespace weir::labs
