// The part of the thread pool that a busy worker does not see: who parks and who keeps the time.
#include <sched.h>

#include <algorithm>

#include "core/runtime/kernel.h"
#include "core/runtime/thread_pool.h"

namespace weir {
namespace {

// Without membarrier(2) a parked worker may have missed a push, so it looks again this often.
constexpr std::int64_t recheck_without_barrier_ns = 10'000'000;

}  // namespace

void ThreadPool::park(Worker& w) {
    const bool barrier = sharing_.announce(w);
    std::optional<std::int64_t> deadline;
    // Take the post of timekeeper before looking at the timers: whoever arms one after that sees who holds it.
    Worker* none = nullptr;
    const bool keeps_time = timekeeper_.compare_exchange_strong(none, &w, std::memory_order_seq_cst);
    if (keeps_time) {
        const auto due = next_due_.load(std::memory_order_seq_cst);
        if (due != never) deadline = pausable_clock_.monotonic_at(due);
    }
    if (!barrier) deadline = std::min(deadline.value_or(never), monotonic_ns() + recheck_without_barrier_ns);
    const bool stay_awake =
        sharing_.work_for(w) || stopping_.load(std::memory_order_seq_cst) || pausable_clock_.stands();
    if (!stay_awake) {
        w.stats.parks.add();
        w.parker.park(deadline);
    }
    if (keeps_time) timekeeper_.store(nullptr, std::memory_order_seq_cst);
    w.poll_begin = 0;
    sharing_.withdraw(w);
}

// --- Timers -----------------------------------------------------------------------------------------------------

bool ThreadPool::arm(Timer& timer) noexcept {
    const auto due = TimerWheel::due(timer.deadline).time_since_epoch().count();
    bool earliest = false;
    {
        const std::lock_guard guard{timers_lock_};
        if (timer.state == Timer::State::refused) return false;
        timer.state = Timer::State::armed;
        wheel_.insert(timer);
        if (due < next_due_.load(std::memory_order_relaxed)) {
            next_due_.store(due, std::memory_order_seq_cst);
            earliest = true;
        }
    }
    if (!earliest) return true;
    if (auto* keeper = timekeeper_.load(std::memory_order_seq_cst)) keeper->parker.unpark();
    return true;
}

bool ThreadPool::disarm(Timer& timer) noexcept {
    while (true) {
        {
            const std::lock_guard guard{timers_lock_};
            switch (timer.state) {
                case Timer::State::armed:
                    wheel_.remove(timer);
                    timer.state = Timer::State::idle;
                    return true;
                case Timer::State::idle:
                    timer.state = Timer::State::refused;
                    return false;
                case Timer::State::fired:
                case Timer::State::refused:
                    return false;
                case Timer::State::firing:
                    break;
            }
        }
        sched_yield();
    }
}

void ThreadPool::fire_timers() noexcept {
    const auto due = next_due_.load(std::memory_order_relaxed);
    if (due == never) return;
    const auto time = now();
    if (time.time_since_epoch().count() < due || !timers_lock_.try_lock()) return;
    std::unique_lock guard{timers_lock_, std::adopt_lock};
    while (auto* timer = wheel_.next_expired(time)) {
        context.stats->timers.add();
        if (!timer->unlocked) {
            timer->state = Timer::State::fired;
            timer->on_fire();
            continue;
        }
        timer->state = Timer::State::firing;
        guard.unlock();
        timer->on_fire();
        guard.lock();
        timer->state = Timer::State::fired;
    }
    const auto next = wheel_.next_deadline();
    next_due_.store(next ? next->time_since_epoch().count() : never, std::memory_order_seq_cst);
}

}  // namespace weir
