// What a run hands out while it goes: samples for plots, item events for the diagram, a snapshot of now.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/labs/lab.h"
#include "core/metrics/fate.h"
#include "core/metrics/histogram.h"

namespace weir::labs {

/// One row of every series. Totals are running totals since the start, so the rate over any two samples is exact, and
/// thinning old samples loses nothing from them.
struct Sample {
    double t_s = 0;
    /// totals[0] offered, [1..6] the fates in the order of all_fates, then LabInfo::own_totals.
    std::vector<std::uint64_t> totals;
    std::vector<double> gauges;          ///< in the order of LabInfo::gauges
    metrics::SparseHistogram latencies;  ///< nanoseconds; of items that ended since the sample before
    std::uint8_t phase = 0;
};

/// What happened to one item.
struct ItemEvent {
    enum class Kind : std::uint8_t {
        arrived,
        started,
        moved,  ///< from one place of the lab to another; told with ItemEvents::sampled alone
        ended,
    };
    double t_s = 0;
    std::uint64_t item = 0;
    Kind kind = Kind::arrived;
    Fate fate = Fate::completed;  ///< of an `ended` event
    std::uint8_t place = 0;       ///< of a `moved` event: where to, as the lab counts its places; work starts at 0
};

/// Which items tell what happens to them.
enum class ItemEvents : std::uint8_t {
    none,
    sampled,  ///< one in `Snapshot::sampled_one_in`, as many as the tokens of a diagram the eye can follow
    all,
};

/// A parameter change that took effect.
struct AppliedChange {
    double t_s = 0;
    std::size_t parameter = 0;
    double from = 0;
    double to = 0;
};

/// Little's law over a sliding window: L measured directly, against lambda times W.
struct Little {
    double l = 0;          ///< mean number of items in the system
    double lambda = 0;     ///< items a second
    double w_s = 0;        ///< mean time in the system, seconds
    bool settled = false;  ///< past warm-up: the window is full
};

struct Snapshot {
    double t_s = 0;
    std::uint64_t offered = 0;
    std::array<std::uint64_t, fate_count> fates{};
    std::uint64_t in_flight =
        0;  ///< counted on its own: offered == sum of fates + in_flight is a check, not a definition
    Little little;
    int workers = 0;
    std::uint64_t unobserved_failures = 0;
    std::uint32_t sampled_one_in = 1;
    std::size_t phase = 0;
    Badge badge;
    std::string reason;
    std::shared_ptr<const LabState> state;

    bool conserved() const {
        std::uint64_t sum = in_flight;
        for (const auto n : fates) sum += n;
        return sum == offered;
    }
};

}  // namespace weir::labs
