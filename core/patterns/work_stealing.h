// Work stealing, production form: a pool of workers with a deque each. Whoever has nothing to do takes from the others.
//
//     submit_to(k) --> deque of worker k --> worker k, newest first
//          | full            |
//          v                 +--> another worker that found nothing, oldest first
//     submit() --> shared queue --> any worker, oldest first
//
// A worker is a task. It takes the newest job of its own deque: that was touched last, and a tree of jobs is walked
// depth first, so that few wait. Without one it takes from the shared queue; without that it looks into the deques of
// the others, beginning at a random one, and takes the oldest there: likely the largest piece of work, and far from the
// end where the owner works. When all are empty it parks. A job runs to its end on the worker that took it.
//
// Who parks and who wakes. A worker counts itself among the parked, then looks at all queues once more, then waits for
// the bell. Whoever puts a job into a queue looks at the count after that, and rings if there is anybody. One of the
// two sees the other. A ring wakes one worker, or the next that is about to wait; rings do not add up, so whoever takes
// a job while others wait rings for the next.
//
// Invariants
//  1. Every job submitted runs exactly once, whatever other jobs do; save what invariant 8 says.
//  2. No worker stays parked while a job waits in any queue.
//  3. The owner takes the newest of its deque, thieves and the shared queue's takers the oldest.
//  4. A deque holds at most `capacity` jobs; what is too much goes to the shared queue. submit() never waits.
//  5. No job in the shared queue waits for deques to run dry.
//  6. A job that throws has failed, and that is all: its worker goes on.
//  7. drain() and close() have returned only after every job submitted before them has ended, with what
//     these submitted.
//     After close() only jobs of the pool may submit.
//  8. Cancelled, the pool destroys the jobs that have not begun. Those that have end as any cancelled task does.
//  9. At rest every worker is parked, and uses no processor.
//
// Semantics after the schedulers of tokio and Go and the crate crossbeam-deque; R. D. Blumofe, C. E. Leiserson,
// "Scheduling multithreaded computations by work stealing", Journal of the ACM 46(5), 1999.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/metrics/counter.h"
#include "core/patterns/work_stealing_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/random.h"
#include "core/runtime/scope.h"
#include "core/runtime/task.h"
#include "core/sync/notify.h"

namespace weir::patterns {

/// All functions may be called from any thread, awaits from tasks.
class StealingPool {
public:
    using Job = stealing::Job;
    using Config = stealing::Config;
    /// Told what a job threw, other than Cancelled, by the worker that ran it. Must not throw.
    using OnFailure = std::function<void(const std::exception_ptr&)>;

    /// @param home where the workers run. It must be joined before this is destroyed, which takes a close() or its
    /// cancellation.
    /// @param workers >= 1; more than the engine has take turns on its processors
    /// @param on_failure empty: failures count as unobserved
    /// @throws std::invalid_argument if there are no workers, or with check()'s line
    StealingPool(Executor& engine, Scope& home, std::size_t workers, const Config& config, OnFailure on_failure = {});
    StealingPool(const StealingPool&) = delete;
    StealingPool& operator=(const StealingPool&) = delete;

    /// Within a job: for the worker that runs it. Otherwise for whoever is first, in the shared queue.
    /// @throws stealing::Closed
    void submit(Job job);
    /// For this worker, unless another has nothing to do. @pre worker < workers() @throws stealing::Closed
    void submit_to(std::size_t worker, Job job);

    /// Awaits a moment at which no job waits or runs. Cancel safety: only the wait ends. Not for jobs, which would wait
    /// for themselves.
    Task<void> drain();
    /// The same, and the workers leave. May be called again.
    Task<void> close();

    /// Acts at once: a new strategy moves what waits to where it would be now. A lowered capacity throws nothing out.
    /// @throws std::invalid_argument with check()'s line, and changes nothing.
    void configure(const Config& config);
    Config config() const noexcept;

    std::size_t workers() const noexcept { return workers_.size(); }
    stealing::Status status() const;

private:
    using Placed = stealing::Placed;
    using JobQueue = stealing::JobQueue;

    struct Counts {
        metrics::Counter executed, steals, stolen;
    };
    struct alignas(metrics::cache_line) Worker {
        Worker(std::size_t its_number, const Random& its_random) : number{its_number}, random{its_random} {}

        std::size_t number;
        JobQueue deque;
        std::atomic<const TaskRecord*> task{nullptr};
        std::atomic<bool> running{false};
        std::atomic<std::size_t> running_home{stealing::nobody};
        std::atomic<std::size_t> robbed{stealing::nobody};  // whom it stole from last, and when
        std::atomic<Time> robbed_at{};
        // Its own.
        Random random;
        std::uint64_t takes = 0;
        std::vector<Placed> loot;
    };

    // A worker whose own deque never runs dry looks into the shared queue every so often; as in Go, a prime, so that it
    // does not fall in step with what jobs do.
    static constexpr std::uint64_t shared_every = 61;

    // --- Submitting ------------------------------------------------------------------------------------------------

