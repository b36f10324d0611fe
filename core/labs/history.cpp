#include "core/labs/history.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace weir::labs {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double ns_in_ms = 1e6;

/// `earlier` becomes one sample that stands for both.
void absorb(Sample& earlier, Sample&& later) {
    earlier.t_s = later.t_s;
    earlier.totals = std::move(later.totals);
    for (std::size_t i = 0; i < earlier.gauges.size() && i < later.gauges.size(); ++i) {
        earlier.gauges[i] = std::fmax(earlier.gauges[i], later.gauges[i]);  // fmax prefers a number to NaN
    }
    earlier.latencies.merge(later.latencies);
    if (later.phase != 0) earlier.phase = later.phase;
}

}  // namespace

History::History(std::size_t capacity) : capacity_(capacity) { assert(capacity >= 4); }

void History::add(Sample sample) {
    assert(samples_.empty() || sample.t_s >= samples_.back().t_s);
    if (samples_.size() == capacity_) thin();
    samples_.push_back(std::move(sample));
    stands_for_.push_back(1);
}

void History::clear() {
    samples_.clear();
    stands_for_.clear();
    thinned_ = 0;
    merged_.valid = false;
    ++revision_;
}

std::vector<Sample> History::take() {
    auto taken = std::exchange(samples_, {});
    clear();
    return taken;
}

void History::thin() {
    const std::size_t half = capacity_ / 2;
    std::uint64_t added = 0;
    for (std::size_t i = 0; i < half; ++i) added += stands_for_[i];
    // A merged sample stops growing once it stands for `enough`, and never grows beyond twice that, so that none
    // swallows the past. One that had to stop short is followed by one so large that the two make up for it: at most
    // half / 2 + 1 remain.
    const std::uint64_t groups = half / 2;
    const std::uint64_t enough = (added + groups - 1) / groups;

    std::size_t kept = 0;
    for (std::size_t i = 1; i < samples_.size(); ++i) {
        const bool small = stands_for_[kept] < enough && stands_for_[kept] + stands_for_[i] <= 2 * enough;
        if (i < half && small) {
            absorb(samples_[kept], std::move(samples_[i]));
            stands_for_[kept] += stands_for_[i];
        } else if (++kept != i) {
            samples_[kept] = std::move(samples_[i]);
            stands_for_[kept] = stands_for_[i];
        }
    }
    thinned_ = kept + 1 - (samples_.size() - half);
    samples_.resize(kept + 1);
    stands_for_.resize(kept + 1);
    merged_.valid = false;
    ++revision_;
}

std::ptrdiff_t History::look_back(std::size_t i, double span_s) const {
    const double from = samples_[i].t_s - span_s;
    const auto begin = samples_.begin();
    const auto after = std::upper_bound(begin, begin + static_cast<std::ptrdiff_t>(i), from,
                                        [](double t, const Sample& sample) { return t < sample.t_s; });
    return (after - begin) - 1;
}

double History::percentile(double quantile, std::size_t i, double span_s) const {
    if (!merged_.valid || merged_.i != i || merged_.span_s != span_s) {
        merged_.latencies.clear();
        for (auto j = static_cast<std::size_t>(look_back(i, span_s) + 1); j <= i; ++j) {
            merged_.latencies.merge(samples_[j].latencies);
        }
        merged_.i = i;
        merged_.span_s = span_s;
        merged_.valid = true;
    }
    return merged_.latencies.empty() ? nothing : merged_.latencies.quantile(quantile) / ns_in_ms;
}

double History::value(const SeriesSpec& series, std::size_t i, double span_s) const {
    const Sample& now = samples_[i];
    switch (series.kind) {
        case SeriesKind::gauge:
            return now.gauges[series.source];
        case SeriesKind::percentile:
            return percentile(series.quantile, i, span_s);
        case SeriesKind::rate:
            break;
    }
    if (i == 0) return nothing;
    const Sample& before = samples_[static_cast<std::size_t>(std::max<std::ptrdiff_t>(look_back(i, span_s), 0))];
    const double passed_s = now.t_s - before.t_s;
    if (passed_s <= 0) return nothing;
    auto increase = now.totals[series.source] - before.totals[series.source];
    for (const auto source : series.added) increase += now.totals[source] - before.totals[source];
    return static_cast<double>(increase) / passed_s;
}

}  // namespace weir::labs
