// The real engine: N worker threads that steal from each other, a timer wheel, a blocking pool.
//
// Invariants
//  1. Work is never stranded: whoever parks has seen that there is none, and whoever makes some wakes a worker if one
//     is idle (work_sharing.h says how, and about the one exception).
//  2. At most one worker at a time is woken to search; a searcher that finds work wakes the next. So a burst wakes
//     workers one after another instead of all at once, and a ping-pong wakes none.
//  3. While timers are pending somebody keeps the time: a parked worker (the timekeeper) that wakes at the earliest, or
//     a running one, which looks every few polls and, while it does work(), every millisecond.
//  4. An idle pool uses no processor.
//  5. The outside is a pool of one worker on the same clock: what runs there waits for no task of the inside.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/runtime/blocking_pool.h"
#include "core/runtime/executor.h"
#include "core/runtime/pausable_clock.h"
#include "core/runtime/recorder.h"
#include "core/runtime/timer_wheel.h"
#include "core/runtime/work_sharing.h"

namespace weir {

struct ThreadPoolOptions {
    unsigned workers = 0;           ///< 0: one for each processor
    unsigned blocking_threads = 8;  ///< at most so many threads for blocking work
    std::uint64_t seed = 42;
    int niceness = 0;              ///< lower priority of the workers, 0 to 19, so that a window stays smooth
    bool paused = false;           ///< start with the engine clock standing still
    std::size_t record_polls = 0;  ///< so many polls of each worker between two drains; 0 records none
};

class ThreadPool final : public Executor {
public:
    /// @throws std::runtime_error, one line, if the system does not grant a thread a worker
    explicit ThreadPool(const ThreadPoolOptions& options = {}) : ThreadPool{options, nullptr} {}
    /// Ends the workers. @pre no task is left: scopes joined, handles awaited. Suspended tasks would leak.
    ~ThreadPool() override;

    /// Runs a task and everything it awaits; blocks the calling thread, which must not be a worker.
    template <class T>
    T run(Task<T> task) {
        detail::Captured<T> result;
        run_to_end(detail::capture(std::move(task), result));
        return std::move(result).get();
    }

    /// Stops engine time, outside too: no task is polled, no timer fires and no work() goes on until resume(). Tasks
    /// being polled come to their next await.
    void pause() noexcept;
    void resume() noexcept;

    /// Starts a thread of its own when first asked for, of the priority of the thread that asks.
    ThreadPool& outside() override;

    unsigned workers() const noexcept override { return static_cast<unsigned>(workers_.size()); }
    EngineStats stats() const override;
    void count_unobserved_failure(std::exception_ptr error) noexcept override;
    void reschedule_last(TaskRecord& task) noexcept override;
    bool arm(Timer& timer) noexcept override;
    bool disarm(Timer& timer) noexcept override;
    bool do_work(TaskRecord& task, Duration length) noexcept override;
    void do_blocking(Blocking& job) noexcept override { blocking_.submit(job); }

    void drain_polls(const std::function<void(const PollEvent&)>& f) override;
    std::uint64_t dropped_polls() const noexcept override;

    static unsigned processors() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

private:
    /// @param inside the pool whose outside this is; null for one that stands alone
    ThreadPool(const ThreadPoolOptions& options, ThreadPool* inside);

    struct Worker;
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    void enqueue_from_outside(TaskRecord& task) noexcept override { sharing_.inject(task); }
    void wake_worker() noexcept override { sharing_.wake_one(); }

    void run_to_end(Task<void> task);
    void stop() noexcept;
    void work_loop(Worker& w);
    void poll_one(Worker& w, TaskRecord& task);
    TaskRecord* next_local(Worker& w);
    TaskRecord* steal(Worker& w, bool also_last);
    TaskRecord* search(Worker& w);
    void park(Worker& w);
    void fire_timers() noexcept;
    void ask_for_help(Worker& w) noexcept;

    std::vector<std::unique_ptr<Worker>> workers_;

    WorkSharing sharing_{wants_work_};

    // Timers.
    SpinLock timers_lock_;
    TimerWheel wheel_;
    std::atomic<std::int64_t> next_due_{never};  // engine ns of the earliest timer
    std::atomic<Worker*> timekeeper_{nullptr};

    PausableClock own_clock_;
    PausableClock& pausable_clock_;  // the inside's, for an outside

    std::atomic<bool> stopping_{false};
    int niceness_;
    std::size_t record_polls_;
    BlockingPool blocking_;
    std::vector<std::jthread> threads_;  // they use all of the above
    ThreadPool* inside_;
    mutable std::mutex outside_lock_;
    std::unique_ptr<ThreadPool> outside_;
};

struct ThreadPool::Worker : WorkerPost {
    Worker(ThreadPool& p, unsigned i, const ThreadPoolOptions& options)
        : pool{p}, index{i}, random{options.seed + i, Stream::schedule} {
        if (options.record_polls > 0) polls = std::make_unique<PollRing>(options.record_polls);
    }

    ThreadPool& pool;
    unsigned index;  // of the outside: the number of workers inside
    WorkerStats stats;
    Random random;
    std::unique_ptr<PollRing> polls;
    std::int64_t poll_begin = 0;   // engine ns; end of the poll before
    std::int64_t tail_before = 0;  // of the queue, before the last poll
    std::uint32_t tick = 0;
    std::uint32_t newest_in_a_row = 0;
    bool yielded = false;  // the last poll asked to go behind the others
    bool last_stolen = false;
};

}  // namespace weir