    void accept(Worker* worker, Placed job) {
        pending_.fetch_add(1);
        if (closed_.load() && here() == nullptr) {
            one_less();
            throw stealing::Closed{};
        }
        put(worker, job);
        ring();
        if (abandoned_.load()) abandon();
    }

    void put(Worker* worker, Placed& job) {
        if (worker != nullptr && strategy_.load() == stealing::Strategy::stealing &&
            worker->deque.push(job, capacity_.load()))
            return;
        shared_.push(job, JobQueue::unbounded);
    }

    /// The worker whose job the current task runs, if any.
    Worker* here() const noexcept {
        for (const auto& worker : workers_)
            if (context.task != nullptr && worker->task.load(std::memory_order_relaxed) == context.task)
                return worker.get();
        return nullptr;
    }

    // --- Working ---------------------------------------------------------------------------------------------------

    Task<void> work(Worker& self) {
        self.task = context.task;
        try {
            for (bool more = true; more;) {
                if (auto next = next_job(self)) {
                    auto running = run(self, std::move(*next));
                    co_await std::move(running);
                    co_await engine_.yield();  // the engine's other tasks have a right to this processor, too
                } else {
                    more = co_await park();
                }
            }
        } catch (const Cancelled&) {
            abandon();
        }
        self.task = nullptr;
        bell_.notify_one();  // for the next to leave
    }

    std::optional<Placed> next_job(Worker& self) {
        std::optional<Placed> next;
        if (++self.takes % shared_every == 0) next = shared_.take_oldest();
        if (!next) next = self.deque.take_newest();
        if (!next) next = shared_.take_oldest();
        if (!next) next = steal(self);
        if (next && parked_.load() > 0 && anything_waits()) bell_.notify_one();
        return next;
    }

    std::optional<Placed> steal(Worker& self) {
        const auto first = self.random.below(workers_.size());
        for (std::size_t i = 0; i < workers_.size() && self.loot.empty(); ++i) {
            auto& victim = *workers_[(first + i) % workers_.size()];
            if (&victim == &self) continue;
            victim.deque.steal(steal_.load(), self.loot);
            if (self.loot.empty()) continue;
            self.robbed = victim.number;
            self.robbed_at = engine_.now();
        }
        if (self.loot.empty()) return std::nullopt;
        counts_[self.number].steals.add();
        counts_[self.number].stolen.add(self.loot.size());
        std::optional<Placed> oldest{std::move(self.loot.front())};
        for (std::size_t i = 1; i < self.loot.size(); ++i) put(&self, self.loot[i]);
        self.loot.clear();
        return oldest;
    }

    Task<void> run(Worker& self, Placed next) {
        self.running_home = next.home;
        self.running = true;
        try {
            co_await std::move(next.job);
        } catch (const Cancelled&) {  // NOLINT: it has not failed
        } catch (...) {
            failed(std::current_exception());
        }
        next.job = {};
        self.running = false;
        counts_[self.number].executed.add();
        one_less();
    }

    // --- Parking ---------------------------------------------------------------------------------------------------

    /// Until there may be a job. False: there will never be one again.
    Task<bool> park() {
        const Counted parked{parked_};
        if (!anything_waits()) co_await bell_.wait();
        co_return !finished();
    }

    void ring() noexcept {
        if (parked_.load() > 0) bell_.notify_one();
    }
    bool anything_waits() const noexcept {
        for (const auto& worker : workers_)
            if (worker->deque.size() > 0) return true;
        return shared_.size() > 0;
    }
    bool finished() const noexcept { return closed_.load() && pending_.load() == 0; }

    // --- Ending ----------------------------------------------------------------------------------------------------

    /// A job has ended, or was not accepted.
    void one_less() noexcept {
        if (pending_.fetch_sub(1) != 1) return;
        quiet_.notify_one();
        if (closed_.load()) bell_.notify_one();  // whose job was refused is no worker, who would look by itself
    }

    /// Cancelled: destroys the jobs that have not begun. May be called again.
    void abandon() noexcept;
    void failed(const std::exception_ptr& error) noexcept;

    class Counted {
    public:
        explicit Counted(std::atomic<std::size_t>& count) noexcept : count_{count} { count_.fetch_add(1); }
        ~Counted() { count_.fetch_sub(1); }
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;

    private:
        std::atomic<std::size_t>& count_;
    };

    // Atomics that several write are sequentially consistent: see "who parks and who wakes", and the same for closing.

    Executor& engine_;
    OnFailure on_failure_;
    std::atomic<stealing::Strategy> strategy_;
    std::atomic<stealing::Steal> steal_;
    std::atomic<std::size_t> capacity_;
    std::vector<std::unique_ptr<Worker>> workers_;
    metrics::Sharded<Counts> counts_;  // by the worker's number
    JobQueue shared_;
    alignas(metrics::cache_line) std::atomic<std::size_t> parked_{0};
    Notify bell_;
    alignas(metrics::cache_line) std::atomic<std::size_t> pending_{0};  // jobs accepted and not ended
    Notify quiet_;
    std::atomic<bool> closed_{false};
    std::atomic<bool> abandoned_{false};
};

}  // namespace weir::patterns
