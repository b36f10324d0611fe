// How long a set of tasks takes on P workers at least, and how long a greedy schedule (one that leaves no worker idle
// while a task waits) takes at most; and the same for items that go through stages one after the other.
// R. L. Graham, "Bounds for certain multiprocessing anomalies", Bell System Technical Journal 45(9), 1966. Stages in a
// row: J. L. Hennessy and D. A. Patterson, "Computer Architecture", appendix C (pipelining).
#pragma once

#include <span>

namespace weir::theory {

/// In the unit of the task lengths.
struct MakespanBounds {
    double lower = 0;  ///< no schedule is shorter: max(T1 / P, longest task)
    double upper = 0;  ///< no greedy schedule is longer: T1 / P + (1 - 1 / P) longest task
};

/// Of independent tasks with these lengths. @pre lengths >= 0, workers >= 1
MakespanBounds makespan_bounds(std::span<const double> lengths, int workers);

/// A stage of a pipeline: so many workers, each of which takes an item for so long.
struct Stage {
    double service_s = 0;  ///< seconds an item, >= 0
    int workers = 1;       ///< >= 1
};

/// Items a second that the pipeline lets through at most: the slowest stage's, min(workers / service). Infinite if no
/// stage takes time.
double pipeline_throughput(std::span<const Stage> stages);

/// How long n equal items take through stages with one worker each and room between them: the first goes through all,
/// then one leaves each time the slowest stage is done, sum s + (n - 1) max s. @pre every stage has one worker
double pipeline_makespan_s(std::span<const Stage> stages, long items);

}  // namespace weir::theory
