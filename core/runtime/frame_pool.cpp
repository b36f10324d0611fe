#include "core/runtime/frame_pool.h"

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
using detail::FreeFrame;
using detail::granule;
using detail::thread_cache;

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

void give_to_depot(FreeFrame* batch, std::size_t k) noexcept {
    auto& d = depot();
    const std::lock_guard guard{d.locks[k]};
    batch->next_batch = d.batches[k];
    d.batches[k] = batch;
}

}  // namespace

namespace detail {

[[gnu::noinline]] void refill(Cache& c, std::size_t k) {
    auto& current = c.current[k];
    if (c.spare[k] != nullptr) {
        current = {std::exchange(c.spare[k], nullptr), batch_frames};
        return;
    }
    auto& d = depot();
    {
        const std::lock_guard guard{d.locks[k]};
        if (auto* const batch = d.batches[k]; batch != nullptr) {
            d.batches[k] = batch->next_batch;
            current = {batch, batch_frames};
            return;
        }
    }
    current = {carve_batch(k), batch_frames};
}

[[gnu::noinline]] void spill(Cache& c, std::size_t k) noexcept {
    if (c.spare[k] != nullptr) give_to_depot(c.spare[k], k);
    c.spare[k] = c.current[k].first;
    c.current[k] = {};
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
    for (const auto& c : d.caches) sum += c->balance.load(std::memory_order_relaxed);
    return sum;
}

void flush_thread() noexcept {
    if (thread_cache == nullptr) return;
    auto& c = *std::exchange(thread_cache, nullptr);
    for (std::size_t k = 0; k < class_count; ++k) {
        // A partial batch stays in the cache for the thread that adopts it.
        if (c.spare[k] != nullptr) give_to_depot(std::exchange(c.spare[k], nullptr), k);
    }
    auto& d = depot();
    const std::lock_guard guard{d.registry};
    d.unused.push_back(&c);
}

}  // namespace weir::frame_pool
