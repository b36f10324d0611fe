// What the async-service lab says of itself: its parameters, series, plots, phases and buttons.
#include <string>

#include "core/labs/async_service_lab.h"
#include "core/labs/async_service_start.h"
#include "core/labs/circuit_breaker_lab.h"
#include "core/labs/common.h"
#include "core/labs/rate_limiter_lab.h"
#include "core/labs/specs.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

const std::string stack_group = "Layers";
const std::string retry_group = "Retry";
const std::string hedge_group = "Hedge";

// Retries stand outside of the breaker, so that each attempt asks it, and the time limit is that of an attempt.
const std::vector<int> layers_at_first{2, 4, 5, 3, 0, 0};

std::string layer_id(std::size_t i) { return "layer." + std::to_string(i + 1); }

/// Shown while a layer of one of these kinds stands anywhere.
ParameterSpec of_layers(ParameterSpec spec, std::vector<std::string> kinds) {
    Relevance relevance{layer_id(0), std::move(kinds)};
    for (std::size_t i = 1; i < layers_at_first.size(); ++i) relevance.or_ids.push_back(layer_id(i));
    spec.shown_when = std::move(relevance);
    return spec;
}

std::vector<ParameterSpec> stack_parameters() {
    const std::vector<std::string> kinds{"none", "rate_limit", "concurrency", "timeout", "retry", "breaker", "hedge"};
    std::vector<ParameterSpec> stack{
        variant_parameter(stack_group),
        specs::words({"implementation", "Implementation", stack_group, ""}, {"steady", "fast", "flaky", "slow"}, 0,
                     "What stands behind the interface. Steady does what service and faults say; fast answers in a "
                     "tenth of the time and never fails, as a cache does; flaky fails 30 % of its calls besides; slow "
                     "waits four times as long before it begins."),
        specs::production(
            specs::words({"dispatch", "Dispatch", stack_group, ""}, {"static", "virtual", "type_erased"}, 0,
                         "How a layer reaches the next one: by name, chosen by a tag from a list that is known when it "
                         "is compiled; through an interface; or through a value that hides its type. The layers are "
                         "the same, and so are all figures but the cost."))};
    for (std::size_t i = 0; i < layers_at_first.size(); ++i) {
        const auto number = std::to_string(i + 1);
        const std::string help = i == 0 ? "The outermost layer: it sees a call first and its reply last. "
                                        : "The layer inside layer " + std::to_string(i) + ". ";
        stack.push_back(specs::production(
            specs::words({layer_id(i), "Layer " + number, stack_group, ""}, kinds, layers_at_first[i],
                         help + "A kind may stand in several places; each has a state of its own there. Calls under "
                                "way end in the order they began in.")));
    }
    return stack;
}

