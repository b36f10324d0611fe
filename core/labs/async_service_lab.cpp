// The way of an item: through the layers in their order, each of which may keep it waiting, turn it away, send it again
// or give it up; its attempts reach the service; the reply is its fate. Turned away before any attempt has reached the
// service it is rejected, after that it has failed.
#include "core/labs/async_service_lab.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/labs/async_service_call.h"
#include "core/labs/async_service_dispatch.h"
#include "core/labs/async_service_stacks.h"
#include "core/labs/async_service_start.h"
#include "core/labs/async_service_state.h"
#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/text.h"
#include "core/patterns/textbook/service.h"

namespace weir::labs {
namespace {

using patterns::service::Why;

Fate fate_of(const ServiceReply& reply, bool reached) {
    if (reply) return Fate::completed;
    switch (reply.error().why) {
        case Why::failed:
            return Fate::failed;
        case Why::timed_out:
            return Fate::timed_out;
        case Why::refused:
            return reached ? Fate::failed : Fate::rejected;
    }
    return Fate::failed;
}

std::string chosen(const Parameters& p, std::size_t i) { return p.spec(i).choices[whole(p, i)]; }

std::string with_decimals(double value, int factor) { return format_number(std::round(value * factor) / factor); }

/// Both variants by one shape: a call, and what there is to say of the layers.
class Production {
public:
    static constexpr bool is_textbook = false;

    Production(Executor& engine, const Parameters& p, ServiceGround& ground) : layers_{engine, p, ground} {}

    Task<ServiceReply> call(ServiceCall& call) { return layers_.call(call); }
    void configure() { layers_.configure(); }
    LayerFigures figures() const { return layers_.figures(); }
    double cost_ns(const DispatchCost& cost, Dispatch dispatch) const {
        return cost.through(dispatch, layers_.standing());
    }

private:
    ServiceLayers layers_;
};

class Textbook {
public:
    static constexpr bool is_textbook = true;

    Textbook(Executor& /*engine*/, const Parameters& p, ServiceGround& ground)
        : parameters_{p},
          implementation_{parameter_index(p, "implementation")},
          steady_{ground},
          fast_{ground},
          flaky_{ground},
          slow_{ground} {}

    Task<ServiceReply> call(ServiceCall& call) {
        const auto box = behind_the_interface().call(call);
        co_return co_await std::move(*box);
    }
    void configure() {}
    LayerFigures figures() const { return {}; }
    static double cost_ns(const DispatchCost& cost, Dispatch /*dispatch*/) { return cost.boxed(); }

private:
    using Interface = patterns::textbook::Service<ServiceCall, void>;
    template <Implementation which>
    struct Plug {
        explicit Plug(ServiceGround& ground) : implementation{ground}, boxed{implementation} {}
        ServiceImplementation<which> implementation;
        patterns::textbook::Boxed<ServiceCall, void, ServiceImplementation<which>> boxed;
    };

    Interface& behind_the_interface() {
        switch (choice<Implementation>(parameters_, implementation_)) {
            case Implementation::fast:
                return fast_.boxed;
            case Implementation::flaky:
                return flaky_.boxed;
            case Implementation::slow:
                return slow_.boxed;
            case Implementation::steady:
                break;
        }
        return steady_.boxed;
    }

    const Parameters& parameters_;
    std::size_t implementation_;
    Plug<Implementation::steady> steady_;
    Plug<Implementation::fast> fast_;
    Plug<Implementation::flaky> flaky_;
    Plug<Implementation::slow> slow_;
};

template <class Form>
class AsyncServiceLab final : public Lab {
public:
    AsyncServiceLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : parameters_{parameters},
          probe_{probe},
          at_{parameters},
          faults_at_{parameters},
          ground_{engine, parameters},
          form_{engine, parameters, ground_} {
        probe.spawn_outside(cost_.measure(engine.outside()));
        probe.spawn_outside(
            offer_load(probe, parameters, [this](Item item, Draws draws) { return serve(std::move(item), draws); }));
    }

    void parameter_changed(std::size_t) override { form_.configure(); }

    void read_gauges(std::span<double> gauges) const override {
        constexpr auto nothing = std::numeric_limits<double>::quiet_NaN();
        const auto figures = form_.figures();
        gauges[0] = static_cast<double>(ground_.busy.load(std::memory_order_relaxed));
        gauges[1] = figures.least_budget < 0 ? nothing : figures.least_budget;
        gauges[2] = figures.failure_rate < 0 ? nothing : figures.failure_rate;
    }
    void read_totals(std::span<std::uint64_t> totals) const override {
        const auto figures = form_.figures();
        totals[0] = ground_.attempts.load(std::memory_order_relaxed);
        totals[1] = figures.retries;
        totals[2] = figures.hedges;
        totals[3] = figures.exhausted;
    }
    std::size_t phase() const override { return static_cast<std::size_t>(stage(form_.figures())); }
    Badge badge() const override;
    std::string reason() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override;

private:
    enum class Stage : std::uint8_t { flowing, no_budget, open };  // in the order of LabInfo::phases

