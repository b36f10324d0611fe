// All samples of a run in bounded memory: the newest at full resolution, older ones merged.
//
// Invariants: at most `capacity` samples; the newer half is as it was added; every sample stands for all that were
// added since the one before it, so nothing between the first and the last is left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "core/metrics/histogram.h"

namespace weir::labs {

/// When full, the older half is thinned to about half its size: neighbours become one with the later time and running
/// totals (so rates stay exact), the larger gauge (so peaks stay visible), the merged histogram (so percentiles are
/// never averaged) and the last phase that was not the normal one. Each then stands for about as many samples as the
/// others in the older half, so the whole of a long run stays visible. Not thread-safe.
class History {
public:
    /// @pre capacity >= 4
    explicit History(std::size_t capacity = 4096);

    /// Adding takes constant time, but for the thinning. @pre sample.t_s is not before the last one's
    void add(Sample sample);
    void clear();
    /// All samples, of which nothing is kept.
    std::vector<Sample> take();

    std::size_t size() const { return samples_.size(); }
    std::size_t capacity() const { return capacity_; }
    std::span<const Sample> samples() const { return samples_; }

    /// Grows by one whenever older samples were thinned or cleared: what was drawn before must be drawn anew.
    std::uint64_t revision() const { return revision_; }
    /// How many of the oldest samples the last thinning made anew; those after them are as they were. 0 after clear().
    std::size_t thinned() const { return thinned_; }

    /// The value of a series at sample i. Rates (per second) and percentiles (ms) look back over `span_s` seconds, at
    /// least to the sample before. NaN when there is nothing to show: no item ended in the span, or no earlier sample.
    double value(const SeriesSpec& series, std::size_t i, double span_s) const;

private:
    /// The last sample that lies `span_s` or more before sample i, at least the one before; -1 if i reaches to the
    /// start.
    std::ptrdiff_t look_back(std::size_t i, double span_s) const;
    double percentile(double quantile, std::size_t i, double span_s) const;
    void thin();

    std::vector<Sample> samples_;
    std::vector<std::uint64_t> stands_for_;  ///< how many added samples each one is
    std::size_t capacity_;
    std::uint64_t revision_ = 0;
    std::size_t thinned_ = 0;

    /// The histogram of the span asked for last: the percentiles of one sample are asked for one after the other.
    struct Merged {
        metrics::Histogram latencies;
        std::size_t i = 0;
        double span_s = 0;
        bool valid = false;
    };
    mutable Merged merged_;
};

}  // namespace weir::labs