std::vector<ParameterSpec> retry_parameters() {
    return {
        specs::integer({"retry.max_attempts", "Attempts at most", retry_group, ""}, {1, 10, 3},
                       "So often a call is tried in each retry layer, the first time included. Layers multiply."),
        specs::real({"retry.backoff", "Back-off", retry_group, "ms"}, {0, 10'000, 50, Scale::logarithmic, 1},
                    "The pause before the first retry is drawn evenly between nothing and this; each later one may be "
                    "twice as long as the one before."),
        specs::real({"retry.max_backoff", "Longest pause", retry_group, "ms"}, {0, 60'000, 1000, Scale::logarithmic, 1},
                    "No pause is longer."),
        specs::real({"retry.budget", "Budget", retry_group, "permits"}, {0, 10'000, 100, Scale::logarithmic},
                    "A retry costs a permit; so many can be saved up. Without permits a failure is final. 0: retries "
                    "are free."),
        specs::real({"retry.earned", "Earned by success", retry_group, "%"}, {0, 100, 10, Scale::linear, 1},
                    "A good answer puts back this part of a permit: in the long run retries add at most so much to "
                    "the load."),
    };
}

std::vector<ParameterSpec> layer_parameters() {
    std::vector<ParameterSpec> all;
    const auto append = [&](std::vector<ParameterSpec> some, const char* kind) {
        for (auto& spec : some) all.push_back(of_layers(std::move(spec), {kind}));
    };
    append(specs::taken_from(rate_limiter_lab().parameters, {"algorithm", "rate", "burst", "when_limited"}),
           "rate_limit");
    append(retry_parameters(), "retry");
    append(specs::taken_from(circuit_breaker_lab().parameters,
                             {"breaker.failure_threshold", "breaker.window", "breaker.minimum_calls",
                              "breaker.open_for", "breaker.probes"}),
           "breaker");
    append({specs::real({"hedge.delay", "Delay", hedge_group, "ms"}, {0, 10'000, 100, Scale::logarithmic, 1},
                        "A call without an answer by then is sent once more, and the first good answer counts.")},
           "hedge");
    return all;
}

/// Of the groups all labs share, what a layer does: it does that only where the layer stands.
void say_whose_they_are(std::vector<ParameterSpec>& parameters) {
    const auto of_layer = [&](std::string_view id, std::vector<std::string> kinds, const char* help) {
        for (auto& spec : parameters) {
            if (spec.id != id) continue;
            spec.help = help;
            spec = of_layers(std::move(spec), kinds);
        }
    };
    of_layer("limit.in_flight", {"concurrency"},
             "Calls that a concurrency layer lets through at once. Others wait in its queue.");
    of_layer("queue.capacity", {"concurrency", "rate_limit"},
             "Calls that may wait before a concurrency layer, and before a rate-limit layer. One more is refused.");
    of_layer("call.timeout", {"timeout"},
             "A timeout layer gives a call up after this time: the whole call or each attempt, by where it stands. 0 "
             "turns it off. Without such a layer a hanging call hangs.");
}

}  // namespace

LabInfo async_service_lab() {
    LabInfo info;
    info.id = "service";
    info.title = "Async service";
    info.sentence = "One interface, many services behind it, and layers around them in any order.";
    specs::append(info.parameters, load_parameters());
    specs::append(info.parameters, concurrency_parameters(ThreadPool::processors()));
    specs::append(info.parameters, service_parameters());
    specs::append(info.parameters, fault_parameters());
    specs::append(info.parameters, stack_parameters());
    specs::append(info.parameters, layer_parameters());
    say_whose_they_are(info.parameters);
    info.own_totals = {"service.attempts", "service.retries", "service.hedges", "service.budget_exhausted"};
    info.gauges = {"queue", "in_flight", "service.busy", "service.budget", "service.failure_rate"};
    info.series = common_series();
    info.series.push_back({"service.attempts", "attempts", "/s", SeriesKind::rate, Tone::active, 7, 0});
    info.series.push_back({"service.retries", "retries", "/s", SeriesKind::rate, Tone::warning, 8, 0});
    info.series.push_back({"service.hedges", "hedges", "/s", SeriesKind::rate, Tone::special, 9, 0});
    info.series.push_back({"service.budget_exhausted", "no budget", "/s", SeriesKind::rate, Tone::bad, 10, 0});
    info.series.push_back({"service.busy", "in the service", "", SeriesKind::gauge, Tone::active, 2, 0});
    info.series.push_back({"service.budget", "permits for retries", "permits", SeriesKind::gauge, Tone::good, 3, 0});
    info.series.push_back({"service.failure_rate", "failures", "%", SeriesKind::gauge, Tone::bad, 4, 0});
    info.plots = {throughput_plot(),
                  queue_plot(),
                  latency_plot(),
                  {"Attempts /s",
                   false,
                   {"service.attempts", "service.retries", "service.hedges", "service.budget_exhausted"},
                   {},
                   0},
                  {"Retry budget", false, {"service.budget"}, {{"retry.budget", "full", Tone::neutral}}, 0},
                  {"Breaker's failure rate %",
                   false,
                   {"service.failure_rate"},
                   {{"breaker.failure_threshold", "threshold", Tone::warning}},
                   100}};
    info.plots[0].series = {"offered", "service.attempts", "completed", "failed", "rejected", "timed_out"};
    info.phases = {{"flowing", "flowing", Tone::good},
                   {"no_budget", "no retry budget", Tone::warning},
                   {"open", "breaker open", Tone::bad}};
    info.actions = common_actions();
    info.start = start_async_service;
    return info;
}

}  // namespace weir::labs
