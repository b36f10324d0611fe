// What the batching diagram draws: a bus with seats and a departure clock, the buses under way, and those that left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct BatchingState final : LabState {
    enum class Reason : std::uint8_t { full, time, flush };
    struct Departure {
        std::uint64_t number = 0;
        std::size_t size = 0;
        Reason reason = Reason::time;
        double first_wait_ms = 0;
    };

    bool textbook = false;
    bool ended = false;       ///< textbook: a throw has ended the loop
    std::size_t seats = 0;    ///< items that make a batch full
    std::size_t waiting = 0;  ///< items; those beyond the seats wait for the next bus
    std::size_t queue_capacity = 0;
    bool clock_runs = false;          ///< the departure clock; that of the textbook form runs always
    double departs_in_s = 0;          ///< 0 when due, while it waits for a slot
    double linger_s = 0;              ///< the whole turn of the clock
    std::size_t in_flight = 0;        ///< batches
    std::size_t slot_count = 0;       ///< batches that may be in flight
    std::vector<Departure> departed;  ///< the last ones, oldest first, at most 16

    double arrivals_per_s = 0;
    double completed_per_s = 0;
    double failed_per_s = 0;  ///< failed and timed out together
    double rejected_per_s = 0;
    double cost_fixed_ms = 0;
    double cost_item_ms = 0;
    bool outage = false;
    bool latency_spike = false;
};

}  // namespace weir::labs
