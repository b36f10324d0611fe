// Memory for coroutine frames. g++ never elides a frame, so this is on the path of every await.
//
// Invariants
//  1. A frame of size class k comes from, and returns to, list k; classes are multiples of 64 bytes up to 1 KiB, larger
//     frames go to operator new.
//  2. A thread touches only its own lists without a lock. Whole batches of frames move between threads through a shared
//     depot, so a thread that only frees feeds one that only allocates.
//  3. Under sanitizers every frame is its own operator new, so that use after free is seen; the counts stay.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weir::frame_pool {

/// Returns memory for a frame of `size` bytes, aligned to alignof(std::max_align_t). @throws std::bad_alloc
void* allocate(std::size_t size);

/// Gives back what allocate(size) returned. May be called on another thread.
void release(void* frame, std::size_t size) noexcept;

/// Frames allocated and not yet released, over all threads. Exact only while no thread runs coroutines.
std::int64_t live_frames() noexcept;

/// Gives this thread's lists back to the depot. Engine threads call it before they end.
void flush_thread() noexcept;

}  // namespace weir::frame_pool
