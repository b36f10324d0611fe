#include "core/runtime/thread_pool.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <system_error>

#include "core/runtime/frame_pool.h"
#include "core/runtime/kernel.h"

namespace weir {
namespace {

// Every 64th poll a busy worker looks at the clock and the injection queue: often enough that neither starves, seldom
// enough that the 25 ns of reading the clock do not show.
constexpr std::uint32_t polls_between_looks = 64;

// A worker that computes for a task looks up so often: at the clock for a pause, and at the timers.
constexpr Duration longest_burn = std::chrono::milliseconds{1};

// A searcher looks at so many queues before it parks: some 10 us, about what it costs to park and be woken, most of it
// the barrier that interrupts the other workers. So a worker that is short of work for a moment does not disturb those
// that have some; parking after 1 us, four tasks at one rw-lock took 1.4 times as long.
constexpr std::size_t search_looks = 256;
constexpr std::size_t least_search_rounds = 8;

Task<void> signal_when_done(Task<void> task, std::binary_semaphore& done) {
    {
        Task<void> running{std::move(task)};
        co_await std::move(running);
    }  // its frame, and with it the arguments it holds, are gone before the caller goes on
    done.release();
}

}  // namespace

ThreadPool::ThreadPool(const ThreadPoolOptions& options, ThreadPool* inside)
    : Executor{options.seed, inside != nullptr ? inside->pausable_clock_ : own_clock_},
      own_clock_{options.paused},
      pausable_clock_{inside != nullptr ? inside->pausable_clock_ : own_clock_},
      niceness_{options.niceness},
      record_polls_{options.record_polls},
      blocking_{options.blocking_threads},
      inside_{inside} {
    const auto count = options.workers != 0 ? options.workers : processors();
    const unsigned first = inside != nullptr ? inside->workers() : 0;
    for (unsigned i = 0; i < count; ++i) {
        workers_.push_back(std::make_unique<Worker>(*this, first + i, options));
        sharing_.add(*workers_.back());
    }
    try {
        for (auto& w : workers_) threads_.emplace_back([this, worker = w.get()] { work_loop(*worker); });
    } catch (const std::system_error& refused) {
        const auto at = threads_.size() + 1;
        stop();
        throw std::runtime_error("cannot start worker " + std::to_string(at) + " of " + std::to_string(count) + ": " +
                                 refused.code().message());
    }
}

ThreadPool::~ThreadPool() {
    outside_.reset();
    stop();
}

/// Ends the workers' threads; nothing runs any more.
void ThreadPool::stop() noexcept {
    stopping_.store(true);
    pausable_clock_.notify_waiting();
    for (auto& w : workers_) w->parker.unpark();
    threads_.clear();
}

ThreadPool& ThreadPool::outside() {
    if (inside_ != nullptr) return *this;
    const std::lock_guard guard{outside_lock_};
    if (!outside_) {
        ThreadPoolOptions options;
        options.workers = 1;
        options.seed = seed();
        options.record_polls = record_polls_;
        outside_.reset(new ThreadPool{options, this});
    }
    return *outside_;
}

void ThreadPool::run_to_end(Task<void> task) {
    std::binary_semaphore done{0};
    auto handle = spawn(signal_when_done(std::move(task), done));
    done.acquire();
    while (!handle.done()) sched_yield();  // the worker is a few instructions from the end of the same poll
}

void ThreadPool::pause() noexcept { pausable_clock_.pause(); }

void ThreadPool::resume() noexcept {
    if (!pausable_clock_.resume()) return;
    // Parked workers measure their deadlines against the old origin.
    for (auto& w : workers_) w->parker.unpark();
    const std::lock_guard guard{outside_lock_};
    if (outside_) outside_->workers_.front()->parker.unpark();
}

void ThreadPool::count_unobserved_failure(std::exception_ptr error) noexcept {
    if (inside_ != nullptr)
        inside_->count_unobserved_failure(std::move(error));
    else
        Executor::count_unobserved_failure(std::move(error));
}

EngineStats ThreadPool::stats() const {
    EngineStats sum;
    for (const auto& w : workers_) sum.add(w->stats);
    sum.unobserved_failures = unobserved_failures();
    return sum;
}

void ThreadPool::drain_polls(const std::function<void(const PollEvent&)>& f) {
    for (const auto& w : workers_)
        if (w->polls) w->polls->drain(f);
    const std::lock_guard guard{outside_lock_};
    if (outside_) outside_->drain_polls(f);
}

std::uint64_t ThreadPool::dropped_polls() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& w : workers_)
        if (w->polls) sum += w->polls->dropped();
    const std::lock_guard guard{outside_lock_};
    return sum + (outside_ ? outside_->dropped_polls() : 0);
}

// --- The worker's loop ------------------------------------------------------------------------------------------

