// The six layers of the async service: rate limit, concurrency limit, timeout, retry, circuit breaker, hedge. The
// invariants they keep are those of core/patterns/service.h.
//
// All are thread-safe, may be part of several stacks, of each once, and must outlive the calls in them. Settings may
// change while calls are under way and act on what is decided after that.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/patterns/circuit_breaker.h"
#include "core/patterns/rate_limiter.h"
#include "core/patterns/service_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/moment.h"
#include "core/runtime/random.h"
#include "core/runtime/select.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/unless_cancelled.h"
#include "core/sync/semaphore.h"

namespace weir::patterns::service {

/// Lets calls through at a rate; others wait in line, or are refused when that is full.
class RateLimit {
public:
    /// @throws std::invalid_argument if the terms are out of range
    RateLimit(Executor& engine, const GrantTerms& terms, std::size_t capacity)
        : limiter_{engine, {.terms = terms}}, line_{capacity} {}

    template <class Request, class Next>
    Answer<Request, Next> call(Request& request, const Next& next) {
        if (!limiter_.try_acquire()) {
            const Line::Place<Request> place{line_, request};
            if (!place) co_return std::unexpected(Failure{Why::refused, "rate limit"});
            static_cast<void>(co_await limiter_.acquire());  // one permit is never too many
        }
        auto answering = next(request);
        co_return co_await std::move(answering);
    }

    /// @throws std::invalid_argument if the terms are out of range, and changes nothing
    void configure(const GrantTerms& terms, std::size_t capacity) {
        if (terms != limiter_.config().terms) limiter_.configure({.terms = terms});
        line_.set_capacity(capacity);
    }
    const RateLimiter& limiter() const noexcept { return limiter_; }
    std::size_t waiting() const noexcept { return line_.waiting(); }

private:
    RateLimiter limiter_;
    Line line_;
};

/// Lets so many calls through at once; others wait in line, or are refused when that is full.
class ConcurrencyLimit {
public:
    /// @throws std::invalid_argument if the limit is 0: nothing would ever get through
    ConcurrencyLimit(std::size_t limit, std::size_t capacity)
        : limit_{checked(limit)}, permits_{limit_.load(), "concurrency limit"}, line_{capacity} {}

    template <class Request, class Next>
    Answer<Request, Next> call(Request& request, const Next& next) {
        auto permit = permits_.try_acquire();
        if (!permit) {
            const Line::Place<Request> place{line_, request};
            if (!place) co_return std::unexpected(Failure{Why::refused, "concurrency limit"});
            permit = co_await permits_.acquire();
        }
        auto answering = next(request);
        co_return co_await std::move(answering);
    }

    /// A lower limit acts as calls come back. @throws std::invalid_argument if it is 0, and changes nothing
    void configure(std::size_t limit, std::size_t capacity) {
        const auto wanted = checked(limit);
        const auto before = limit_.exchange(wanted);
        if (wanted != before) permits_.add_permits(wanted - before);
        line_.set_capacity(capacity);
    }
    std::size_t waiting() const noexcept { return line_.waiting(); }
    /// Calls below it now. A moment's value.
    std::size_t in_flight() const noexcept {
        return static_cast<std::size_t>(std::max<std::int64_t>(limit_.load() - permits_.available(), 0));
    }

private:
    static std::int64_t checked(std::size_t limit) {
        if (limit < 1) throw std::invalid_argument("concurrency limit: it must be at least 1");
        return static_cast<std::int64_t>(limit);
    }

    std::atomic<std::int64_t> limit_;
    Semaphore permits_;
    Line line_;
};

/// Gives a call up after a time, cancels what it has begun and waits for that. An answer that comes all the same while
/// it waits is delivered.
class Timeout {
public:
    /// @param limit zero or less: none
    Timeout(Executor& engine, Duration limit) noexcept : engine_{engine}, limit_{limit} {}

