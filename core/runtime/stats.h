// What a worker counts. Plain stores by the worker, relaxed loads by anyone: reading changes nothing.
#pragma once

#include <cstdint>

#include "core/metrics/counter.h"

namespace weir {

struct alignas(64) WorkerStats {
    metrics::Counter polls;       ///< times a task was resumed from a queue
    metrics::Counter spawned;     ///< by tasks of this worker; what other threads spawn is not counted
    metrics::Counter ended;       ///< spawned tasks that ended other than inside their parent
    metrics::Counter taken_back;  ///< spawned tasks that their parent ran itself, as a plain call
    metrics::Counter steals;      ///< successful visits to another worker's queue
    metrics::Counter stolen;      ///< tasks taken on them
    metrics::Counter parks;
    metrics::Counter timers;  ///< timers fired
};

/// Sum over an engine's workers.
struct EngineStats {
    std::uint64_t polls = 0;
    std::uint64_t spawned = 0;
    std::uint64_t ended = 0;
    std::uint64_t taken_back = 0;
    std::uint64_t steals = 0;
    std::uint64_t stolen = 0;
    std::uint64_t parks = 0;
    std::uint64_t timers = 0;
    std::uint64_t unobserved_failures = 0;

    void add(const WorkerStats& w) {
        polls += w.polls.read();
        spawned += w.spawned.read();
        ended += w.ended.read();
        taken_back += w.taken_back.read();
        steals += w.steals.read();
        stolen += w.stolen.read();
        parks += w.parks.read();
        timers += w.timers.read();
    }
};

}  // namespace weir
