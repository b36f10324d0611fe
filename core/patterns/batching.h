// Batching, production form: gathers items that come one by one and has them handled many at a time, so that what a
// call costs in any case is shared.
//
//     submit() --> line (bounded) --> a batch leaves --> handler, so many batches at once --> each item its outcome
//                    |                  full, or its first item has waited for `linger`,
//                    +--> rejected      or somebody flushes; and a slot is free
//
// submit() puts its item in line and waits. One task, the dispatcher, sends off the front of the line; it sleeps until
// that is due, and a bell wakes it when it is due earlier. A batch is handled by a task of its own, so intake and the
// next departures go on meanwhile. One spin lock guards line, seats and counts; it is held for a few steps at a time,
// never across an await or the handler.
//
// Invariants
//  1. 1 <= items in a batch <= full, which is `size`, or `capacity` where that is less.
//  2. While a slot is free, a batch leaves as soon as it is full, or its first item has waited for `linger` since its
//     submit, or a flush covers its first item; and not before. While none is free it fills up.
//  3. Batches take the accepted items in the order of acceptance, each item once, save those of invariant 6.
//  4. At most `in_flight` batches are being handled.
//  5. Each accepted item gets exactly one outcome: its result, or a failure. A handler that throws, or returns the wrong
//     number of results, has failed; with `split` only the items fail that fail alone.
//  6. A submit cancelled before its batch left takes its item out of the line; cancelled later its outcome is discarded.
//  7. At most `capacity` items wait to leave. A rejected item never leaves.
//  8. flush() and close() have returned only after every item accepted before them has its outcome.
//  9. At rest the line is empty and no slot is taken.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/patterns/batching_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/select.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"
#include "core/runtime/unless_cancelled.h"
#include "core/sync/notify.h"
#include "core/sync/wait_queue.h"

namespace weir::patterns {

/// All functions may be called from any thread, awaits from tasks.
template <class Item, class Result>
class Batcher {
    // They are moved under the lock.
    static_assert(std::is_nothrow_move_constructible_v<Item> && std::is_nothrow_move_constructible_v<Result>,
                  "items and results must move without throwing");

public:
    using Config = batching::Config;
    /// Handles a batch: one result an item, in their order. The items live until its task ends. With `split` it is
    /// called again with part of a batch that failed, so what it does must bear being done twice.
    using Handler = std::function<Task<std::vector<Result>>(std::span<const Item>)>;
    /// Told of each batch as it leaves, in order, by one task at a time. Must not throw.
    using OnDeparture = std::function<void(const batching::Departure&, std::span<const Item>)>;
    class Drain;

    /// @param home where the dispatcher and the batches run. It must be joined before this is destroyed, which takes a
    /// close() or its cancellation; cancelled, it cancels the batches in flight, and every item that has no outcome yet
    /// fails with Cancelled.
    /// @throws std::invalid_argument with check()'s line if the configuration is out of range.
    Batcher(Executor& engine, Scope& home, const Config& config, Handler handler, OnDeparture on_departure = {})
        : engine_(engine),
          home_(home),
          handler_(std::move(handler)),
          on_departure_(std::move(on_departure)),
          config_((require(config), config)) {
        engine_.spawn_in(home_, dispatch());
    }
    Batcher(const Batcher&) = delete;
    Batcher& operator=(const Batcher&) = delete;

    /// Awaits the item's own result. Cancel safety: invariant 6. @throws batching::Rejected; Cancelled; what the handler
    /// threw; batching::WrongCount.
    Task<Result> submit(Item item) {
        Submission submission{*this, std::move(item)};
        co_return co_await submission;
    }

    /// What waits now leaves without lingering, though in batches and by free slots as ever. `co_await` the return for
    /// invariant 8. Cancel safety: only the wait ends.
    Drain flush() noexcept { return drain(false); }
    /// The same, and from now on every submit is rejected. May be called again.
    Drain close() noexcept { return drain(true); }

    /// Changes the configuration while it runs; acts at once, on the items in line and on failures to come. Lowered
    /// limits throw nobody out: what is in flight or in line stays.
    /// @throws std::invalid_argument with check()'s line, and changes nothing.
    void configure(const Config& config) {
        require(config);
        const std::lock_guard guard(lock_);
        config_ = config;
        bell_.notify_one();
    }
    Config config() const {
        const std::lock_guard guard(lock_);
        return config_;
    }

    batching::Status status() const {
        const std::lock_guard guard(lock_);
        std::optional<Time> due;
        if (!line_.empty()) due = line_.front()->since + config_.linger;
        return {accepted_, line_.size() + boarding_, slots_taken_, due, closed_};
    }

private:
    class Submission;

    /// Items that travel together, and who waits for each: null once that submit was cancelled or has its outcome.
    struct Batch {
        std::vector<Item> items;
        std::vector<Submission*> seats;
        std::uint64_t first = 0;  // number of its first item
        batching::Departure departure;
    };