    template <class Request, class Next>
    Answer<Request, Next> call(Request& request, const Next& next) {
        const Duration limit = limit_.load(std::memory_order_relaxed);
        if (limit <= Duration::zero()) return next(request);
        using Reply = typename Answer<Request, Next>::value_type;
        return timeout_or<Reply>(engine_, limit, next(request), [this]() noexcept -> Reply {
            cut_.fetch_add(1, std::memory_order_relaxed);
            return std::unexpected(Failure{Why::timed_out, "timeout"});
        });
    }

    /// For calls that begin.
    void set_limit(Duration limit) noexcept { limit_.store(limit, std::memory_order_relaxed); }
    /// Calls given up so far.
    std::uint64_t cut() const noexcept { return cut_.load(std::memory_order_relaxed); }

private:
    Executor& engine_;
    std::atomic<Duration> limit_;
    std::atomic<std::uint64_t> cut_{0};
};

/// Tries again what has no good answer, whatever the reason, after a pause: exponential backoff with full jitter, a
/// bounded number of attempts, and a budget that all calls of this layer share. The last attempt's failure is the
/// call's. A retry that is cancelled in its pause has spent its permit.
class Retry {
public:
    /// @throws std::invalid_argument with check()'s line if the configuration is out of range
    Retry(Executor& engine, const RetryConfig& config, Random jitter)
        : engine_{engine}, config_{checked(config)}, jitter_{jitter}, budget_{config} {}

    template <class Request, class Next>
    Answer<Request, Next> call(Request& request, const Next& next) {
        for (std::uint32_t attempt = 1;; ++attempt) {
            auto answering = next(request);
            auto reply = co_await std::move(answering);
            if (reply) budget_.earn();
            if (reply || !may_follow(attempt)) co_return reply;
            co_await engine_.sleep(pause_after(attempt));
        }
    }

    /// @throws std::invalid_argument with check()'s line, and changes nothing
    void configure(const RetryConfig& config) {
        const RetryConfig wanted = checked(config);
        const std::lock_guard guard{lock_};
        config_ = wanted;
        budget_.configure(wanted);
    }
    const RetryBudget& budget() const noexcept { return budget_; }
    std::uint64_t retries() const noexcept { return retries_.load(std::memory_order_relaxed); }
    /// Retries that there would have been, had the budget allowed them.
    std::uint64_t exhausted() const noexcept { return exhausted_.load(std::memory_order_relaxed); }

private:
    static RetryConfig checked(const RetryConfig& config) {
        if (const auto wrong = check(config)) throw std::invalid_argument("retry: " + *wrong);
        return config;
    }
    /// Another attempt, which is then paid for.
    bool may_follow(std::uint32_t attempt) {
        const std::lock_guard guard{lock_};
        if (attempt >= config_.max_attempts) return false;
        const bool paid = budget_.spend();
        (paid ? retries_ : exhausted_).fetch_add(1, std::memory_order_relaxed);
        return paid;
    }
    Duration pause_after(std::uint32_t attempt) {
        const std::lock_guard guard{lock_};
        return from_seconds(jitter_.uniform() * to_seconds(longest_pause(config_, attempt)));
    }

    Executor& engine_;
    SpinLock lock_;  // guards the next two
    RetryConfig config_;
    Random jitter_;
    RetryBudget budget_;
    std::atomic<std::uint64_t> retries_{0};
    std::atomic<std::uint64_t> exhausted_{0};
};

/// Asks the breaker first, and tells it how the call came out.
class Breaker {
public:
    /// @throws std::invalid_argument if the configuration is out of range
    Breaker(Executor& engine, const CircuitBreakerConfig& config) : engine_{engine}, breaker_{config} {}

