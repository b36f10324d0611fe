// What the work-stealing diagram draws: a deque and a lane for each worker, and the queue they share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct WorkStealingState final : LabState {
    struct Worker {
        std::size_t waiting = 0;  ///< tasks in its deque
        /// Whose tasks the oldest of them are, oldest first, at most 32: its own, or stolen ones, which keep their
        /// home's colour.
        std::vector<std::size_t> homes;
        bool running = false;
        std::size_t running_home = 0;  ///< whose task it runs, if it runs one
        bool dead = false;             ///< textbook: a task that threw has ended it, and its queue is lost
        std::uint64_t executed = 0;    ///< tasks, since the start
        std::uint64_t steals = 0;      ///< visits to other deques that found something, since the start
        std::uint64_t stolen = 0;      ///< tasks it took on them
        std::size_t robbed = 0;        ///< whom it stole from last; no worker's number: nobody yet
        double robbed_s = 0;           ///< when that was, engine time
    };

    bool textbook = false;
    std::string strategy;      ///< "stealing", "central"; the textbook form's is "private"
    bool steals_half = true;   ///< a thief takes half of a deque, else one task
    std::size_t capacity = 0;  ///< of each deque
    std::vector<Worker> workers;
    std::size_t shared = 0;     ///< tasks in the queue that all share
    std::size_t tasks = 0;      ///< in the batch
    std::size_t done = 0;       ///< of the batch, so far
    std::uint64_t batches = 0;  ///< that have ended
    double makespan_s = 0;      ///< of the last batch
    double lower_bound_s = 0;   ///< no schedule of what the last batch did is shorter
    double upper_bound_s = 0;   ///< no schedule that leaves no worker idle while a task waits is longer
    std::uint64_t lost = 0;     ///< tasks that never ran, since the start
    double completed_per_s = 0;
    double failed_per_s = 0;  ///< failed and timed out together
    double steals_per_s = 0;
    bool outage = false;
    bool latency_spike = false;
};

}  // namespace weir::labs
