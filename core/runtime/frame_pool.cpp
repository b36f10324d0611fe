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

constexpr std::size_t granule = 64;  // a cache line: two frames never share one
constexpr std::size_t class_count = 16;
// 32 frames a batch: one visit to the depot's lock (about 20 ns) costs under 1 ns a frame.
constexpr std::uint32_t batch_frames = 32;

struct FreeFrame {
    FreeFrame* next;
    FreeFrame* next_batch;
};

struct Batch {
    FreeFrame* first = nullptr;
    std::uint32_t count = 0;
};

/// One thread's lists. Never freed: a thread that ends hands its cache to the next thread that starts.
struct Cache {
    std::array<Batch, class_count> current;
    std::array<FreeFrame*, class_count> spare{};  // each a full batch or nothing
    std::atomic<std::int64_t> balance{0};         // written by the owning thread only
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

constinit thread_local Cache* thread_cache = nullptr;

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

inline Cache& cache() { return thread_cache != nullptr ? *thread_cache : adopt_cache(); }

inline void count(Cache& c, std::int64_t by) noexcept {
    c.balance.store(c.balance.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

#ifdef WEIR_SANITIZED
constexpr bool pooled = false;
#else
constexpr bool pooled = true;
#endif

constexpr std::size_t class_of(std::size_t size) { return (size - 1) / granule; }

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

void give_to_depot(FreeFrame* batch, std::size_t k) noexcept {
    auto& d = depot();
    const std::lock_guard guard{d.locks[k]};
    batch->next_batch = d.batches[k];
    d.batches[k] = batch;
}

[[gnu::noinline]] void spill(Cache& c, std::size_t k) noexcept {
    if (c.spare[k] != nullptr) give_to_depot(c.spare[k], k);
    c.spare[k] = c.current[k].first;
    c.current[k] = {};
}

}  // namespace

void* allocate(std::size_t size) {
    auto& c = cache();
    count(c, 1);
    const auto k = class_of(size);
    if (!pooled || k >= class_count) [[unlikely]]
        return ::operator new(size);
    auto& current = c.current[k];
    if (current.first == nullptr) refill(c, k);
    auto* const frame = current.first;
    current.first = frame->next;
    --current.count;
    return frame;
}

void release(void* frame, std::size_t size) noexcept {
    auto& c = cache();
    count(c, -1);
    const auto k = class_of(size);
    if (!pooled || k >= class_count) [[unlikely]] {
        ::operator delete(frame);
        return;
    }
    auto& current = c.current[k];
    if (current.count == batch_frames) spill(c, k);
    current.first = ::new (frame) FreeFrame{current.first, nullptr};
    ++current.count;
}

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
