// Work stealing, textbook form: a pool of workers as tutorials write it, in which nobody steals. Not for use; for
// comparison.
//
// Each worker has a bounded queue of its own, jobs are handed out to them in turn, and each worker runs what comes out
// of its queue.
//
// Defects, each caught by an invariant of the production form (core/patterns/work_stealing.h)
//  1. A worker whose queue is empty does nothing, however much waits in the others' queues.
//  2. Jobs are handed out one after the other: while one queue is full nobody gets anything, and workers whose queues
//     have run empty wait beside it.
//  3. A job that throws ends its worker. What waits in its queue is lost, and what is handed out to it later.
//  4. Nothing can be submitted after the start: run() is given all there will ever be.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/patterns/work_stealing_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/task.h"
#include "core/sync/channel.h"

namespace weir::patterns::textbook {

class StealingPool {
public:
    /// @param workers >= 1
    /// @param capacity jobs that the queue of each holds, >= 1
    StealingPool(Executor& engine, std::size_t workers, std::size_t capacity);

    /// Runs the jobs, each on its home, and ends when all workers have. Once. Cancel safety: cancels what runs; what
    /// has not begun is destroyed.
    /// @throws what the first of the jobs threw that ended a worker; of others nobody hears
    Task<void> run(std::vector<stealing::Placed> jobs);  // defect 4: these and no more

    /// Any thread. There is no shared queue.
    stealing::Status status() const;

private:
    struct Worker {
        Worker(std::size_t its_number, std::pair<Sender<stealing::Job>, Receiver<stealing::Job>> channel)
            : number{its_number}, jobs{std::move(channel.second)}, sender{std::move(channel.first)} {}

        std::size_t number;
        std::optional<Receiver<stealing::Job>> jobs;
        std::optional<Sender<stealing::Job>> sender;
        std::atomic<std::int64_t> waiting{0};  // below 0 while what was sent is taken before it is counted
        std::atomic<bool> running{false};
        std::atomic<bool> dead{false};
        std::atomic<std::uint64_t> executed{0};
    };

    Task<void> hand_out(std::vector<stealing::Placed>& jobs);
    static Task<void> work(Worker& self);

    Executor& engine_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace weir::patterns::textbook
