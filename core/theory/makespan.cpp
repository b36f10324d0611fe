#include "core/theory/makespan.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace weir::theory {

MakespanBounds makespan_bounds(std::span<const double> lengths, int workers) {
    assert(workers >= 1);
    double total = 0;
    double longest = 0;
    for (const double length : lengths) {
        total += length;
        longest = std::max(longest, length);
    }
    const double share = total / workers;
    return {std::max(share, longest), share + (1 - 1.0 / workers) * longest};
}

double pipeline_throughput(std::span<const Stage> stages) {
    double slowest = std::numeric_limits<double>::infinity();
    for (const auto& stage : stages)
        if (stage.service_s > 0) slowest = std::min(slowest, stage.workers / stage.service_s);
    return slowest;
}

double pipeline_makespan_s(std::span<const Stage> stages, long items) {
    if (items <= 0) return 0;
    double through = 0;
    double slowest = 0;
    for (const auto& stage : stages) {
        assert(stage.workers == 1);
        through += stage.service_s;
        slowest = std::max(slowest, stage.service_s);
    }
    return through + static_cast<double>(items - 1) * slowest;
}

}  // namespace weir::theory