    static constexpr Time never = Time::max();

    static void require(const Config& config) {
        if (const auto wrong = check(config)) throw std::invalid_argument("batching: " + *wrong);
    }

    Task<void> dispatch() {
        while (!cancel_requested() && !finished()) {
            const Time now = engine_.now();
            const Time due = next_departure();
            if (due <= now)
                depart(now);
            else if (due == never)
                co_await rung();
            else
                co_await timeout(engine_, due - now, rung());
        }
        abandon_line();
    }

    Task<bool> rung() { co_return co_await unless_cancelled(bell_.wait()); }

    void depart(Time now) {
        auto batch = board(now);
        if (batch.items.empty()) return;  // the last in line was cancelled since
        if (on_departure_) on_departure_(batch.departure, batch.items);
        {
            const std::lock_guard guard(lock_);
            boarding_ -= batch.items.size();
        }
        engine_.spawn_in(home_, carry(std::move(batch)));
    }

    Batch board(Time now) {
        Batch batch;
        std::size_t most = 0;
        {
            const std::lock_guard guard(lock_);
            most = full();
        }
        batch.items.reserve(most);
        batch.seats.reserve(most);  // their addresses are known to the submissions
        while (batch.items.size() < most && board_next(batch, now)) {
        }
        batch.departure.size = batch.items.size();
        if (batch.departure.size == most) batch.departure.reason = batching::Reason::full;
        return batch;
    }

    /// One item at a time, so that a large batch does not keep others from the lock.
    bool board_next(Batch& batch, Time now) {
        const std::lock_guard guard(lock_);
        auto* const next = line_.front();
        if (next == nullptr) return false;
        if (batch.items.empty()) {
            ++slots_taken_;
            batch.first = next->number;
            unsettled_.push_back(batch.first);
            const auto reason = next->number < flushed_ ? batching::Reason::flush : batching::Reason::time;
            batch.departure = {batches_++, now, 0, now - next->since, reason};
        }
        line_.remove(*next, Waiter::State::queued);
        batch.items.push_back(std::move(next->item));
        batch.seats.push_back(next);
        next->seat = &batch.seats.back();
        ++boarding_;
        return true;
    }

    Task<void> carry(Batch batch) {
        co_await settle(batch, 0, batch.items.size());
        const std::lock_guard guard(lock_);
        --slots_taken_;
        std::erase(unsettled_, batch.first);
        wake_drained();
        bell_.notify_one();
    }

    /// Gives the items [from, to) their outcomes.
    Task<void> settle(Batch& batch, std::size_t from, std::size_t to) {
        const std::size_t count = to - from;
        std::vector<Result> results;
        std::exception_ptr failure;
        try {
            results = co_await handler_(std::span<const Item>(batch.items).subspan(from, count));
            if (results.size() != count) throw batching::WrongCount(count, results.size());
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) {
            for (std::size_t i = 0; i < count; ++i)
                deliver(batch.seats[from + i], [&](Submission& s) { s.result.emplace(std::move(results[i])); });
        } else if (count > 1 && config().on_error == batching::OnError::split && !cancel_requested()) {
            const std::size_t middle = from + count / 2;
            co_await settle(batch, from, middle);
            co_await settle(batch, middle, to);
        } else {
            for (std::size_t i = from; i < to; ++i)
                deliver(batch.seats[i], [&](Submission& s) { s.failure = failure; });
        }
    }

    template <class F>
    void deliver(Submission*& seat, F&& give) {
        const std::lock_guard guard(lock_);
        if (auto* const submission = std::exchange(seat, nullptr)) grant(*submission, give);
    }

    // All below: with lock_ held, unless they take it themselves.

    template <class F>
    static void grant(Submission& submission, F&& give) {
        give(submission);
        submission.state = Waiter::State::granted;
        wake(submission);
    }

    std::size_t full() const noexcept { return std::min(config_.size, config_.capacity); }

    Time next_departure() const noexcept {
        const std::lock_guard guard(lock_);
        if (line_.empty() || slots_taken_ >= config_.in_flight) return never;
        const auto& first = *line_.front();
        if (line_.size() >= full() || first.number < flushed_) return Time::min();
        return first.since + config_.linger;
    }

    bool finished() const noexcept {
        const std::lock_guard guard(lock_);
        return closed_ && line_.empty();
    }

    void abandon_line() noexcept {
        const std::lock_guard guard(lock_);
        closed_ = true;
        while (auto* const first = line_.front()) {
            line_.remove(*first, Waiter::State::queued);
            grant(*first, [](Submission& s) { s.failure = std::make_exception_ptr(Cancelled{}); });
        }
        wake_drained();
    }

