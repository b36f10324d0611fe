// All samples of a run in bounded memory: the newest at full resolution, older ones merged in pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/sample.h"

namespace weir::labs {

/// Holds at most `capacity` samples. When full, the older half is thinned: two neighbours become one with the later
/// running totals (so rates stay exact), the larger gauge (so peaks stay visible) and the merged histogram (so percentiles
/// are never averaged). Not thread-safe.
class History {
public:
    explicit History(std::size_t capacity = 4096);

    void add(Sample sample);
    void clear();

    std::size_t size() const { return samples_.size(); }
    std::span<const Sample> samples() const { return samples_; }

    /// Grows by one whenever older samples were thinned: what was drawn before must be drawn anew.
    std::uint64_t revision() const { return revision_; }

    /// The value of a series at sample i. Rates and percentiles look back over `span_s` seconds (at least one sample).
    /// NaN when there is nothing to show: no item ended in the span, or no earlier sample.
    double value(const SeriesSpec& series, std::size_t i, double span_s) const;

private:
    std::vector<Sample> samples_;
    std::size_t capacity_;
    std::uint64_t revision_ = 0;
};

}  // namespace weir::labs
