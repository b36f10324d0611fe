// What the circuit-breaker diagram draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct BreakerState final : LabState {
    enum class Switch : std::uint8_t { closed, open, half_open, forced_open, disabled, metrics_only };
    enum class Outcome : std::uint8_t { success, failure, slow };

    Switch position = Switch::closed;
    bool textbook = false;
    double open_remaining_s = 0;  ///< until probes are let through; 0 unless open
    double open_total_s = 0;      ///< the whole open period, for the ring
    int probes_allowed = 0;       ///< half-open: how many may try
    int probes_started = 0;
    int probes_succeeded = 0;

    /// The last outcomes in the window, oldest first, at most 100; window_size is how many the window holds in all.
    std::vector<Outcome> window;
    std::size_t window_calls = 0;
    double failure_rate = 0;       ///< percent of the calls in the window; 0 when empty
    double slow_rate = 0;          ///< percent
    double failure_threshold = 0;  ///< percent; of the textbook variant: failures in a row needed
    std::string shadow;            ///< what the shadow breaker would have done; empty when it is off

    double arrivals_per_s = 0;
    double completed_per_s = 0;
    double failed_per_s = 0;  ///< failed and timed out together
    double rejected_per_s = 0;
    std::size_t queued = 0;
    std::size_t queue_capacity = 0;
    std::size_t busy = 0;        ///< calls in the service now
    std::size_t call_slots = 0;  ///< limit.in_flight
    double service_latency_ms = 0;
    double service_failure_percent = 0;
    bool outage = false;
    bool latency_spike = false;
};

}  // namespace weir::labs