    Task<void> serve(Item item, Draws draws);
    double amplification() const {
        const auto reached = ground_.reached.load(std::memory_order_relaxed);
        const auto attempts = static_cast<double>(ground_.attempts.load(std::memory_order_relaxed));
        return reached == 0 ? 0 : attempts / static_cast<double>(reached);
    }
    static Stage stage(const LayerFigures& figures) {
        if (figures.breaker_open) return Stage::open;
        return figures.least_budget >= 0 && figures.least_budget < 1 ? Stage::no_budget : Stage::flowing;
    }

    const Parameters& parameters_;
    Probe& probe_;
    AsyncServiceIndices at_;
    FaultIndices faults_at_;
    ServiceGround ground_;
    Form form_;
    DispatchCost cost_;
};

template <class Form>
Task<void> AsyncServiceLab<Form>::serve(Item item, Draws draws) {
    ServiceCall call{&item, draws};
    auto fate = Fate::failed;
    try {
        auto answering = form_.call(call);
        const auto reply = co_await std::move(answering);
        fate = fate_of(reply, call.attempts() > 0);
    } catch (const Cancelled&) {
        fate = Fate::cancelled;
    } catch (const Crash&) {  // textbook: nothing stands between
        fate = Fate::failed;
    }
    item.end(fate);
}

template <class Form>
Badge AsyncServiceLab<Form>::badge() const {
    const auto attempts = "attempts ×" + with_decimals(amplification(), 100);
    if (Form::is_textbook) return {"NO LAYERS", Tone::muted};
    switch (stage(form_.figures())) {
        case Stage::open:
            return {"BREAKER OPEN", Tone::bad};
        case Stage::no_budget:
            return {"NO RETRY BUDGET · " + attempts, Tone::warning};
        case Stage::flowing:
            break;
    }
    return {"FLOWING · " + attempts, Tone::good};
}

template <class Form>
std::string AsyncServiceLab<Form>::reason() const {
    if (Form::is_textbook) return "each call goes straight to the service, whatever that does to it";
    std::string way;
    const auto figures = form_.figures();
    for (const auto& shell : figures.shells)
        way +=
            parameters_.spec(at_.layers[0]).choices[static_cast<std::size_t>(shell.layer)] + " (" + shell.says + ") > ";
    return way + chosen(parameters_, at_.implementation) + " service";
}

template <class Form>
std::shared_ptr<const LabState> AsyncServiceLab<Form>::state() const {
    auto s = std::make_shared<AsyncServiceState>();
    s->textbook = Form::is_textbook;
    s->shells = form_.figures().shells;
    s->implementation = chosen(parameters_, at_.implementation);
    s->busy = ground_.busy.load(std::memory_order_relaxed);
    s->dispatch = chosen(parameters_, at_.dispatch);
    for (const auto dispatch : {Dispatch::statically, Dispatch::virtually, Dispatch::erased})
        s->dispatch_ns[static_cast<std::size_t>(dispatch)] = form_.cost_ns(cost_, dispatch);
    s->arrivals_per_s = probe_.rate(0);
    s->attempts_per_s = probe_.rate(1 + fate_count);
    s->completed_per_s = probe_.rate(1 + index_of(Fate::completed));
    s->failed_per_s = probe_.rate(1 + index_of(Fate::failed)) + probe_.rate(1 + index_of(Fate::timed_out));
    s->rejected_per_s = probe_.rate(1 + index_of(Fate::rejected));
    s->amplification = amplification();
    s->outage = is_on(parameters_, faults_at_.outage);
    s->latency_spike = is_on(parameters_, faults_at_.spike);
    return s;
}

template <class Form>
std::string AsyncServiceLab<Form>::detail_json() const {
    Detail detail;
    detail.set("attempts", ground_.attempts.load(std::memory_order_relaxed));
    detail.set("amplification", amplification());
    detail.set("budget_exhausted", form_.figures().exhausted);
    // Measured on the real clock. In virtual time code takes no time, and this is 0 whatever the machine.
    detail.set("dispatch_ns", form_.cost_ns(cost_, choice<Dispatch>(parameters_, at_.dispatch)));
    return detail.text();
}

}  // namespace

std::unique_ptr<Lab> start_async_service(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<AsyncServiceLab<Textbook>>(engine, parameters, probe);
    return std::make_unique<AsyncServiceLab<Production>>(engine, parameters, probe);
}

}  // namespace weir::labs
