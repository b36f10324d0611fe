// Pipeline, production form: stages with bounded queues between them, each with workers of its own.
//
//     send -> [queue] -> workers of stage 0 -> [queue] -> workers of stage 1 -> ... -> left(completed)
//                            |                                |
//                            +-> left(failed)                 +-> left(failed)
//
// Protocol. A worker is a task that takes the first item of its stage's queue, does the stage's work on it, waits for a
// place in the next queue, puts it there, and takes the next; when there is none it waits in line with others that are
// idle. So a slow stage holds up the workers before it, then the queue before those, and at last whoever sends.
// A stage's foreman hires its workers, at the start and whenever there are to be more. The queue tells a worker that it
// is one too many in place of giving it an item; whoever gets an item takes its turn with it, under the queue's lock:
// which item is next is decided in one place.
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

#include <cstddef>
#include <deque>
#include <exception>
#include <utility>

#include "core/patterns/pipeline_queue.h"
#include "core/patterns/pipeline_stages.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/sync/notify.h"

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
        set_resequence(config.resequence);
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
    bool try_send(T&& item) { return line_.front().input.try_send(item); }

    /// The input has ended. Sends that still wait for a place have not sent.
    void close() { line_.front().input.close(); }

    /// Hires or retires workers; acts at once, see invariant 1.
    /// @throws std::invalid_argument if there are to be none, and changes nothing
    void set_workers(std::size_t stage, std::size_t workers) {
        line_[stage].input.set_workers(pipeline::at_least_one(workers, "worker a stage"));
        line_[stage].staffing.notify_one();
    }
    /// Of every queue; acts at once. @throws std::invalid_argument if it is 0, and changes nothing
    void set_capacity(std::size_t capacity) {
        pipeline::at_least_one(capacity, "place in a queue");
        for (auto& stage : line_) stage.input.set_capacity(capacity);
    }
    /// Acts on items that a stage takes from now on.
    void set_resequence(bool on) {
        for (auto& stage : line_) stage.input.set_resequence(on);
    }

private:
    struct Stage {
        Stage(pipeline::Stages<T>& stages, std::size_t index, std::size_t workers, std::size_t capacity)
            : input{stages, index, capacity, workers} {}

        pipeline::Queue<T> input;
        Notify staffing;  // more workers are wanted, or one has gone
    };

    Task<void> run_stage(std::size_t k);
    Task<void> foreman(std::size_t k, TaskGroup& workers);
    Task<void> worker(std::size_t k);

    Executor& engine_;
    pipeline::Stages<T>& stages_;
    std::deque<Stage> line_;
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
    const auto serve = [this, k](TaskGroup& workers) { return foreman(k, workers); };
    co_await with_group(engine_, OnError::collect, serve);  // ends when every worker is done
    if (k + 1 < line_.size()) line_[k + 1].input.close();
}

template <class T>
Task<void> Pipeline<T>::foreman(std::size_t k, TaskGroup& workers) {
    auto& stage = line_[k];
    while (!stage.input.ended()) {
        for (auto missing = stage.input.hire(); missing > 0; --missing) workers.spawn(worker(k));
        co_await stage.staffing.wait();
    }
}

template <class T>
Task<void> Pipeline<T>::worker(std::size_t k) {
    auto& stage = line_[k];
    auto* const next = k + 1 < line_.size() ? &line_[k + 1].input : nullptr;
    while (true) {
        auto taken = co_await stage.input.take();
        if (!taken) break;
        pipeline::Exit exit{pipeline::End::completed, k, nullptr};
        bool passed_on = false;
        try {
            if (!co_await stages_.work(k, taken->item)) {
                exit.end = pipeline::End::failed;
            } else {
                if (taken->turn) co_await taken->turn->come();
                if (next != nullptr) passed_on = co_await next->send(taken->item);
            }
        } catch (const Cancelled&) {
            exit.end = pipeline::End::cancelled;
        } catch (...) {
            exit.end = pipeline::End::failed;
            exit.failure = std::current_exception();
        }
        if (!passed_on) stages_.left(std::move(taken->item), exit);
    }
    stage.staffing.notify_one();
}

}  // namespace weir::patterns
