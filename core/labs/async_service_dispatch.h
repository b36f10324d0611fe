// Times what dispatch costs: a call through so many layers that do nothing, under each dispatch, and through a box.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

#include "core/labs/async_service_stacks.h"
#include "core/runtime/executor.h"
#include "core/runtime/task.h"

namespace weir::labs {

/// All figures are in nanoseconds a call, on the engine's clock; the coroutine frames that the layers take are part
/// of them. In virtual time, where running code takes no time, all stay 0. Any thread may read.
class DispatchCost {
public:
    /// Takes some milliseconds in slices of some ten microseconds, with everything else going on between them; each
    /// figure is the median of its slices. It goes once, on the executor of the task that awaits it.
    Task<void> measure(Executor& engine);

    /// 0: not measured. @param layers 0 to layer_places
    double through(Dispatch dispatch, std::size_t layers) const {
        return through_[static_cast<std::size_t>(dispatch)][layers].load(std::memory_order_relaxed);
    }
    /// Of a call of the textbook form.
    double boxed() const { return boxed_.load(std::memory_order_relaxed); }

private:
    std::array<std::array<std::atomic<double>, layer_places + 1>, 3> through_{};
    std::atomic<double> boxed_{0};
};

}  // namespace weir::labs
