// Small help for tests that run the fan-out lab.
#pragma once

#include "lab_figures.h"
#include "lab_runs.h"

namespace fan_out_runs {

using lab_runs::Settings;

inline const lab_runs::Runs& runs() {
    static const lab_runs::Runs fan_out{"fan-out"};
    return fan_out;
}

inline weir::labs::Experiment run_of(double duration_s, const Settings& settings = {},
                                     weir::labs::EngineKind engine = weir::labs::EngineKind::virtual_time) {
    auto e = runs().experiment(engine, duration_s, {{"pool.workers", "2"}});
    runs().set(e, settings);
    return e;
}

}  // namespace fan_out_runs
