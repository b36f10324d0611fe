// Many schedules: tasks call a breaker on the virtual engine while any ready task may be next, and an observer checks
// every invariant at every step. The production breaker breaks none in any of them; on the textbook one the exploration
// finds every invariant broken, which shows that it would notice.
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/patterns/circuit_breaker.h"
#include "core/patterns/textbook/circuit_breaker.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "core/sync/notify.h"
#include "tests/core/patterns/breaker_watch.h"
#include "tests/core/patterns/scenarios.h"

namespace circuit_breaker_scenario {

using namespace std::chrono_literals;
using breaker_test::BreakerWatch;
using breaker_test::Terms;
using weir::Duration;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::Time;
using weir::patterns::CircuitBreaker;
using weir::patterns::CircuitBreakerConfig;
using weir::patterns::breaker::Status;
namespace textbook = weir::patterns::textbook;
namespace invariant = breaker_test::invariant;

enum Occasion : std::size_t { opened_again, closed, stale, refused, by_slow, backed_off, left, deadline };
const std::vector<const char*> occasions{"it opens again after a probe",
                                         "it closes",
                                         "an outcome comes too late",
                                         "a call is refused",
                                         "slow calls alone open it",
                                         "failed probes make it wait longer",
                                         "an outcome leaves the window of time",
                                         "half-open ends by its deadline"};

// Small, so that few calls reach every state: three failures may open it, or one of the fewest calls.
Terms small_terms(Random& load, explore::Size size) {
    Terms terms;
    terms.window = 6;
    terms.minimum_calls = size.rounds > 2 ? 3 : 1;
    terms.open_for = 200ms;
    terms.half_open_deadline = 300ms;
    terms.probes = 1 + static_cast<std::uint32_t>(load.below(3));
    return terms;
}

struct Production {
    using Breaker = CircuitBreaker;
    static constexpr bool splits_its_steps = false;

    /// Every kind of window, with and without slow calls and backoff.
    static Terms terms(Random& load, explore::Size size) {
        auto terms = small_terms(load, size);
        // Outcomes leave a window of time by buckets of a 32nd: so long that no multiple of a tick falls in between.
        if (load.below(2) == 0) terms.window_length = 320ms;
        if (load.below(2) == 0) terms.slow_call = 150ms;
        terms.slow_threshold = 50;
        terms.backoff = 1 + static_cast<int>(load.below(2));
        return terms;
    }

    static CircuitBreakerConfig config(const Terms& terms) {
        CircuitBreakerConfig c;
        if (terms.window_length > Duration::zero()) {
            c.window.kind = weir::patterns::OutcomeWindow::Kind::time;
            c.window.length = terms.window_length;
        }
        c.window.calls = terms.window;
        c.slow_threshold = terms.slow_threshold;
        c.slow_call = terms.slow_call;
        c.backoff = terms.backoff;
        c.minimum_calls = terms.minimum_calls;
        c.failure_threshold = terms.failure_threshold;
        c.open_for = terms.open_for;
        c.probes = terms.probes;
        c.half_open_deadline = terms.half_open_deadline;
        return c;
    }
};

struct Textbook {
    using Breaker = textbook::CircuitBreaker;
    static constexpr bool splits_its_steps = true;

    static Terms terms(Random& load, explore::Size size) { return small_terms(load, size); }
    static textbook::CircuitBreakerConfig config(const Terms& terms) { return {terms.minimum_calls, terms.open_for}; }
};

/// One schedule's breaker, its observer, and the load, which has its own stream of random numbers.
template <class Kind>
struct Experiment {
    Experiment(const Terms& terms, Random load, explore::Checks& c, int callers)
        : breaker(Kind::config(terms)), watch(terms, c), random(load), checks(c), callers_left(callers) {}