    template <class Request, class Next>
    Answer<Request, Next> call(Request& request, const Next& next) {
        auto leave = breaker_.try_acquire(engine_);
        if (!leave) co_return std::unexpected(Failure{Why::refused, "circuit breaker"});
        auto answering = next(request);
        auto reply = co_await std::move(answering);
        if (reply)
            leave->succeed(engine_);
        else if (reply.error().why == Why::failed)
            leave->fail(engine_);
        else if (reply.error().why == Why::timed_out)
            leave->time_out(engine_);
        else
            leave->cancel();
        co_return reply;
    }

    /// Acts at once. @throws std::invalid_argument if it is out of range, and changes nothing
    void configure(const CircuitBreakerConfig& config) {
        if (config != breaker_.config()) breaker_.configure(config, engine_.now());
    }
    const CircuitBreaker& breaker() const noexcept { return breaker_; }

private:
    Executor& engine_;
    CircuitBreaker breaker_;
};

/// Sends a second attempt when the first takes long. The first good answer wins, and the other attempt is cancelled and
/// awaited. A first attempt that fails before the second has begun is the answer; if both fail, the first one's failure
/// is.
class Hedge {
public:
    /// @param delay zero or less: both attempts begin at once
    Hedge(Executor& engine, Duration delay) noexcept : engine_{engine}, delay_{delay} {}

    template <class Request, class Next>
    Answer<Request, Next> call(Request& request, const Next& next) {
        using Reply = typename Answer<Request, Next>::value_type;
        Race<Reply> race{engine_};
        race.attempts.spawn(first_attempt(race, request, next));
        co_await race.attempts.join();
        race.attempts.rethrow_first();
        auto& best = race.replies[race.winner.load()];
        if (!best) throw Cancelled{};
        co_return std::move(*best);
    }

    /// For calls that begin.
    void set_delay(Duration delay) noexcept { delay_.store(delay, std::memory_order_relaxed); }
    /// Second attempts so far.
    std::uint64_t hedges() const noexcept { return hedges_.load(std::memory_order_relaxed); }
    /// Calls that the second attempt has answered.
    std::uint64_t won() const noexcept { return won_.load(std::memory_order_relaxed); }

private:
    template <class Reply>
    struct Race {
        explicit Race(Executor& engine) noexcept : attempts{engine} {}

        TaskGroup attempts;
        std::atomic<bool> settled{false};  ///< a good answer came
        std::atomic<bool> hedged{false};   ///< the second attempt has begun, or never will
        std::atomic<std::size_t> winner{0};
        std::array<std::optional<Reply>, 2> replies;  ///< each written by its attempt, read after the join

        void ended(std::size_t attempt, Reply&& reply) {
            const bool good = reply.has_value();
            replies[attempt].emplace(std::move(reply));
            if (!good || settled.exchange(true)) return;
            winner.store(attempt);
            attempts.cancel();
        }
    };

    template <class Reply, class Request, class Next>
    Task<void> first_attempt(Race<Reply>& race, Request& request, const Next& next) {
        race.attempts.spawn(second_attempt(race, request, next));  // here: it counts the delay from this beginning
        auto answering = next(request);
        auto reply = co_await std::move(answering);
        race.ended(0, std::move(reply));
        if (!race.hedged.exchange(true)) race.attempts.cancel();
    }

    template <class Reply, class Request, class Next>
    Task<void> second_attempt(Race<Reply>& race, Request& request, const Next& next) {
        const bool long_enough = co_await unless_cancelled(engine_.sleep(delay_.load(std::memory_order_relaxed)));
        if (!long_enough || cancel_requested() || race.hedged.exchange(true)) co_return;
        hedges_.fetch_add(1, std::memory_order_relaxed);
        auto answering = next(request);
        auto reply = co_await std::move(answering);
        race.ended(1, std::move(reply));
        if (race.winner.load() == 1) won_.fetch_add(1, std::memory_order_relaxed);
    }

    Executor& engine_;
    std::atomic<Duration> delay_;
    std::atomic<std::uint64_t> hedges_{0};
    std::atomic<std::uint64_t> won_{0};
};

}  // namespace weir::patterns::service
