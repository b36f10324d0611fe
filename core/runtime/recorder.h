// What an engine tells of its scheduling, for the timeline: one slice a poll. Off by default; recording costs one clock
// reading and one store a poll, never an allocation, and never makes the engine wait.
#pragma once

#include <cstdint>

#include "core/metrics/event_ring.h"
#include "core/runtime/time.h"

namespace weir {

/// A task ran on a worker from `begin` to `end` (engine time).
struct PollEvent {
    Time begin;
    Time end;
    std::uint64_t task = 0;  ///< the task's identity while it lives; may be reused afterwards
    std::uint32_t worker = 0;
    bool stolen = false;  ///< came from another worker's queue
};

using PollRing = metrics::EventRing<PollEvent>;

}  // namespace weir
