// A run as a trace in the Trace Event Format of Chromium, which Perfetto and chrome://tracing open: what each worker
// polled, each item from arrival to fate, every series, and every change of a parameter, on one time axis.
#pragma once

#include <cstdint>
#include <ostream>
#include <string_view>
#include <unordered_map>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "core/runtime/recorder.h"
#include "core/scenario/series_row.h"

namespace weir::scenario {

/// Events may come in any order. Times are engine time. Not thread-safe.
class TraceWriter {
public:
    /// Writes the beginning. `out` and `lab` must outlive the writer; the caller checks the stream for errors.
    /// @param workers of the engine: names their tracks, and that of the outside after them
    TraceWriter(std::ostream& out, const labs::LabInfo& lab, const labs::Experiment& experiment, unsigned workers);

    void write(const PollEvent& poll);
    void write(const labs::ItemEvent& item);
    void write(const labs::Sample& sample);
    void write(const labs::AppliedChange& change);

    /// Ends the file. @param items, polls that were not recorded because too many came at once
    void finish(std::uint64_t items, std::uint64_t polls);

private:
    void begin(std::string_view phase, std::string_view name, std::int64_t ns, int track, std::uint64_t row);
    void name_row(int track, std::uint64_t row, std::string_view name);
    void name_track(int track, std::string_view name);

    std::ostream& out_;
    const labs::LabInfo& lab_;
    SeriesRow row_;
    std::unordered_map<std::uint64_t, std::uint64_t> tasks_;  ///< number by identity, from 1 as they come
    std::size_t phase_ = 0;
    bool first_ = true;
};

}  // namespace weir::scenario