    typename Kind::Breaker breaker;
    BreakerWatch watch;
    Random random;
    explore::Checks& checks;
    weir::Notify ticks;
    int callers_left;
    std::uint64_t admitted = 0;
    std::uint64_t ended = 0;
};

constexpr Duration tick = 50ms;

/// Time goes by in ticks that wake everyone who waits at once, so that calls, open periods and deadlines fall on the
/// same instants and their order is the schedule's choice. (Sleeps that end together would be served in turn.)
template <class Kind>
Task<void> clock(Executor& engine, Experiment<Kind>& x) {
    while (x.callers_left > 0) {
        co_await engine.sleep(tick);
        x.ticks.notify_all();
    }
}

template <class Kind>
Task<void> pause(Executor& engine, Experiment<Kind>& x, std::uint64_t shorter_than) {
    const std::uint64_t length = x.random.below(shorter_than);
    if (length == 0) co_await engine.yield();
    for (std::uint64_t i = 0; i < length; ++i) co_await x.ticks.wait();
}

template <class Kind>
Task<void> call(Executor& engine, Experiment<Kind>& x) {
    using Permit = typename Kind::Breaker::Permit;
    std::optional<Permit> permit;
    Status before;
    if constexpr (Kind::splits_its_steps) {
        const auto seen = x.breaker.look(engine.now());
        co_await engine.yield();
        before = x.breaker.status(engine.now());
        if (auto got = x.breaker.act(seen)) permit.emplace(std::move(*got));
    } else {
        before = x.breaker.status(engine.now());
        if (auto got = x.breaker.try_acquire(engine.now())) permit.emplace(std::move(*got));
    }
    const auto watched = x.watch.asked(before, x.breaker.status(engine.now()), permit.has_value(), engine.now());
    if (!permit) co_return;
    ++x.admitted;

    // One call in ten hangs past the half-open deadline.
    const std::uint64_t longest = x.random.below(10) == 0 ? 12 : 4;
    std::exception_ptr cut_short;
    try {
        co_await pause(engine, x, longest);
    } catch (const weir::Cancelled&) {
        cut_short = std::current_exception();
    }

    using End = BreakerWatch::End;
    const auto fortune = x.random.below(20);
    const End end = cut_short      ? End::cancelled
                    : fortune < 8  ? End::success
                    : fortune < 16 ? End::failure
                    : fortune < 18 ? End::timeout
                                   : End::cancelled;
    const bool failed = end == End::failure;
    if constexpr (Kind::splits_its_steps) {
        if (end == End::success || failed) {
            const auto change = permit->look(failed, engine.now());
            co_await engine.yield();
            before = x.breaker.status(engine.now());
            permit->act(change);
        }
    } else {
        before = x.breaker.status(engine.now());
        if (end == End::success) permit->succeed(engine.now());
        if (failed) permit->fail(engine.now());
    }
    if (end == End::timeout || end == End::cancelled) {
        before = x.breaker.status(engine.now());
        if (end == End::timeout) permit->time_out(engine.now());
        permit.reset();
    }
    x.watch.ended(*watched, end, before, x.breaker.status(engine.now()), engine.now());
    ++x.ended;
    if (cut_short) std::rethrow_exception(cut_short);
}

/// Leaves the clock to the others.
class Leaving {
public:
    explicit Leaving(int& left) : left_{left} {}
    ~Leaving() { --left_; }
    Leaving(const Leaving&) = delete;
    Leaving& operator=(const Leaving&) = delete;

private:
    int& left_;
};

template <class Kind>
Task<void> caller(Executor& engine, Experiment<Kind>& x, int calls) {
    const Leaving in_the_end{x.callers_left};
    for (int i = 0; i < calls; ++i) {
        co_await pause(engine, x, 6);
        x.watch.waited(x.breaker.status(engine.now()), engine.now());
        co_await call(engine, x);
    }
}

template <class Kind>
Task<void> everyone(Executor& engine, Experiment<Kind>& x, explore::Size size) {
    weir::TaskGroup doomed{engine};
    weir::TaskGroup lasting{engine};
    const explore::Checks::Doomed may_be_cancelled{x.checks, doomed};
    for (int i = 0; i < size.tasks; ++i) (i == 0 ? doomed : lasting).spawn(caller(engine, x, size.rounds));
    lasting.spawn(clock(engine, x));
    co_await doomed.join();
    co_await lasting.join();
    doomed.rethrow_first();
    lasting.rethrow_first();
}

template <class Kind>
void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    const Terms terms = Kind::terms(load, size);
    Experiment<Kind> x{terms, load, checks, size.tasks};
    engine.run(everyone(engine, x, size));
    const Status s = x.breaker.status(engine.now());
    checks.require(s.admitted == x.admitted && x.admitted == x.ended, "every admitted call is accounted for");
    if (!Kind::splits_its_steps) checks.require(s.max_probes_in_flight <= terms.probes, invariant::probes);
    if (s.opened > s.closed + 1) checks.saw(opened_again);
    if (s.closed > 0) checks.saw(closed);
    if (s.stale > 0) checks.saw(stale);
    if (s.refused > 0) checks.saw(refused);
    const auto& seen = x.watch.seen();
    if (seen.opened_by_slow_calls_alone) checks.saw(by_slow);
    if (seen.waited_longer_after_failed_probes) checks.saw(backed_off);
    if (seen.outcome_left_the_window && terms.window_length > Duration::zero()) checks.saw(left);
    if (seen.deadline_passed) checks.saw(deadline);
}

// --- A script for a defect of the textbook form, in which no other shows --------------------------------------------

using End = BreakerWatch::End;

/// Calls one after the other, until one is refused: + succeeds, - fails, ~ times out.
template <class Kind>
auto ending(const std::string& ends) {
    return [ends](Simulation& engine, Random, explore::Checks& checks) {
        const Terms terms;
        const Time now = engine.now();
        typename Kind::Breaker breaker(Kind::config(terms));
        BreakerWatch watch(terms, checks);
        for (const char end : ends) {
            auto before = breaker.status(now);
            auto permit = breaker.try_acquire(now);
            const auto watched = watch.asked(before, breaker.status(now), permit.has_value(), now);
            if (!permit) return;
            before = breaker.status(now);
            if (end == '+') permit->succeed(now);
            if (end == '-') permit->fail(now);
            if (end == '~') permit->time_out(now);
            const auto told = end == '+' ? End::success : end == '-' ? End::failure : End::timeout;
            watch.ended(*watched, told, before, breaker.status(now), now);
        }
    };
}

scenarios::Mutant scripted(const char* form, const std::string& ends) {
    return {form, ending<Textbook>(ends), 1, 1, ending<Production>(ends)};
}

scenarios::Subject subject() {
    return {
        "circuit-breaker",
        {.occasions = occasions, .size = {5, 10}, .small = {2, 2}},
        scenario<Production>,
        {
            {"textbook", scenario<Textbook>, 2, 4000},
            scripted("textbook, of a slow service", "~~~~~"),
            // With the last of them, the fifth, half of the calls have failed, and not before.
            scripted("textbook, of a service that fails now and then", "++++--+---"),
        },
    };
}

}  // namespace circuit_breaker_scenario

const scenarios::Subject scenarios::circuit_breaker = circuit_breaker_scenario::subject();
