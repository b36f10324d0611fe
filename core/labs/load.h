// The load a lab faces: when items arrive, and which luck each of them will have.
//
// Everything random about an item is drawn when it arrives, from streams of their own, so that two variants of a
// pattern under the same seed face the same items at the same times; the current parameters decide later what the draw
// means.
#pragma once

#include <functional>

#include "core/labs/common.h"
#include "core/labs/parameters.h"
#include "core/labs/probe.h"
#include "core/runtime/random.h"
#include "core/runtime/task.h"

namespace weir::labs {

/// One item's luck: independent uniform numbers in [0, 1).
struct Draws {
    explicit Draws(Random& random) noexcept
        : latency{random.uniform()},
          latency_too{random.uniform()},
          failure{random.uniform()},
          slow{random.uniform()},
          hang{random.uniform()},
          crash{random.uniform()} {}

    double latency, latency_too, failure, slow, hang, crash;
};

/// What the lab does with an item, to its end.
using Serve = std::function<Task<void>(Item, Draws)>;

/// Offers items as load.* says until cancelled. To be spawned outside of the workers (Probe::spawn_outside), so that it
/// keeps its schedule however busy they are; items are served on the workers.
///
/// Open loop (constant, poisson, bursts): each item is served by a task of its own in the probe's group and arrives at
/// its intended time whatever became of those before. Closed loop: load.users users each wait for their item to end,
/// then think; the thinking time is exponential with mean users / rate, so that the rate is what they would offer if
/// answers took no time.
///
/// A changed rate acts within 10 ms: the time left to the next arrival shrinks or grows with it.
Task<void> offer_load(Probe& probe, const Parameters& parameters, Serve serve);

}  // namespace weir::labs
