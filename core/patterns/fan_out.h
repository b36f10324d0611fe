// Fan-out / fan-in, production form: works on many items beside each other, on so many at once and no more, and hands
// every result over in one place.
//
//     source -> a slot -> in line -> a lane works on it -> (input order: until all before it are there) -> deliver
//
// There are at_once() slots. Whoever finds one free and nobody taking takes items from the source, as long as there are
// slots, and puts them in line. Lanes work on them: tasks, each of which goes from one item to the next until the line
// is empty. A lane that is done with an item delivers it, frees the slot, and takes the next by itself: it need not
// wake somebody for that, who would wait for a worker as long as others compute.
//
// While items are in line, one lane is on its way; when it arrives and leaves items in line, it sends for another. So
// while the work waits, each item has a lane of its own; and while it does not, as many lanes as there are workers do
// it all, and an item costs an await instead of a task.
//
// Invariants
//  1. At most at_once() items are worked on. Lowered, it takes effect as items end: none begins before, but for one
//     that the source was asked for already.
//  2. While the source has an item, at_once() are worked on: who ends one takes the next.
//  3. Every item taken is delivered exactly once, with its number in input order and with what became of it: a value,
//     a failure, or neither when it was cancelled. An item that was not taken stays with the source.
//  4. In input order results are delivered in the order of their numbers, each as soon as all before it have been; in
//     completion order as they come. One at a time.
//  5. Nothing outlives run(): when it ends, all it took has been delivered.
//  6. fail_fast: after the first failure no item is taken and what is worked on is cancelled. collect_all: a failure is
//     delivered like any other result and changes nothing else.
//
// Semantics after `buffered` and `buffer_unordered` of Rust's futures, with a limit that may change while it runs.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/patterns/fan_in.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/unless_cancelled.h"
#include "core/sync/notify.h"

namespace weir::patterns {

/// One run() at a time. Must outlive it.
class FanOut {
public:
    enum class OnError : std::uint8_t { fail_fast, collect_all };

    struct Options {
        FanInOrder order = FanInOrder::input;
        OnError on_error = OnError::fail_fast;
    };

    /// @throws std::invalid_argument if at_once is 0: no item would ever begin
    FanOut(Executor& engine, std::size_t at_once);

    /// Acts at once. Any thread. @throws std::invalid_argument if it is 0, and changes nothing
    void set_at_once(std::size_t at_once);
    std::size_t at_once() const noexcept;

    /// Works on everything the source has, and ends when all of it has been delivered.
    ///
    /// source()      a Task<std::optional<In>>: the next item, or nothing after the last. One at a time.
    /// work(In&)     a Task<T>, in which the item is worked on, on any worker, beside others.
    /// deliver(r)    takes a FanResult<In, T>: the item comes back with its result. One at a time, on the worker that
    ///               ended an item; must not throw, and should not take long.
    ///
    /// Cancel safety: cancelled, it takes nothing more, cancels what is worked on, and still delivers all it took.
    /// @throws the first failure, if it is to fail fast; what the source throws, once the items before that are
    /// delivered; Cancelled
    template <class Source, class Work, class Deliver>
    Task<void> run(Options options, Source source, Work work, Deliver deliver);

private:
    template <class Source, class Work, class Deliver>
    struct Batch;

    template <class B>
    Task<void> lane(B& batch, bool takes);
    template <class B>
    bool put_in_line(B& batch, typename B::Result taken, std::optional<typename B::Result>& next);
    template <class B>
    void arrive(B& batch, std::optional<typename B::Result>& next);
    template <class B>
    bool end_one(B& batch, std::optional<typename B::Result>& next);
    template <class B>
    void next_in_line(B& batch, std::unique_lock<SpinLock> lock, std::optional<typename B::Result>& next);
    template <class B>
    void deliver(B& batch, typename B::Result result) noexcept;

    void open() noexcept;   ///< a run begins
    void close() noexcept;  ///< no item will be taken any more
    bool closed() const noexcept;
    bool claim() noexcept;         ///< true: the caller is to take items, and has a slot for the first
    bool may_claim() noexcept;     // with lock_ held
    bool send_for_one() noexcept;  // with lock_ held, somebody being in line. True: the caller is to start a lane

    Executor& engine_;
    Notify changed_;  // for the task that awaits run(): the limit was raised, or it is closed
    mutable SpinLock lock_;
    std::size_t at_once_;
    std::size_t in_use_ = 0;
    bool taking_ = false;      // somebody takes items
    bool on_its_way_ = false;  // a lane was started and has not arrived at the line
    bool closed_ = true;
};

/// What the tasks of a run share.
template <class Source, class Work, class Deliver>
struct FanOut::Batch {
    using In = typename std::invoke_result_t<Source&>::value_type::value_type;
    using T = typename std::invoke_result_t<Work&, In&>::value_type;
    using Result = FanResult<In, T>;

