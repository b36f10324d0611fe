// What the pipeline diagram draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct PipelineState final : LabState {
    struct Stage {
        std::size_t queued = 0;
        std::size_t queue_capacity = 0;  ///< 0: no queue before it (textbook, but for the first stage)
        std::size_t workers = 0;
        std::size_t working = 0;
        std::size_t held = 0;    ///< finished items that workers hold: the next queue is full, or it is not their turn
        double utilisation = 0;  ///< 0 to 1, lately: worker time spent at work
        double latency_ms = 0;
        double passed_per_s = 0;
        double failed_per_s = 0;  ///< failed and timed out here
        bool struck = false;      ///< the faults strike here
    };

    /// The places items move to: at work in stage k, from 0, and before it in its queue.
    static constexpr std::uint8_t work_place(std::size_t k) { return static_cast<std::uint8_t>(2 * k); }
    static constexpr std::uint8_t queue_place(std::size_t k) { return static_cast<std::uint8_t>(2 * k - 1); }

    std::vector<Stage> stages;
    bool textbook = false;
    bool resequence = false;
    bool ended = false;  ///< textbook: a stage threw, and it took that for the end of the input

    double arrivals_per_s = 0;
    double completed_per_s = 0;
    double failed_per_s = 0;  ///< failed and timed out together
    double rejected_per_s = 0;
    double dropped_per_s = 0;
    bool outage = false;
    bool latency_spike = false;
};

}  // namespace weir::labs
