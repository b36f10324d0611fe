// Many schedules: callers ask a rate limiter for permits, some are cancelled, the terms change, and every permit that
// goes out is checked against the envelope and the line; between the instants at which things happen an observer looks
// for permits that lie idle. The production limiter breaks nothing in any of them; the textbook one breaks each
// invariant that its defects are about, which shows that this would notice; and each defect has a script of its own.
#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

#include "core/patterns/rate_limiter.h"
#include "core/patterns/textbook/rate_limiter.h"
#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "tests/core/patterns/scenarios.h"

namespace rate_limiter_scenario {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
using weir::Time;
using weir::patterns::GrantAlgorithm;
using weir::patterns::RateLimiter;
using weir::patterns::RateLimiterConfig;
namespace textbook = weir::patterns::textbook;

namespace invariant {
constexpr const char* envelope = "no window holds more than burst + rate t";
constexpr const char* twice = "no window holds more than twice the burst + rate t";
constexpr const char* in_turn = "first come, first served";
constexpr const char* no_idle = "no permit lies idle while somebody waits";
constexpr const char* counted = "what was granted is what callers got";
constexpr const char* at_rest = "nobody waits at rest";
constexpr const char* ends = "a group that holds a limiter can be joined";
}  // namespace invariant

enum Occasion : std::size_t { waited, cancelled, terms_changed, refused, took_many };
const std::vector<const char*> occasions{"a caller waits", "a waiting caller is cancelled", "the terms change",
                                         "a call is refused", "several permits go out at once"};

constexpr double rate = 1000;
constexpr std::uint32_t burst = 3;

/// What its algorithm lets out at once at most. The fixed window has its two bursts around a boundary.
double at_once(GrantAlgorithm algorithm) {
    if (algorithm == GrantAlgorithm::leaky_bucket) return 1;
    return algorithm == GrantAlgorithm::fixed_window ? 2 * burst : burst;
}

/// Judges from outside: who asked when, what went out when.
class Watch {
public:
    Watch(Executor& engine, explore::Checks& c, GrantAlgorithm algorithm)
        : checks{c}, engine_{engine}, algorithm_{algorithm} {}

    /// The current task does, for n permits.
    int asks(std::uint32_t n) {
        line_.push_back({next_, n, weir::context.task->scope});
        return next_++;
    }
    void leaves(int who) { line_.erase(place_of(who)); }
    void got(int who, std::uint32_t n) {
        // Those who were cancelled have left the limiter's line, but do not know it before they run.
        const auto waits = [](const Place& p) { return !p.scope->cancelled(); };
        checks.require(std::none_of(line_.begin(), place_of(who), waits), invariant::in_turn);
        leaves(who);
        const double due = due_at(engine_.now());
        granted += n;
        grants_.push_back({due, n});
        double sum = 0;
        for (auto g = grants_.rbegin(); g != grants_.rend(); ++g) {
            sum += g->n;
            checks.require(sum <= at_once(algorithm_) + (due - g->due) + 1e-6, invariant::envelope);
            checks.require(sum <= 2 * burst + (due - g->due) + 1e-6, invariant::twice);
        }
    }
    /// Nothing more can happen before time goes on: whoever is first in the line waits for permits that are not due.
    void at_rest() const {
        if (!line_.empty()) checks.require(free_at(due_at(engine_.now())) < line_.front().n, invariant::no_idle);
    }
    void rate_becomes(double permits_a_second) {
        base_ = due_at(engine_.now());
        since_ = engine_.now();
        rate_ = permits_a_second;
    }

    explore::Checks& checks;
    std::uint64_t granted = 0;

private:
    struct Grant {
        double due;  ///< the integral of the rate up to it
        std::uint32_t n;
    };
    struct Place {
        int who;
        std::uint32_t n;
        const weir::Scope* scope;
    };
    std::deque<Place>::iterator place_of(int who) {
        return std::find_if(line_.begin(), line_.end(), [who](const Place& p) { return p.who == who; });
    }
    double due_at(Time t) const { return base_ + weir::to_seconds(t - since_) * rate_; }

    /// What could go out, by the definition of the algorithm and all that has gone out.
    double free_at(double due) const {
        const auto window = [](double d) { return std::floor((d + 1e-5) / burst); };  // times are rounded
        double out = 0;
        double tokens = burst;
        double last = 0;
        for (const auto& g : grants_) {
            tokens = std::min<double>(burst, tokens + g.due - last) - g.n;
            last = g.due;
            if (algorithm_ == GrantAlgorithm::fixed_window && window(g.due) == window(due)) out += g.n;
            if (algorithm_ == GrantAlgorithm::sliding_window && g.due > due - burst) out += g.n;
        }
        if (algorithm_ == GrantAlgorithm::token_bucket) return tokens + due - last;
        if (algorithm_ == GrantAlgorithm::leaky_bucket) return grants_.empty() ? 1 : std::min(due - last, 1.0);
        return burst - out;
    }

