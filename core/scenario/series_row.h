// The values of all series at each sample of a run, one sample after the other.
#pragma once

#include <optional>

#include "core/labs/history.h"
#include "core/labs/lab.h"
#include "core/labs/sample.h"

namespace weir::scenario {

/// Rates and percentiles are over the time since the sample before; of the first sample, since the start.
class SeriesRow {
public:
    explicit SeriesRow(const labs::LabInfo& lab);

    void next(const labs::Sample& sample) { last_.add(sample); }

    /// Nothing where there is none, such as a percentile when no item ended. @pre next() was called
    std::optional<double> value(const labs::SeriesSpec& series) const;

private:
    labs::History last_;  ///< only the sample before and this one are needed
};

}  // namespace weir::scenario
