// Pipeline, production form: stages with bounded queues between them, each with workers of its own.
//
//     send -> [queue] -> workers of stage 0 -> [queue] -> workers of stage 1 -> ... -> left(completed)
//                            |                                |
//                            +-> left(failed)                 +-> left(failed)
//
// Protocol. A dispatcher a stage takes the first item of its queue as soon as a worker is free and gives it to that
// worker, a task that does the stage's work on it, waits for a place in the next queue, and puts it there. It takes the
// next item by itself, without the dispatcher, which other tasks may be before; when there is none it is free again. So
// a slow stage holds up the workers before it, then the queue before those, and at last whoever sends.
// Workers are nothing but permits of a semaphore, so hiring and retiring some at any time is adding to it. Whoever
// takes an item takes its turn with it, under a lock: which item is next is decided in one place.
//
// Invariants
//  1. A stage works on, or holds, at most as many items as it has workers; after some were retired, those that were
//     given an item before finish it first.
//  2. A queue holds at most its capacity (pipeline_queue.h); an item waits in it only while every worker of its stage
//     has one.
//  3. An item that was sent leaves exactly once. What fails, leaves at the stage where it failed and holds nobody up.
//  4. Items leave a stage in the order in which they entered it if it has one worker, or with resequence: then a worker
//     that is done early holds its item until its turn. So a stage never has more items than workers, at the price
//     that one slow item keeps the others idle.
//  5. The end of the input, close(), passes a stage behind its last item, when every worker is done. Nothing else looks
//     like the end: a failure is an item's, a cancellation comes out of run().
//
// Semantics after the pipelines of bounded channels in Go (S. Ajmani, "Go Concurrency Patterns: Pipelines", 2014).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "core/patterns/pipeline_queue.h"
#include "core/patterns/pipeline_resequencer.h"
#include "core/patterns/pipeline_stages.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/spinlock.h"
#include "core/sync/semaphore.h"

namespace weir::patterns {

/// All functions from any thread, awaits from tasks. Engine and stages must outlive it.
template <class T>
class Pipeline {
public:
    using Config = pipeline::Config;

    /// @throws std::invalid_argument, one line, if there is no stage, a stage has no worker or a queue no place
    Pipeline(Executor& engine, pipeline::Stages<T>& stages, const Config& config) : engine_{engine}, stages_{stages} {
        for (const auto workers : pipeline::checked(config).workers)
            line_.emplace_back(stages, line_.size(), workers, config.capacity);
        resequence_.store(config.resequence);
    }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Runs the stages until the end of the input has passed the last one. Once. Cancelled, it ends when all work has:
    /// every item still inside has left as cancelled, and the pipeline is closed. @throws Cancelled
    Task<void> run();

    /// `co_await` waits for a place in the first queue: backpressure reaches the caller. False if the pipeline is
    /// closed; the item is moved from only when sent, and must live until the await ends. Cancel safety: a cancelled
    /// send has not sent.
    [[nodiscard]] typename pipeline::Queue<T>::Send send(T&& item) noexcept { return line_.front().input.send(item); }

    /// Never waits. False, and the item left as it was, if the first queue is full or the pipeline closed.
    bool try_send(T&& item) {
        auto place = line_.front().input.try_place();
        return place && line_.front().input.put(std::move(item), std::move(*place));
    }

    /// The input has ended. Sends that still wait for a place have not sent.
    void close() { line_.front().input.close(); }

    /// Hires or retires workers; acts at once, see invariant 1.
    /// @throws std::invalid_argument if there are to be none, and changes nothing
    void set_workers(std::size_t stage, std::size_t workers) {
        const auto wanted = static_cast<std::int64_t>(pipeline::at_least_one(workers, "worker a stage"));
        const auto before = line_[stage].hired.exchange(wanted);
        if (wanted != before) line_[stage].idle.add_permits(wanted - before);
    }
    /// Of every queue; acts at once. @throws std::invalid_argument if it is 0, and changes nothing
    void set_capacity(std::size_t capacity) {
        pipeline::at_least_one(capacity, "place in a queue");
        for (auto& stage : line_) stage.input.set_capacity(capacity);
    }
    /// Acts on items that a stage takes from now on.
    void set_resequence(bool on) noexcept { resequence_.store(on); }

private:
    struct Stage {
        Stage(pipeline::Stages<T>& stages, std::size_t index, std::size_t workers, std::size_t capacity)
            : input{stages, index, capacity},
              hired{static_cast<std::int64_t>(workers)},
              idle{static_cast<std::int64_t>(workers), "pipeline (a worker)"} {}

