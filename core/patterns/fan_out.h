// Fan-out / fan-in, production form: works on many items beside each other, on so many at once and no more, and hands
// every result over in one place.
//
//     source -> a permit -> a task for the item -> (input order: until all before it are there) -> deliver
//
// One task takes items from the source, each once there is a permit for it, and spawns a task that works on it. Who is
// done with an item returns the permit and takes its result to the fan-in, which delivers it. Permits are those of a
// semaphore, so their number can change at any time.
//
// Invariants
//  1. At most at_once() items are worked on. Lowered, it takes effect as items end: none begins before.
//  2. While the source has an item, at_once() are worked on: the next is taken as soon as one has ended, if a worker is
//     free to do that.
//  3. Every item taken is delivered exactly once, with its number in input order and with what became of it: a value,
//     a failure, or neither when it was cancelled. An item that was not taken stays with the source.
//  4. In input order results are delivered in the order of their numbers, each as soon as all before it have been; in
//     completion order as they come. One at a time.
//  5. Nothing outlives run(): when it ends, all it took has been delivered.
//  6. fail_fast: after the first failure no item is taken and what is worked on is cancelled. collect_all: a failure is
//     delivered like any other result and changes nothing else.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/patterns/fan_in.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/sync/semaphore.h"

namespace weir::patterns {

/// Several may run() at once; then at_once() holds for all of them together. Must outlive them.
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
    std::size_t at_once() const noexcept { return static_cast<std::size_t>(at_once_.load(std::memory_order_relaxed)); }

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
    Task<void> take_items(B& batch);
    template <class B>
    static Task<void> work_on(B& batch, std::size_t index, typename B::In item, Semaphore::Permit permit);

    Executor& engine_;
    std::atomic<std::int64_t> at_once_;
    Semaphore permits_;
};

/// What the tasks of one run() share.
template <class Source, class Work, class Deliver>
struct FanOut::Batch {
    using In = typename std::invoke_result_t<Source&>::value_type::value_type;
    using T = typename std::invoke_result_t<Work&, In&>::value_type;
    using Result = FanResult<In, T>;

    void fail(const std::exception_ptr& error) noexcept {
        if (!failed.exchange(true)) failure = error;
        group.cancel();
    }

    Source source;
    Work work;
    FanIn<Result, Deliver> fan_in;
    OnError on_error;
    TaskGroup group;  // what fails in it is the source
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
    batch.group.spawn(take_items(batch));
    co_await batch.group.join();
    if (batch.failure) {
        batch.group.count_unobserved(0);
        std::rethrow_exception(batch.failure);
    }
    batch.group.rethrow_first();
    check_cancelled();
}

template <class B>
Task<void> FanOut::take_items(B& batch) {
    for (std::size_t index = 0;; ++index) {
        auto permit = co_await permits_.acquire();
        check_cancelled();  // the permit may have come first
        auto next = batch.source();
        auto item = co_await std::move(next);
        if (!item) co_return;
        batch.group.spawn(work_on(batch, index, std::move(*item), std::move(permit)));
    }
}

template <class B>
Task<void> FanOut::work_on(B& batch, std::size_t index, typename B::In item, Semaphore::Permit permit) {
    typename B::Result result{index, std::move(item)};
    try {
        check_cancelled();
        auto work = batch.work(result.item);
        if constexpr (std::is_void_v<typename B::T>) {
            co_await std::move(work);
            result.value.emplace();
        } else {
            result.value.emplace(co_await std::move(work));
        }
    } catch (const Cancelled&) {
    } catch (...) {
        result.failure = std::current_exception();
    }
    // Before the permit returns, or it would let one more item in.
    if (result.failure && batch.on_error == OnError::fail_fast) batch.fail(result.failure);
    permit.release();
    batch.fan_in.add(std::move(result));
}

}  // namespace weir::patterns