    Executor& engine_;
    GrantAlgorithm algorithm_;
    int next_ = 0;
    std::deque<Place> line_;
    std::vector<Grant> grants_;
    double base_ = 0;
    Time since_{};
    double rate_ = rate;
};

Task<void> pause(Executor& engine, Random& load) {
    const auto length = load.below(4);
    if (length == 0) co_await engine.yield();
    if (length > 1) co_await engine.sleep(500us * static_cast<int>(length));
}

Task<void> call(Executor& engine, RateLimiter& limiter, Random& load, Watch& watch, int calls) {
    for (int i = 0; i < calls; ++i) {
        auto paused = pause(engine, load);
        co_await std::move(paused);
        const auto n = 1 + static_cast<std::uint32_t>(load.below(most_at_once(limiter.config().terms)));
        if (load.below(4) == 0) {
            const auto before = limiter.waiting();
            if (limiter.try_acquire(n)) {
                watch.checks.require(before == 0, invariant::in_turn);
                watch.got(watch.asks(n), n);
            } else {
                watch.checks.saw(refused);
            }
            continue;
        }
        const int who = watch.asks(n);
        try {
            const Time asked = engine.now();
            const auto taken = co_await limiter.acquire(n);
            if (engine.now() > asked) watch.checks.saw(waited);
            if (n > 1 && taken) watch.checks.saw(took_many);
            if (taken)
                watch.got(who, n);
            else
                watch.leaves(who);
        } catch (const weir::Cancelled&) {
            watch.checks.saw(cancelled);
            watch.leaves(who);
            throw;
        }
    }
}

/// Changes the terms now and then.
Task<void> operator_of(Executor& engine, RateLimiter& limiter, Random load, Watch& watch, const bool& done) {
    while (!done) {
        co_await engine.sleep(700us);
        if (load.below(3) != 0) continue;
        watch.checks.saw(terms_changed);
        auto config = limiter.config();
        config.terms.rate = load.below(2) == 0 ? rate : rate / 4;
        limiter.configure(config);
        watch.rate_becomes(config.terms.rate);
    }
}

/// Looks when all has happened that can happen before time goes on: whatever does happens at multiples of 25 us, to a
/// few nanoseconds.
Task<void> idle_looker(Executor& engine, const Watch& watch, const bool& done) {
    auto& outside = engine.outside();
    auto next = engine.now() + 13us;
    while (!done) {
        co_await outside.sleep_until(next);
        next += 200us;
        watch.at_rest();
    }
}

Task<void> everyone(Executor& engine, RateLimiter& limiter, Random& load, Watch& watch, explore::Size size) {
    bool done = false;
    TaskGroup around{engine};
    around.spawn(operator_of(engine, limiter, load, watch, done));
    engine.outside().spawn_in(around, idle_looker(engine, watch, done));
    const auto make = [&](int) { return call(engine, limiter, load, watch, size.rounds); };
    co_await explore::with_two_cancelled(engine, load, watch.checks, size.tasks, make);
    done = true;
    co_await around.join();
}

void production(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    RateLimiterConfig config;
    const auto algorithm = static_cast<GrantAlgorithm>(load.below(4));
    config.terms = {algorithm, rate, burst};
    RateLimiter limiter(engine, config);
    Watch watch(engine, checks, algorithm);
    engine.run(everyone(engine, limiter, load, watch, size));
    checks.require(limiter.waiting() == 0, invariant::at_rest);
    checks.require(limiter.granted() == watch.granted, invariant::counted);
}

// --- The textbook form ------------------------------------------------------------------------------------------

/// With a group in which the textbook's refill runs.
struct Textbook {
    explicit Textbook(Executor& engine)
        : group{engine, weir::OnError::collect}, limiter{engine, group, burst, weir::from_seconds(burst / rate)} {}
    TaskGroup group;
    textbook::RateLimiter limiter;
};
struct Production {
    explicit Production(Executor& engine)
        : group{engine}, limiter{engine, {{GrantAlgorithm::token_bucket, rate, burst}}} {}
    TaskGroup group;
    RateLimiter limiter;
};

template <class Limiter>
Task<void> take_one(Limiter& limiter, Watch& watch) {
    const int who = watch.asks(1);
    static_cast<void>(co_await limiter.acquire());
    watch.got(who, 1);
}

template <class Kind>
Task<void> end(Executor& engine, Kind& kind, Watch& watch) {
    co_await engine.sleep(1s);
    watch.checks.require(kind.group.running() == 0, invariant::ends);
    kind.group.cancel();
    co_await kind.group.join();
}

Task<void> naive_call(Executor& engine, textbook::RateLimiter& limiter, Random& load, Watch& watch, int calls) {
    for (int i = 0; i < calls; ++i) {
        auto paused = pause(engine, load);
        co_await std::move(paused);
        co_await take_one(limiter, watch);
    }
}

Task<void> naive_everyone(Executor& engine, Random& load, Watch& watch, explore::Size size) {
    bool done = false;
    Textbook kind{engine};
    TaskGroup group{engine};
    TaskGroup around{engine};
    engine.outside().spawn_in(around, idle_looker(engine, watch, done));
    for (int i = 0; i < size.tasks; ++i) group.spawn(naive_call(engine, kind.limiter, load, watch, size.rounds));
    // A stall: the only worker computes for some periods.
    if (load.below(2) == 0) co_await engine.work(weir::from_seconds(3 * burst / rate));
    co_await group.join();
    done = true;
    co_await around.join();
    co_await end(engine, kind, watch);
}

void naive(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watch watch(engine, checks, GrantAlgorithm::token_bucket);
    engine.run(naive_everyone(engine, load, watch, size));
}

// --- A script for each of its defects, in which no other shows ------------------------------------------------------

struct Script {
    int taken;       ///< permits that are there and taken without waiting
    int calls;       ///< callers who wait right after that
    Duration begin;  ///< of both
    Duration stall;  ///< after which the only worker, 100 us later, has computed for so long
};
constexpr Duration period = 3ms;  // of `burst` permits; the textbook ticks at 0, 3, 6... ms
// What is taken before the first tick is back with it.
constexpr Script first_tick{burst, 1, 0ms, 0ms};
// Those left over from one period go out with those of the next.
constexpr Script boundary{burst, burst, period - 100us, 0ms};
// Ticks at 3, 6 and 9 ms are made up for at 10 ms.
constexpr Script missed_ticks{burst, 9, 900us, 9ms};
// The next permit is due 1 ms after the others, and the tick 2 ms later.
constexpr Script between_ticks{burst, 1, 100us, 0ms};
// Nobody calls at all.
constexpr Script left_alone{0, 0, 0ms, 0ms};

template <class Kind>
Task<void> play(Executor& engine, Watch& watch, const Script& script) {
    bool done = false;
    Kind kind{engine};
    TaskGroup callers{engine};
    TaskGroup around{engine};
    if (script.begin > 0ms) co_await engine.sleep(script.begin);
    for (int i = 0; i < script.taken; ++i) {
        const bool taken{kind.limiter.try_acquire()};
        if (taken) watch.got(watch.asks(1), 1);
    }
    for (int i = 0; i < script.calls; ++i) callers.spawn(take_one(kind.limiter, watch));
    if (script.stall > 0ms) {
        co_await engine.sleep(100us);
        co_await engine.work(script.stall);
    } else {
        engine.outside().spawn_in(around, idle_looker(engine, watch, done));
    }
    co_await callers.join();
    done = true;
    co_await around.join();
    co_await end(engine, kind, watch);
}

template <class Kind>
auto playing(const Script& script) {
    return [script](Simulation& engine, Random, explore::Checks& checks) {
        Watch watch(engine, checks, GrantAlgorithm::token_bucket);
        engine.run(play<Kind>(engine, watch, script));
    };
}

scenarios::Mutant scripted(const char* form, const Script& script) {
    return {form, playing<Textbook>(script), 1, 100, playing<Production>(script)};
}

scenarios::Subject subject() {
    return {
        "rate-limiter",
        {.occasions = occasions, .size = {4, 4}, .small = {2, 1}},
        production,
        {
            {"textbook", naive, 1},
            scripted("textbook, as it starts", first_tick),
            scripted("textbook, around a tick", boundary),
            scripted("textbook, after a stall", missed_ticks),
            scripted("textbook, between ticks", between_ticks),
            scripted("textbook, left alone", left_alone),
        },
    };
}

}  // namespace rate_limiter_scenario

const scenarios::Subject scenarios::rate_limiter = rate_limiter_scenario::subject();