        pipeline::Queue<T> input;
        std::atomic<std::int64_t> hired;
        Semaphore idle;
        pipeline::Resequencer order;
        SpinLock taking;  // resequencing: who takes an item gets the turn behind those of the items before it
    };
    using Worker = Semaphore::Permit;
    struct Taken {
        explicit Taken(T&& i) noexcept : item{std::move(i)} {}
        T item;
        std::optional<pipeline::Resequencer::Turn> turn;  // if it is to keep its place
    };

    Task<void> run_stage(std::size_t k);
    Task<void> dispatch(std::size_t k, TaskGroup& workers);
    Task<void> work(std::size_t k, Taken first, Worker worker);
    std::optional<Taken> take(Stage& stage, Semaphore::Permit right);
    std::optional<Taken> take_next(Stage& stage);

    Executor& engine_;
    pipeline::Stages<T>& stages_;
    std::deque<Stage> line_;
    std::atomic<bool> resequence_{false};
};

template <class T>
Task<void> Pipeline<T>::run() {
    TaskGroup group{engine_};
    for (std::size_t k = 0; k < line_.size(); ++k) group.spawn(run_stage(k));
    co_await group.join();
    for (std::size_t k = 0; k < line_.size(); ++k)
        for (T& item : line_[k].input.abandon()) stages_.left(std::move(item), {pipeline::End::cancelled, k, nullptr});
    group.rethrow_first();
    check_cancelled();
}

template <class T>
Task<void> Pipeline<T>::run_stage(std::size_t k) {
    const auto serve = [this, k](TaskGroup& workers) { return dispatch(k, workers); };
    co_await with_group(engine_, OnError::collect, serve);  // ends when every worker is done
    if (k + 1 < line_.size()) line_[k + 1].input.close();
}

template <class T>
Task<void> Pipeline<T>::dispatch(std::size_t k, TaskGroup& workers) {
    auto& stage = line_[k];
    while (true) {
        auto filled = co_await stage.input.filled();
        auto worker = co_await stage.idle.acquire();
        auto taken = take(stage, std::move(filled));
        if (!taken) co_return;
        workers.spawn(work(k, std::move(*taken), std::move(worker)));
    }
}

/// One worker, from one item to the next. It is idle again when the task is gone.
template <class T>
Task<void> Pipeline<T>::work(std::size_t k, Taken first, [[maybe_unused]] Worker worker) {
    for (std::optional<Taken> now{std::move(first)}; now;) {
        pipeline::Exit exit{pipeline::End::completed, k, nullptr};
        bool passed_on = false;
        try {
            if (!co_await stages_.work(k, now->item)) {
                exit.end = pipeline::End::failed;
            } else {
                if (now->turn) co_await now->turn->come();
                if (k + 1 < line_.size()) passed_on = co_await line_[k + 1].input.send(now->item);
            }
        } catch (const Cancelled&) {
            exit.end = pipeline::End::cancelled;
        } catch (...) {
            exit.end = pipeline::End::failed;
            exit.failure = std::current_exception();
        }
        if (!passed_on) stages_.left(std::move(now->item), exit);
        now.reset();  // its turn is over
        if (share_used_up()) co_await engine_.yield();
        check_cancelled();
        if (auto taken = take_next(line_[k])) now.emplace(std::move(*taken));
    }
}

template <class T>
std::optional<typename Pipeline<T>::Taken> Pipeline<T>::take(Stage& stage, Semaphore::Permit right) {
    std::optional<Taken> taken;
    std::unique_lock together{stage.taking, std::defer_lock};
    if (resequence_.load(std::memory_order_relaxed)) together.lock();
    if (auto item = stage.input.take(std::move(right))) {
        taken.emplace(std::move(*item));
        if (together) taken->turn.emplace(stage.order.join());
    }
    return taken;
}

/// For a worker that has just become free. Nothing if there is no item for it, or it is one too many.
template <class T>
std::optional<typename Pipeline<T>::Taken> Pipeline<T>::take_next(Stage& stage) {
    if (stage.idle.available() < 0) return std::nullopt;
    auto right = stage.input.try_filled();
    if (!right) return std::nullopt;
    return take(stage, std::move(*right));
}

}  // namespace weir::patterns