    Source source;
    Work work;
    FanIn<Result, Deliver> fan_in;
    OnError on_error;
    TaskGroup group;            // what fails in it is the source
    std::size_t taken = 0;      // belongs to who takes
    std::deque<Result> line{};  // taken and not begun; under the lock
    std::atomic<bool> failed{false};
    std::exception_ptr failure{};  // the first to fail fast on: written by who set the flag, read after the join
};

template <class Source, class Work, class Deliver>
Task<void> FanOut::run(Options options, Source source, Work work, Deliver deliver) {
    Batch<Source, Work, Deliver> batch{std::move(source),
                                       std::move(work),
                                       {options.order, std::move(deliver)},
                                       options.on_error,
                                       TaskGroup{engine_, weir::OnError::collect}};
    open();
    while (true) {
        if (claim()) batch.group.spawn(lane(batch, true));
        const bool go_on = co_await unless_cancelled(changed_.wait());
        if (!go_on || closed()) break;
    }
    co_await batch.group.join();
    if (batch.failure) {
        batch.group.count_unobserved(0);
        std::rethrow_exception(batch.failure);
    }
    batch.group.rethrow_first();
    check_cancelled();
}

/// Works on one item after the other. @param takes it has claimed, and begins with taking
template <class B>
Task<void> FanOut::lane(B& batch, bool takes) {
    std::optional<typename B::Result> now;
    if (!takes) arrive(batch, now);
    while (true) {
        try {
            while (takes) {
                check_cancelled();
                auto next = batch.source();
                auto item = co_await std::move(next);
                if (!item) close();
                takes = item && put_in_line(batch, {batch.taken++, std::move(*item)}, now);
            }
        } catch (...) {
            close();
            throw;
        }
        if (!now) co_return;
        try {
            check_cancelled();
            // With the item, not before it takes one: until its turn comes again, others may compute for long.
            if (share_used_up()) co_await engine_.yield();
            auto work = batch.work(now->item);
            if constexpr (std::is_void_v<typename B::T>) {
                co_await std::move(work);
                now->value.emplace();
            } else {
                now->value.emplace(co_await std::move(work));
            }
        } catch (const Cancelled&) {  // NOLINT: no value and no failure says so
        } catch (...) {
            now->failure = std::current_exception();
        }
        deliver(batch, std::move(*now));
        now.reset();
        takes = end_one(batch, now);
    }
}

/// The caller has taken an item. True: it has a slot for the next, else it is not to take any more.
template <class B>
bool FanOut::put_in_line(B& batch, typename B::Result taken, std::optional<typename B::Result>& next) {
    std::unique_lock lock{lock_};
    batch.line.push_back(std::move(taken));
    taking_ = false;
    if (!may_claim()) {
        next_in_line(batch, std::move(lock), next);
        return false;
    }
    const bool start = send_for_one();
    lock.unlock();
    if (start) batch.group.spawn(lane(batch, false));
    return true;
}

/// A lane is done with an item. True: it is to take; else it goes on with the next in line, if there is one.
template <class B>
bool FanOut::end_one(B& batch, std::optional<typename B::Result>& next) {
    std::unique_lock lock{lock_};
    --in_use_;
    if (may_claim()) return true;
    next_in_line(batch, std::move(lock), next);
    return false;
}

/// A lane that was sent for is there.
template <class B>
void FanOut::arrive(B& batch, std::optional<typename B::Result>& next) {
    std::unique_lock lock{lock_};
    on_its_way_ = false;
    next_in_line(batch, std::move(lock), next);
}

template <class B>
void FanOut::next_in_line(B& batch, std::unique_lock<SpinLock> lock, std::optional<typename B::Result>& next) {
    if (batch.line.empty()) return;
    next.emplace(std::move(batch.line.front()));
    batch.line.pop_front();
    const bool start = !batch.line.empty() && send_for_one();
    lock.unlock();
    if (start) batch.group.spawn(lane(batch, false));
}

template <class B>
void FanOut::deliver(B& batch, typename B::Result result) noexcept {
    if (result.failure && batch.on_error == OnError::fail_fast) {
        if (!batch.failed.exchange(true)) batch.failure = result.failure;
        batch.group.cancel();
    }
    batch.fan_in.add(std::move(result));
}

}  // namespace weir::patterns
