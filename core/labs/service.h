// The service a lab's pattern calls: it takes time, and it fails in every way a service can.
#pragma once

#include <functional>
#include <stdexcept>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/load.h"
#include "core/labs/parameters.h"
#include "core/metrics/fate.h"
#include "core/runtime/executor.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"

namespace weir::labs {

/// How a call came back. A crash comes as an exception instead, as it would from real code.
enum class Answer { good, error, timed_out };

/// What fault.crash throws.
struct Crash final : std::runtime_error {
    Crash() : std::runtime_error{"the service crashed"} {}
};

/// What work throws that got no good answer and has nothing else to give.
struct NoGoodAnswer final : std::runtime_error {
    explicit NoGoodAnswer(Answer what) : std::runtime_error{"the service has not answered well"}, answer{what} {}
    Answer answer;
};

/// What an answer makes of the item that asked.
Fate fate_of(Answer answer) noexcept;
/// Awaits a call, whose item has failed if it crashes, and is cancelled with it.
Task<Fate> fate_of(Task<Answer> call);

/// How long a call takes with this luck: service.latency is the mean of every spread.
///
/// uniform: 0 to twice the mean. exponential. lognormal: sigma 0.5, a typical remote call (p99 about three times the
/// median). pareto: shape 2.5, heavy tail with finite variance, cut at 1000 times the mean.
Duration service_time(Spread spread, double mean_s, const Draws& draws);

/// Calls made with one set of parameters. The engine and the parameters must outlive it.
class Service {
public:
    Service(Executor& engine, const Parameters& parameters) : Service{engine, parameters, ServiceIndices{parameters}} {}
    /// One of several services of a lab. @param struck whether fault.* strike this one now; empty: always
    Service(Executor& engine, const Parameters& parameters, const ServiceIndices& service,
            std::function<bool()> struck = {})
        : engine_{engine},
          parameters_{parameters},
          service_{service},
          faults_{parameters},
          struck_{std::move(struck)} {}

    /// One call, given up after call.timeout; one that computes notices that within a millisecond. @throws Crash,
    /// Cancelled
    Task<Answer> call(Draws draws);
    /// The same without a limit, for a lab in which call.timeout is about more than the call. Never timed_out.
    Task<Answer> answer(Draws draws);

    /// How long a call with this luck takes as the parameters are now, if it is neither given up nor hangs.
    Duration length(const Draws& draws) const;

    // What answer() is made of, for a lab in which more happens before the verdict than taking time.
    /// There is an outage: every call fails at once.
    bool is_out() const { return is_struck_by(faults_.outage); }
    bool hangs(const Draws& draws) const { return draws.hang < chance(faults_.hang); }
    /// Lets the time of a call pass; one that hangs only ends by being cancelled.
    Task<void> pass_time(Draws draws);
    /// How a call ends once its time has passed. @throws Crash
    Answer verdict(const Draws& draws) const;

private:
    Task<void> compute(Duration length);
    bool is_struck_by(std::size_t fault) const;
    double chance(std::size_t fault) const;

    Executor& engine_;
    const Parameters& parameters_;
    ServiceIndices service_;
    FaultIndices faults_;
    std::function<bool()> struck_;
};

}  // namespace weir::labs
