#include "core/scenario/series_row.h"

#include <cmath>
#include <utility>

#include "core/metrics/fate.h"

namespace weir::scenario {
namespace {

constexpr std::size_t samples_kept = 4;  // the least a History takes

}  // namespace

SeriesRow::SeriesRow(const labs::LabInfo& lab) : last_{samples_kept} {
    labs::Sample start;
    start.totals.resize(1 + fate_count + lab.own_totals.size());
    start.gauges.resize(lab.gauges.size());
    last_.add(std::move(start));
}

std::optional<double> SeriesRow::value(const labs::SeriesSpec& series) const {
    const double value = last_.value(series, last_.size() - 1, 0);
    if (std::isnan(value)) return std::nullopt;
    return value;
}

}  // namespace weir::scenario
