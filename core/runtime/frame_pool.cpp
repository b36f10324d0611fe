#include "core/runtime/frame_pool.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "core/runtime/spinlock.h"

namespace weir::frame_pool {
namespace {

using detail::batch_frames;
using detail::Cache;
using detail::class_count;
using detail::granule;
using detail::thread_cache;

/// What lies in a frame while the depot has it.
struct FreeFrame {
    FreeFrame* next;
    FreeFrame* next_batch;
};

struct Depot {
    std::array<SpinLock, class_count> locks;
    std::array<FreeFrame*, class_count> batches{};
    std::mutex registry;  // guards what follows; taken only when a thread starts or ends or memory grows
    std::vector<std::unique_ptr<Cache>> caches;
    std::vector<Cache*> unused;
    std::vector<std::unique_ptr<std::byte[]>> slabs;
};

Depot& depot() {
    static auto* const instance = new Depot;  // never destroyed: frames may be freed during exit
    return *instance;
}

FreeFrame* carve_batch(std::size_t k) {
    const std::size_t bytes = (k + 1) * granule;
    auto slab = std::make_unique_for_overwrite<std::byte[]>(bytes * batch_frames + granule);
    const auto address = reinterpret_cast<std::uintptr_t>(slab.get());
    std::byte* p = slab.get() + (granule - address % granule) % granule;
    FreeFrame* list = nullptr;
    for (std::uint32_t i = 0; i < batch_frames; ++i, p += bytes) list = ::new (p) FreeFrame{list, nullptr};
    auto& d = depot();
    const std::lock_guard guard{d.registry};
    d.slabs.push_back(std::move(slab));
    return list;
}

FreeFrame* take_from_depot(std::size_t k) noexcept {
    auto& d = depot();
    const std::lock_guard guard{d.locks[k]};
    auto* const batch = d.batches[k];
    if (batch != nullptr) d.batches[k] = batch->next_batch;
    return batch;
}

void give_to_depot(FreeFrame* batch, std::size_t k) noexcept {
    auto& d = depot();
    const std::lock_guard guard{d.locks[k]};
    batch->next_batch = d.batches[k];
    d.batches[k] = batch;
}

}  // namespace

namespace detail {

[[gnu::noinline]] void refill(Cache& c, std::size_t k) {
    auto* batch = take_from_depot(k);
    if (batch == nullptr) batch = carve_batch(k);
    auto& list = c.lists[k];
    for (; batch != nullptr; batch = batch->next) list.frames[list.count++] = batch;
    c.count(batch_frames);
}

// The older half goes: what was released last is still in this processor's cache.
[[gnu::noinline]] void spill(Cache& c, std::size_t k) noexcept {
    auto& list = c.lists[k];
    FreeFrame* batch = nullptr;
    for (std::uint32_t i = 0; i < batch_frames; ++i) batch = ::new (list.frames[i]) FreeFrame{batch, nullptr};
    list.count -= batch_frames;
    std::copy_n(list.frames.begin() + batch_frames, list.count, list.frames.begin());
    c.count(-std::int64_t{batch_frames});
    give_to_depot(batch, k);
}

[[gnu::noinline]] Cache& adopt_cache() {
    auto& d = depot();
    const std::lock_guard guard{d.registry};
    if (d.unused.empty()) {
        d.caches.push_back(std::make_unique<Cache>());
        d.unused.push_back(d.caches.back().get());
    }
    thread_cache = d.unused.back();
    d.unused.pop_back();
    return *thread_cache;
}

}  // namespace detail

std::int64_t live_frames() noexcept {
    auto& d = depot();
    const std::lock_guard guard{d.registry};
    std::int64_t sum = 0;
    for (const auto& c : d.caches) {
        sum += c->balance.load(std::memory_order_relaxed);
        for (const auto& list : c->lists) sum -= list.count;
    }
    return sum;
}

void flush_thread() noexcept {
    if (thread_cache == nullptr) return;
    auto& c = *std::exchange(thread_cache, nullptr);
    for (std::size_t k = 0; k < class_count; ++k) {
        // Less than a batch stays in the cache for the thread that adopts it.
        while (c.lists[k].count >= batch_frames) detail::spill(c, k);
    }
    auto& d = depot();
    const std::lock_guard guard{d.registry};
    d.unused.push_back(&c);
}

}  // namespace weir::frame_pool
