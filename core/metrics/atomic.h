// The types by which threads share memory without a lock, under names of their own so that a model checker can put its
// types in their place: the same sources are then compiled again with WEIR_SHARED_TYPES naming a header that has these.
#pragma once

#ifdef WEIR_SHARED_TYPES
#include WEIR_SHARED_TYPES
#else

#include <atomic>

namespace weir {

/// Read and written by several threads at once. Every access names its memory order.
template <class T>
using Atomic = std::atomic<T>;

/// Read and written by several threads, but a protocol keeps them apart: to a checker, two at once are an error.
template <class T>
using Plain = T;

}  // namespace weir

#endif
