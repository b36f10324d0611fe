// Small help for tests that run the fan-out lab: experiments told by ids and words, and reading the figures.
#pragma once

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/labs/lab.h"
#include "core/labs/runner.h"

namespace fan_out_runs {

using Settings = std::map<std::string, std::string>;

inline const weir::labs::LabInfo& fan_out() { return *weir::labs::find_lab("fan-out"); }

inline double value_of(const std::string& id, const std::string& word) {
    return weir::labs::parse_value(*weir::labs::find_spec(fan_out(), id).value(), word).value();
}

inline weir::labs::Experiment run_of(double duration_s, const Settings& settings = {},
                                     weir::labs::EngineKind engine = weir::labs::EngineKind::virtual_time) {
    weir::labs::Experiment e;
    e.lab = "fan-out";
    e.engine = engine;
    e.duration_s = duration_s;
    e.parameters["pool.workers"] = 2;
    for (const auto& [id, word] : settings) e.parameters[id] = value_of(id, word);
    return e;
}

inline void at(weir::labs::Experiment& e, double at_s, const std::string& id, const std::string& word) {
    e.changes.push_back({at_s, id, value_of(id, word)});
}

inline double figure(const weir::labs::RunResult& result, const char* name) {
    return nlohmann::json::parse(result.detail_json).at(name).get<double>();
}

inline bool near(double measured, double expected, double within = 0.03) {
    return std::abs(measured / expected - 1) <= within;
}

}  // namespace fan_out_runs
