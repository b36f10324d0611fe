// Memory for coroutine frames. g++ never elides a frame, so this is on the path of every await.
//
// Invariants
//  1. A frame of size class k comes from, and returns to, list k; classes are multiples of 64 bytes up to 1 KiB, larger
//     frames go to operator new.
//  2. A thread touches only its own lists without a lock. Whole batches of frames move between threads through a shared
//     depot, so a thread that only frees feeds one that only allocates.
//  3. Under sanitizers every frame is its own operator new, so that use after free is seen; the counts stay.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>

namespace weir::frame_pool {

namespace detail {

inline constexpr std::size_t granule = 64;  // a cache line: two frames never share one
inline constexpr std::size_t class_count = 16;
// 32 frames a batch: one visit to the depot's lock (about 20 ns) costs under 1 ns a frame.
inline constexpr std::uint32_t batch_frames = 32;

/// Frames of one class at rest: at most two batches, so that a thread at the edge of one does not go to and fro. A
/// stack of pointers: links inside the frames would be a second chain of loads on the way of every await.
struct FreeList {
    std::uint32_t count = 0;
    std::array<void*, std::size_t{2} * batch_frames> frames;
};

/// One thread's lists. Never freed: a thread that ends hands its cache to the next thread that starts.
struct Cache {
    std::array<FreeList, class_count> lists;
    // Frames fetched minus frames given away, from and to the depot or operator new; the owning thread writes it. What
    // of them is not in the lists is in use: counting that way costs nothing on the way of every frame.
    std::atomic<std::int64_t> balance{0};

    void count(std::int64_t by) noexcept {
        balance.store(balance.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    }
};

inline constinit thread_local Cache* thread_cache = nullptr;

Cache& adopt_cache();
void refill(Cache& cache, std::size_t size_class);
void spill(Cache& cache, std::size_t size_class) noexcept;

inline Cache& cache() {
    if (thread_cache == nullptr) [[unlikely]]
        return adopt_cache();
    return *thread_cache;
}

constexpr std::size_t class_of(std::size_t size) { return (size - 1) / granule; }

#ifdef WEIR_SANITIZED
inline constexpr bool pooled = false;
#else
inline constexpr bool pooled = true;
#endif

}  // namespace detail

/// Returns memory for a frame of `size` bytes, aligned to alignof(std::max_align_t). @throws std::bad_alloc
inline void* allocate(std::size_t size) {
    auto& cache = detail::cache();
    const auto k = detail::class_of(size);
    if (!detail::pooled || k >= detail::class_count) [[unlikely]] {
        cache.count(1);
        return ::operator new(size);
    }
    auto& list = cache.lists[k];
    if (list.count == 0) [[unlikely]]
        detail::refill(cache, k);
    return list.frames[--list.count];
}

/// Gives back what allocate(size) returned. May be called on another thread.
inline void release(void* frame, std::size_t size) noexcept {
    auto& cache = detail::cache();
    const auto k = detail::class_of(size);
    if (!detail::pooled || k >= detail::class_count) [[unlikely]] {
        cache.count(-1);
        ::operator delete(frame);
        return;
    }
    auto& list = cache.lists[k];
    if (list.count == list.frames.size()) [[unlikely]]
        detail::spill(cache, k);
    list.frames[list.count++] = frame;
}

/// Frames allocated and not yet released, over all threads. Only while no thread runs coroutines.
std::int64_t live_frames() noexcept;

/// Gives this thread's lists back to the depot. Engine threads call it before they end.
void flush_thread() noexcept;

}  // namespace weir::frame_pool
