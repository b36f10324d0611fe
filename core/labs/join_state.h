// What the join diagram draws: a Gantt chart of the tasks of one join.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/labs/lab.h"
#include "core/metrics/fate.h"

namespace weir::labs {

struct JoinState final : LabState {
    /// A task: an I/O wait, then a computation. Times are engine time in seconds; below 0: it has not come to that.
    struct Bar {
        enum class Stage : std::uint8_t {
            not_begun,
            waiting,    ///< for its I/O; past due_s, for a worker to go on with
            ready,      ///< to compute: it waits for a blocking thread
            computing,  ///< on `lane`
            ended,
        };
        Stage stage = Stage::not_begun;
        Fate fate = Fate::completed;  ///< once it has ended: completed, failed, timed_out or cancelled
        bool on_thread = false;       ///< it computes, or has, on a blocking thread and not on a worker
        std::size_t lane = 0;         ///< which of these: the lowest that nobody computed on
        double begun_s = -1;
        double due_s = -1;  ///< its I/O is there; stays below 0 if it never will be
        double computing_s = -1;
        double ended_s = -1;
    };

    bool textbook = false;
    bool in_pool = false;    ///< they compute on blocking threads
    std::string policy;      ///< "join", "try_join", "collect"; of the textbook form ""
    std::size_t places = 0;  ///< on which they may compute at once: workers or blocking threads
    std::size_t computing = 0;
    std::uint64_t join = 0;  ///< the number of this join, from 1; 0: none has begun
    double begun_s = 0;
    double returned_s = -1;       ///< below 0: it is under way
    std::vector<Bar> bars;        ///< its tasks in the order of the list
    std::size_t left_behind = 0;  ///< tasks that run although their join has returned, this one or an earlier one

    std::uint64_t joins = 0;         ///< that have returned
    std::uint64_t joins_failed = 0;  ///< that threw
    std::uint64_t outlived = 0;      ///< tasks left behind since the start
    double makespan_s = 0;           ///< of the last join, as is what follows
    double speedup = 0;              ///< against one task after the other
    double lower_bound_s = 0;        ///< no schedule of what was done is shorter
    bool outage = false;
    bool latency_spike = false;
};

}  // namespace weir::labs
