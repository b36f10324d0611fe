// One call of the async-service lab on its way through the layers, and the services that answer it.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <mutex>

#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/patterns/service_parts.h"
#include "core/runtime/random.h"
#include "core/runtime/spinlock.h"

namespace weir::labs {

/// A hedge makes several attempts of one call run at once, so everything here may be called from any thread.
class ServiceCall {
public:
    /// @param item must outlive this; null: a call that is only to be timed
    ServiceCall(Item* item, const Draws& draws) noexcept : item_{item}, draws_{draws} {}

    /// An attempt reaches the service. The first one meets the luck that came with the item, and begins the item's
    /// work. Each later one meets a luck of its own, which follows from the first: equal seeds, equal attempts.
    /// @param reached counts the first
    Draws next_attempt(std::atomic<std::uint64_t>& reached) {
        const auto number = attempts_.fetch_add(1, std::memory_order_relaxed);
        if (number == 0) {
            reached.fetch_add(1, std::memory_order_relaxed);
            const std::lock_guard guard{lock_};
            item_->start();
            return draws_;
        }
        Random luck{std::bit_cast<std::uint64_t>(draws_.latency) + number, Stream::faults};
        return Draws{luck};
    }
    std::uint32_t attempts() const noexcept { return attempts_.load(std::memory_order_relaxed); }

    // A layer tells: its item is in the queue while any of its attempts waits.
    void begins_to_wait() noexcept {
        const std::lock_guard guard{lock_};
        if (waits_++ == 0) item_->enter_queue();
    }
    void has_waited() noexcept {
        const std::lock_guard guard{lock_};
        if (--waits_ == 0) item_->leave_queue();
    }

private:
    SpinLock lock_;
    Item* item_;
    Draws draws_;
    std::atomic<std::uint32_t> attempts_{0};
    int waits_ = 0;
};

using ServiceReply = patterns::service::Reply<void>;

/// What all implementations share: the faulty service, and the counts of what reaches it.
struct ServiceGround {
    ServiceGround(Executor& e, const Parameters& parameters) : engine{e}, service{e, parameters} {}

    Executor& engine;
    Service service;
    std::atomic<std::uint64_t> attempts{0};
    std::atomic<std::uint64_t> reached{0};  ///< calls of which an attempt has reached the service
    std::atomic<std::size_t> busy{0};
};

/// The words of `implementation`, in their order.
enum class Implementation : std::uint8_t { steady, fast, flaky, slow };

/// An implementation of the service: as the parameters say, or as that and something more. @throws Crash, Cancelled
template <Implementation which>
class ServiceImplementation {
public:
    explicit ServiceImplementation(ServiceGround& ground) noexcept : ground_{ground} {}

    Task<ServiceReply> operator()(ServiceCall& call) const;

private:
    Task<Answer> answer(Draws draws) const;

    ServiceGround& ground_;
};

}  // namespace weir::labs
