// Small help for tests that run the pipeline lab.
#pragma once

#include <string>

#include "lab_figures.h"
#include "lab_runs.h"

namespace pipeline_runs {

using lab_runs::Settings;
using weir::labs::Experiment;
using weir::labs::RunResult;

constexpr std::size_t stages = 3;

inline const lab_runs::Runs& runs() {
    static const lab_runs::Runs pipeline{"pipeline"};
    return pipeline;
}

/// Constant arrivals and call times, in virtual time.
inline Experiment calm(double duration_s, const Settings& settings = {}) {
    auto e = runs().in_virtual_time(
        duration_s, {{"load.rate", "100"}, {"load.arrivals", "constant"}, {"service.spread", "constant"}});
    runs().set(e, settings);
    return e;
}

/// A figure of a stage, from 1, out of detail_json.
inline double figure(const RunResult& result, std::size_t stage, const char* name) {
    return lab_runs::figure(result, "stages/" + std::to_string(stage - 1) + "/" + name);
}
inline bool ended(const RunResult& result) { return lab_runs::figure(result, "ended") != 0; }

}  // namespace pipeline_runs