    /// True if the item is in line, false if its submission need not wait.
    bool enter(Submission& submission) noexcept {
        const Time now = engine_.now();
        const std::lock_guard guard(lock_);
        if (submission.state == Waiter::State::cancelled) return false;
        if (closed_ || line_.size() + boarding_ >= config_.capacity) {
            submission.refused = closed_ ? batching::Rejected::Why::closed : batching::Rejected::Why::full;
            submission.state = Waiter::State::granted;
            return false;
        }
        submission.number = accepted_++;
        submission.since = now;
        line_.push_back(submission);
        // Others change nothing for the dispatcher; and while no slot is free, a batch that ends rings.
        const bool matters = line_.size() == 1 || line_.size() >= full();
        if (matters && slots_taken_ < config_.in_flight) bell_.notify_one();
        return true;
    }

    void leave(Submission& submission) noexcept {
        const std::lock_guard guard(lock_);
        if (submission.state == Waiter::State::idle) submission.state = Waiter::State::cancelled;
        if (submission.state != Waiter::State::queued) return;
        if (submission.seat != nullptr) {
            *submission.seat = nullptr;
            submission.state = Waiter::State::cancelled;
        } else {
            line_.remove(submission, Waiter::State::cancelled);
            wake_drained();
        }
        wake(submission);
    }

    Drain drain(bool close) noexcept {
        const std::lock_guard guard(lock_);
        closed_ = closed_ || close;
        flushed_ = accepted_;
        bell_.notify_one();
        return Drain{*this, accepted_};
    }

    bool enter(Drain& drain) noexcept {
        const std::lock_guard guard(lock_);
        if (drain.state == Waiter::State::cancelled) return false;
        if (oldest_unsettled() >= drain.upto_) {
            drain.state = Waiter::State::granted;
            return false;
        }
        drains_.push_back(drain);
        return true;
    }

    void leave(Drain& drain) noexcept {
        const std::lock_guard guard(lock_);
        if (drain.state == Waiter::State::idle) drain.state = Waiter::State::cancelled;
        if (drain.state != Waiter::State::queued) return;
        drains_.remove(drain, Waiter::State::cancelled);
        wake(drain);
    }

    /// Number of the first accepted item without an outcome.
    std::uint64_t oldest_unsettled() const noexcept {
        auto oldest = line_.empty() ? accepted_ : line_.front()->number;
        for (const auto first : unsettled_) oldest = std::min(oldest, first);
        return oldest;
    }

    void wake_drained() noexcept {
        const auto oldest = oldest_unsettled();
        for (auto* drain = drains_.front(); drain != nullptr;) {
            auto& reached = *drain;
            drain = static_cast<Drain*>(reached.next);
            if (reached.upto_ > oldest) continue;
            drains_.remove(reached, Waiter::State::granted);
            wake(reached);
        }
    }

    Executor& engine_;
    Scope& home_;
    Handler handler_;
    OnDeparture on_departure_;
    Notify bell_;  // the next departure may be nearer than the dispatcher knows
    mutable SpinLock lock_;
    Config config_;
    WaitQueue<Submission> line_;
    WaitQueue<Drain> drains_;
    std::size_t boarding_ = 0;              // items out of the line whose departure has not been told yet
    std::size_t slots_taken_ = 0;           // batches in flight
    std::vector<std::uint64_t> unsettled_;  // the first items of the batches in flight
    std::uint64_t accepted_ = 0;            // items; the number of the next
    std::uint64_t flushed_ = 0;             // items with lower numbers do not linger
    std::uint64_t batches_ = 0;
    bool closed_ = false;
};

/// An item in line or on its way. Lives in the frame of its submit.
template <class Item, class Result>
class Batcher<Item, Result>::Submission final : public Suspension {
public:
    Submission(Batcher& batcher, Item&& submitted) noexcept : item(std::move(submitted)), batcher_(batcher) {}

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        return this->begin(frame, "batch") && batcher_.enter(*this);
    }
    Result await_resume() {
        this->finish();
        if (refused) throw batching::Rejected(*refused);
        if (failure) std::rethrow_exception(failure);
        return std::move(*result);
    }

    // For the batcher, under its lock.
    Item item;
    std::uint64_t number = 0;
    Time since{};
    Submission** seat = nullptr;  // null: in line
    std::optional<batching::Rejected::Why> refused;
    std::optional<Result> result;
    std::exception_ptr failure;

private:
    void on_cancel() noexcept override { batcher_.leave(*this); }

    Batcher& batcher_;
};

/// The wait for the end of a flush or of a close.
template <class Item, class Result>
class Batcher<Item, Result>::Drain final : public Suspension {
public:
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        return this->begin(frame, "batches to end") && batcher_.enter(*this);
    }
    void await_resume() { this->finish(); }

private:
    friend class Batcher;
    Drain(Batcher& batcher, std::uint64_t upto) noexcept : batcher_(batcher), upto_(upto) {}
    void on_cancel() noexcept override { batcher_.leave(*this); }

    Batcher& batcher_;
    std::uint64_t upto_;
};

}  // namespace weir::patterns
