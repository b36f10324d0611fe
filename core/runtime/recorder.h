// What an engine tells of its scheduling: one slice a poll. Off by default; recording costs one clock reading and one
// store a poll, never an allocation, and never makes the engine wait.
#pragma once

#include <cstdint>

#include "core/metrics/event_ring.h"
#include "core/runtime/time.h"

namespace weir {

/// A task ran on a worker from `begin` to `end` (engine time). In virtual time a poll takes none, and is one slice with
/// the work it leads to.
struct PollEvent {
    Time begin;
    Time end;
    /// The task's identity. Threads: while it lives; may be used again afterwards. Virtual time: for good, counted from
    /// 1 in the order of first polls.
    std::uint64_t task = 0;
    std::uint32_t worker = 0;
    bool stolen = false;  ///< came from another worker's queue
};

using PollRing = metrics::EventRing<PollEvent>;

}  // namespace weir
