// Fan-out / fan-in, textbook form: as tutorials write it, with the defects of that form. Not for use; for comparison.
//
// A stream of items is turned into a stream of operations, of which one task keeps so many begun and collects what they
// come to. It is bounded, and for operations that only wait it is as fast as any.
//
// Defects, each caught by an invariant of the production form (core/patterns/fan_out.h)
//  1. All operations take turns inside one task: nothing runs in parallel, and while one computes none of the others
//     goes on, not even one whose wait is over.
//  2. Results come in the order in which the operations ended, and nothing says which item one belongs to.
//  3. Results are handed over when all are there, so an operation that throws takes them all with it, and the
//     operations that were begun.
//  4. At most 0 at once is not refused: nothing ever begins, and the call never ends.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/one_task.h"
#include "core/sync/semaphore.h"

namespace weir::patterns::textbook {

/// Of a run: what the operations came to, in the order in which they ended.
template <class Source, class Work>
using FanOutResults = std::vector<detail::Lifted<
    typename std::invoke_result_t<Work&, typename std::invoke_result_t<Source&>::value_type::value_type&>::value_type>>;

/// One run() at a time. Must outlive it.
class FanOut {
public:
    FanOut(Executor& engine, std::size_t at_once);

    /// Acts at once. Any thread.
    void set_at_once(std::size_t at_once);
    std::size_t at_once() const noexcept { return static_cast<std::size_t>(at_once_.load(std::memory_order_relaxed)); }

    /// The one task, as the executor on which operations wait and compute.
    Executor& inside() noexcept { return one_; }

    /// As in the production form, but the results come as a vector at the end; empty where T is void.
    /// @throws what the first operation to throw threw, and all results are lost; Cancelled
    template <class Source, class Work>
    Task<FanOutResults<Source, Work>> run(Source source, Work work);

private:
    template <class Source, class Work>
    struct Batch;

    template <class B>
    Task<void> take_items(B& batch);
    template <class B>
    static Task<void> work_on(B& batch, typename B::In item, Semaphore::Permit permit);

    OneTask one_;
    std::atomic<std::int64_t> at_once_;
    Semaphore permits_;
};

/// What the operations of one run() share.
template <class Source, class Work>
struct FanOut::Batch {
    using In = typename std::invoke_result_t<Source&>::value_type::value_type;
    using T = typename std::invoke_result_t<Work&, In&>::value_type;

    Source source;
    Work work;
    TaskGroup group;
    FanOutResults<Source, Work> results;
};

template <class Source, class Work>
Task<FanOutResults<Source, Work>> FanOut::run(Source source, Work work) {
    Batch<Source, Work> batch{
        std::move(source), std::move(work), TaskGroup{one_, weir::OnError::cancel_siblings, context.task->scope}, {}};
    batch.group.spawn(take_items(batch));
    co_await one_.run(batch.group);  // defect 1: one task polls them all in turn
    // In one task there is no second failure: the first takes the others with it.
    batch.group.rethrow_first();  // defect 3: and all results
    check_cancelled();
    co_return std::move(batch.results);
}

template <class B>
Task<void> FanOut::take_items(B& batch) {
    while (true) {
        auto permit = co_await permits_.acquire();  // defect 4: of none, none ever comes
        check_cancelled();                          // the permit may have come first
        auto next = batch.source();
        auto item = co_await std::move(next);
        if (!item) co_return;
        batch.group.spawn(work_on(batch, std::move(*item), std::move(permit)));
    }
}

template <class B>
Task<void> FanOut::work_on(B& batch, typename B::In item, Semaphore::Permit permit) {
    auto work = batch.work(item);
    if constexpr (std::is_void_v<typename B::T>)
        co_await std::move(work);
    else
        batch.results.push_back(co_await std::move(work));  // defect 2: whose result it is, nobody says
    permit.release();
}

}  // namespace weir::patterns::textbook
