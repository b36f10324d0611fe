// The service the batching lab calls: one call is for many items and costs a fixed time, and some more for each item.
#pragma once

#include <vector>

#include "core/labs/common.h"
#include "core/labs/load.h"
#include "core/labs/parameters.h"
#include "core/labs/service.h"
#include "core/runtime/executor.h"
#include "core/runtime/task.h"

namespace weir::labs {

/// Faults are drawn an item: one slow item costs the slow factor more than it would, and one that hangs, crashes or
/// fails makes the whole call hang, crash or fail. The spread is that of the whole call, by the luck of its first item.
class BatchService {
public:
    BatchService(Executor& engine, const Parameters& parameters);

    /// One call for all these items, at least one, given up after call.timeout. @throws Crash, Cancelled
    Task<Answer> call(std::vector<Draws> items);

private:
    Task<Answer> answer(std::vector<Draws> items);
    Task<void> compute(Duration length);
    double mean_s(const std::vector<Draws>& items) const;
    bool any(const std::vector<Draws>& items, double Draws::*luck, std::size_t parameter) const;

    Executor& engine_;
    const Parameters& parameters_;
    FaultIndices faults_;
    std::size_t cost_fixed_, cost_item_, spread_, work_, timeout_;
};

}  // namespace weir::labs