void ThreadPool::work_loop(Worker& w) {
    if (niceness_ != 0) setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), niceness_);
    const auto name = inside_ != nullptr ? "outside" : "worker " + std::to_string(w.index);
    pthread_setname_np(pthread_self(), name.c_str());
    context.engine = this;
    context.queue = &w.queue;
    context.stats = &w.stats;
    context.worker = &w;
    while (!stopping_.load(std::memory_order_relaxed)) {
        if (pausable_clock_.stands()) [[unlikely]] {
            pausable_clock_.wait_while_paused(stopping_);
            continue;
        }
        // Woken to search, it searches first: until it ends its search nobody else is woken.
        auto* task = w.searching ? nullptr : next_local(w);
        if (task == nullptr) task = search(w);
        if (task != nullptr)
            poll_one(w, *task);
        else
            park(w);
    }
    context = {};
    frame_pool::flush_thread();
}

void ThreadPool::poll_one(Worker& w, TaskRecord& task) {
    w.stats.polls.add();
    w.tail_before = w.queue.tail();
    if (!w.polls) [[likely]] {
        poll(task);
        return;
    }
    const auto identity = reinterpret_cast<std::uintptr_t>(&task);
    const bool stolen = std::exchange(w.last_stolen, false);
    if (w.poll_begin == 0) w.poll_begin = now().time_since_epoch().count();
    poll(task);
    const auto end = now().time_since_epoch().count();
    w.polls->push(PollEvent{Time{Duration{w.poll_begin}}, Time{Duration{end}}, identity, w.index, stolen});
    w.poll_begin = end;  // the next poll begins where this one ended: one clock reading a poll
}

TaskRecord* ThreadPool::next_local(Worker& w) {
    if (++w.tick % polls_between_looks == 0) {
        fire_timers();
        if (auto* task = sharing_.pop_injected()) return task;
    }
    // What the last poll made ready is still in the cache; but the rest must get its turn.
    if (!w.yielded && w.queue.tail() > w.tail_before && w.newest_in_a_row < newest_in_a_row_limit) {
        ++w.newest_in_a_row;
        if (auto* task = w.queue.pop_newest()) return task;
    }
    w.yielded = false;
    w.newest_in_a_row = 0;
    return w.queue.pop_oldest();
}

void ThreadPool::reschedule_last(TaskRecord& task) noexcept {
    static_cast<Worker*>(context.worker)->yielded = true;
    schedule(task);
}

bool ThreadPool::do_work(TaskRecord& /*task*/, Duration length) noexcept {
    auto& w = *static_cast<Worker*>(context.worker);
    // What waits here would wait long; and someone else must keep the time.
    w.tick = polls_between_looks - 1;
    WorkSharing::begin_long_poll(w);
    for (auto left = length; left > Duration::zero(); left -= longest_burn) {
        if (pausable_clock_.stands()) [[unlikely]]
            pausable_clock_.wait_while_paused(stopping_);
        fire_timers();
        ask_for_help(w);
        burn_processor(std::min(left, longest_burn).count());
    }
    WorkSharing::end_long_poll(w);
    return false;
}

void ThreadPool::ask_for_help(Worker& w) noexcept {
    const bool timers_unwatched =
        timekeeper_.load(std::memory_order_relaxed) == nullptr && next_due_.load(std::memory_order_relaxed) != never;
    sharing_.ask_for_help(w, timers_unwatched);
}

// --- Getting work from elsewhere ----------------------------------------------------------------------------------

TaskRecord* ThreadPool::steal(Worker& w, bool also_last) {
    std::size_t taken = 0;
    auto* const task = sharing_.steal(w, w.random.below(workers_.size()), also_last, taken);
    if (task == nullptr) return nullptr;
    w.stats.steals.add();
    w.stats.stolen.add(taken);
    w.last_stolen = true;
    return task;
}

TaskRecord* ThreadPool::search(Worker& w) {
    // A lone task in a queue is its owner's next: taking it would only move it. Unless the owner is at work, or has
    // been in one poll all the time we searched; then the task waits for us.
    sharing_.begin_search(w);
    std::uint64_t polls_before = 0;
    for (const auto& other : workers_) polls_before += other->stats.polls.read();
    const auto rounds = std::max(search_looks / workers_.size(), least_search_rounds);
    TaskRecord* task = nullptr;
    for (std::size_t round = 0; round < rounds && task == nullptr; ++round) {
        fire_timers();
        task = w.queue.pop_oldest();
        if (task == nullptr) task = sharing_.pop_injected();
        if (task == nullptr) {
            std::uint64_t polls_now = 0;
            for (const auto& other : workers_) polls_now += other->stats.polls.read();
            task = steal(w, round + 1 == rounds && polls_now == polls_before);
        }
    }
    sharing_.end_search(w, task != nullptr);
    return task;
}

}  // namespace weir
