// Many schedules: callers ask a rate limiter for permits, some are cancelled, the terms change, and every permit that
// goes out is checked against the envelope, the line and the clock. The production limiter breaks nothing in any of
// them; the textbook one breaks each invariant that its defects are about, which shows that this would notice.
#include <algorithm>
#include <deque>
#include <vector>

#include "core/patterns/rate_limiter.h"
#include "core/patterns/textbook/rate_limiter.h"
#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "tests/core/patterns/scenarios.h"

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

namespace {

namespace invariant {
constexpr const char* envelope = "no window holds more than burst + rate t";
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

/// Judges from outside: who asked when, what went out when.
class Watch {
public:
    Watch(Executor& engine, explore::Checks& c, double bursts) : checks{c}, engine_{engine}, bursts_{bursts} {}

    /// The current task does.
    int asks() {
        line_.push_back({next_, weir::context.task->scope});
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
            checks.require(sum <= bursts_ * burst + (due - g->due) + 1e-6, invariant::envelope);
        }
    }
    /// Whoever waited took the permits the moment they came due, so a bucket is empty after it; unless one who asked
    /// for more held back those behind it and was cancelled.
    void took_what_was_due(const RateLimiter& limiter, bool after_waiting) {
        const auto algorithm = limiter.config().terms.algorithm;
        const bool bucket = algorithm == GrantAlgorithm::token_bucket || algorithm == GrantAlgorithm::leaky_bucket;
        if (!bucket || !after_waiting) return;
        const bool empty = limiter.free_permits() < 1e-3;
        checks.require(empty || someone_was_cancelled_, invariant::no_idle);
        if (empty) someone_was_cancelled_ = false;
    }
    void someone_was_cancelled() { someone_was_cancelled_ = true; }
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
        const weir::Scope* scope;
    };
    std::deque<Place>::iterator place_of(int who) {
        return std::find_if(line_.begin(), line_.end(), [who](const Place& p) { return p.who == who; });
    }
    double due_at(Time t) const { return base_ + weir::to_seconds(t - since_) * rate_; }

    Executor& engine_;
    double bursts_;
    int next_ = 0;
    std::deque<Place> line_;
    std::vector<Grant> grants_;
    double base_ = 0;
    Time since_{};
    double rate_ = rate;
    bool someone_was_cancelled_ = false;
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
                watch.got(watch.asks(), n);
            } else {
                watch.checks.saw(refused);
            }
            continue;
        }
        const int who = watch.asks();
        try {
            const Time asked = engine.now();
            const auto taken = co_await limiter.acquire(n);
            if (engine.now() > asked) watch.checks.saw(waited);
            watch.took_what_was_due(limiter, taken.has_value() && engine.now() > asked);
            if (n > 1 && taken) watch.checks.saw(took_many);
            if (taken)
                watch.got(who, n);
            else
                watch.leaves(who);
        } catch (const weir::Cancelled&) {
            watch.checks.saw(cancelled);
            watch.someone_was_cancelled();
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

Task<void> everyone(Executor& engine, RateLimiter& limiter, Random& load, Watch& watch, explore::Size size) {
    bool done = false;
    TaskGroup around{engine};
    around.spawn(operator_of(engine, limiter, load, watch, done));
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
    Watch watch(engine, checks, algorithm == GrantAlgorithm::fixed_window ? 2 : 1);
    engine.run(everyone(engine, limiter, load, watch, size));
    checks.require(limiter.waiting() == 0, invariant::at_rest);
    checks.require(limiter.granted() == watch.granted, invariant::counted);
}

// --- The textbook form ------------------------------------------------------------------------------------------

Task<void> naive_call(Executor& engine, textbook::RateLimiter& limiter, Random& load, Watch& watch, int calls) {
    for (int i = 0; i < calls; ++i) {
        auto paused = pause(engine, load);
        co_await std::move(paused);
        const int who = watch.asks();
        co_await limiter.acquire();
        watch.got(who, 1);
    }
}

/// Between two ticks the rate would let permits out.
Task<void> idle_looker(Executor& engine, textbook::RateLimiter& limiter, Watch& watch, int callers, const bool& done) {
    std::uint64_t granted = 0;
    Time since{};
    while (!done) {
        co_await engine.sleep(200us);
        for (int i = 0; i < 4 * callers; ++i) co_await engine.yield();
        if (watch.granted != granted || limiter.waiting() == 0) {
            granted = watch.granted;
            since = engine.now();
        }
        // Somebody has waited for longer than a permit takes to come due, and none went out.
        watch.checks.require(engine.now() - since <= weir::from_seconds(1.5 / rate), invariant::no_idle);
    }
}

Task<void> naive_everyone(Executor& engine, Random& load, Watch& watch, explore::Size size) {
    bool done = false;
    TaskGroup refill{engine, weir::OnError::collect};
    textbook::RateLimiter limiter(engine, refill, burst, weir::from_seconds(burst / rate));
    TaskGroup group{engine};
    TaskGroup around{engine};
    around.spawn(idle_looker(engine, limiter, watch, size.tasks, done));
    for (int i = 0; i < size.tasks; ++i) group.spawn(naive_call(engine, limiter, load, watch, size.rounds));
    // A stall: the only worker computes for some periods.
    if (load.below(2) == 0) co_await engine.work(weir::from_seconds(3 * burst / rate));
    co_await group.join();
    done = true;
    co_await around.join();
    co_await engine.sleep(1s);
    watch.checks.require(refill.running() == 0, invariant::ends);
    refill.cancel();
    co_await refill.join();
}

void naive(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watch watch(engine, checks, 1);
    engine.run(naive_everyone(engine, load, watch, size));
}

}  // namespace

const scenarios::Subject scenarios::rate_limiter{
    "rate-limiter",
    {.occasions = occasions, .size = {4, 4}, .small = {2, 1}},
    production,
    {{"textbook", naive, 1}},
};
