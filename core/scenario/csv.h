// The samples of a run as CSV (RFC 4180): one row a sample, one column a series.
#pragma once

#include <ostream>

#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "core/scenario/series_row.h"

namespace weir::scenario {

/// Columns: t_s, then each series by its id, then phase. Rates and percentiles are over the time since the row before
/// (the first row: since the start); what has no value, such as a percentile when nothing ended, is an empty cell.
class CsvWriter {
public:
    /// Writes the header. `out` and `lab` must outlive the writer; the caller checks the stream for errors.
    CsvWriter(std::ostream& out, const labs::LabInfo& lab);

    void write(const labs::Sample& sample);

private:
    std::ostream& out_;
    const labs::LabInfo& lab_;
    SeriesRow row_;
};

}  // namespace weir::scenario
