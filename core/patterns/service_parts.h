// What the async service and its layers share: how a call is answered, how layers are set, the line before a limit, the
// budget for retries.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"

namespace weir::patterns::service {

/// Why there is no good answer.
enum class Why : std::uint8_t {
    failed,     ///< the service answered that it failed, or threw
    timed_out,  ///< a time limit was up
    refused,    ///< a layer let nothing through, so what is below it has not seen the call
};

struct Failure {
    explicit Failure(Why reason, const char* who = "service") noexcept : why{reason}, by{who} {}
    /// The service threw it.
    explicit Failure(std::exception_ptr thrown) noexcept : why{Why::failed}, by{"service"}, cause{std::move(thrown)} {}

    Why why;
    const char* by;            ///< "service", or the layer that refused or cut it: "rate limit", "timeout"
    std::exception_ptr cause;  ///< what the service threw; null if it did not
};

/// How a call is answered.
template <class Response>
using Reply = std::expected<Response, Failure>;

/// What a layer's call() returns: what the next() below it does, a Task of a Reply.
template <class Request, class Next>
using Answer = std::invoke_result_t<const Next&, Request&>;

/// So many calls may wait before a limit. A request that has begins_to_wait() and has_waited() is told when it does;
/// both must not throw. Thread-safe.
class Line {
public:
    /// @param capacity callers that may wait; 0: none
    explicit Line(std::size_t capacity) noexcept : capacity_{capacity} {}

    /// A call's place, left when this is destroyed; false: the line was full.
    template <class Request>
    class [[nodiscard]] Place {
    public:
        Place(Line& line, Request& request) : line_{line}, request_{request}, taken_{line.join()} {
            if constexpr (told)
                if (taken_) request_.begins_to_wait();
        }
        ~Place() {
            if (!taken_) return;
            if constexpr (told) request_.has_waited();
            line_.waiting_.fetch_sub(1, std::memory_order_relaxed);
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        explicit operator bool() const noexcept { return taken_; }

    private:
        static constexpr bool told = requires(Request & r) {
            r.begins_to_wait();
            r.has_waited();
        };

        Line& line_;
        Request& request_;
        bool taken_;
    };

    /// A shorter line sends nobody away.
    void set_capacity(std::size_t capacity) noexcept { capacity_.store(capacity, std::memory_order_relaxed); }
    std::size_t waiting() const noexcept { return waiting_.load(std::memory_order_relaxed); }

private:
    bool join() noexcept;

    std::atomic<std::size_t> capacity_;
    std::atomic<std::size_t> waiting_{0};
};

struct RetryConfig {
    std::uint32_t max_attempts = 3;                          ///< of one call, the first included; 1 to most_attempts
    Duration backoff = std::chrono::milliseconds(50);        ///< longest pause before the first retry, 0 to 1 h
    Duration max_backoff = std::chrono::milliseconds(1000);  ///< no pause is longer, 0 to 1 h
    double budget = 100;  ///< permits for retries that can be saved up, 0 to 1e6; 0: retries need none
    double earned = 0.1;  ///< permits that a good answer puts back, 0 to 1

    static constexpr std::uint32_t most_attempts = 1000;
    static constexpr Duration longest_backoff = std::chrono::hours(1);

    bool operator==(const RetryConfig&) const = default;
};

/// Why a configuration cannot be used, as one line naming the field and what was expected; nothing when it can.
std::optional<std::string> check(const RetryConfig& config);

/// The longest that the pause before a retry, the first being 1, may be: exponential backoff. The pause itself is drawn
/// evenly between nothing and this, "full jitter", so that calls that failed together do not come back together.
/// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. @pre retry >= 1
Duration longest_pause(const RetryConfig& config, std::uint32_t retry);

/// Permits for retries, a token bucket that fills with success: a retry costs 1, a good answer puts a part of one back.
/// However hard a service fails, retries add at most that part to its load once the savings are used up. Never below 0
/// nor above its capacity. Counts in millionths of a permit. Thread-safe.
/// Source: the retry throttling of gRPC A6 and the retry quota of the AWS SDKs.
class RetryBudget {
public:
    /// Full. @pre check(config) finds nothing
    explicit RetryBudget(const RetryConfig& config);

    /// Pays for a retry. False: there is less than one permit left.
    bool spend();
    /// For a good answer. Takes no lock while the budget is full, as it is while all goes well.
    void earn() {
        if (permits_.load(std::memory_order_relaxed) < capacity_.load(std::memory_order_relaxed)) put_in();
    }
    /// Another capacity or share; a change puts nothing in, unless retries needed no permits before.
    void configure(const RetryConfig& config);
    double permits() const;

private:
    void put_in();

    mutable SpinLock lock_;               // who writes holds it
    std::atomic<std::int64_t> capacity_;  // 0: retries are free
    std::int64_t earned_;
    std::atomic<std::int64_t> permits_;
};

}  // namespace weir::patterns::service
