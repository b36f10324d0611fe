// core/runtime/kernel.h as the checker has it: a futex that blocks one of its threads, a barrier in all of them.
#include "core/runtime/kernel.h"

#include "tests/model/explore.h"

// Relacy counts what is allocated and replaces these without a size; what they are called with must go the same way.
void operator delete(void* p, std::size_t /*size*/) noexcept { ::operator delete(p); }
void operator delete[](void* p, std::size_t /*size*/) noexcept { ::operator delete[](p); }

namespace weir {

bool futex_wait(const Atomic<std::uint32_t>& word, std::uint32_t expected,
                std::optional<std::int64_t> /*monotonic_deadline_ns*/) noexcept {
    auto& checker = rl::ctx();
    auto& value = word.checked();
    checker.sched();
    // The kernel compares and falls asleep as one step, and is a full barrier on both sides.
    checker.atomic_thread_fence_seq_cst();
    {
        const rl::preemption_disabler one_step{checker};
        if (value.load(rl::mo_seq_cst, {}) != expected) return true;
    }
    value.wait(checker, false, checker.is_random_sched(), {});
    return true;
}

void futex_wake(const Atomic<std::uint32_t>& word) noexcept {
    auto& checker = rl::ctx();
    checker.sched();
    checker.atomic_thread_fence_seq_cst();
    word.checked().wake(checker, 1, {});
}

bool heavy_barrier() noexcept {
    if (!model::kernel_has_barrier) return false;
    const auto order =
        model::order_at(std::memory_order_seq_cst, model::Operation::barrier, std::source_location::current());
    rl::ctx().sched();
    if (order == std::memory_order_seq_cst) rl::systemwide_fence({});
    return true;
}

void spin(int /*pauses*/) noexcept { rl::yield(1, {}); }

void yield_processor() noexcept { rl::yield(1, {}); }

}  // namespace weir
