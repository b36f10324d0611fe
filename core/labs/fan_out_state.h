// What the fan-out diagram draws: lanes, and the tray of results.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/labs/lab.h"
#include "core/metrics/fate.h"

namespace weir::labs {

struct FanOutState final : LabState {
    /// What stands on a lane. Lanes that are free are told, too, so that each item keeps its lane.
    struct Lane {
        enum class Use : std::uint8_t {
            free,
            ready,   ///< its item has been taken and waits for a worker
            working  ///< its item is being worked on
        };
        Use use = Use::free;
        std::uint64_t item = 0;  ///< its number in input order
    };
    /// A result in the tray.
    struct Result {
        std::uint64_t item = 0;  ///< number in input order
        Fate fate = Fate::completed;
        bool out_of_order = false;  ///< one with a higher number was there before it
    };

    bool textbook = false;
    bool open = false;               ///< open load: no batches, and each result goes to who asked for it
    std::size_t limit = 0;           ///< limit.in_flight
    std::vector<Lane> lanes;         ///< at least `limit`; more while those begun before it was lowered end
    std::size_t held_back = 0;       ///< results that are there and not delivered yet
    std::vector<Result> tray;        ///< the newest results, the last delivered last; at most tray_capacity
    std::size_t items = 0;           ///< in the batch
    std::size_t taken = 0;           ///< of the batch, so far
    std::size_t delivered = 0;       ///< of the batch, so far
    std::size_t queued = 0;          ///< open load: items that wait
    std::uint64_t batches = 0;       ///< that have ended
    double makespan_s = 0;           ///< of the last batch
    double lower_bound_s = 0;        ///< no schedule of what the last batch did is shorter
    double upper_bound_s = 0;        ///< no greedy schedule of it is longer
    std::uint64_t out_of_order = 0;  ///< results since the start
    double arrivals_per_s = 0;
    double completed_per_s = 0;
    double failed_per_s = 0;  ///< failed and timed out together
    double dropped_per_s = 0;
    bool outage = false;
    bool latency_spike = false;

    static constexpr std::size_t tray_capacity = 32;
};

}  // namespace weir::labs
