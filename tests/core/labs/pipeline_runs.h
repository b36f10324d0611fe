// Small help for tests that run the pipeline lab.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "lab_runs.h"

namespace pipeline_runs {

using lab_runs::Settings;
using weir::labs::Experiment;
using weir::labs::LabInfo;
using weir::labs::RunResult;

constexpr std::size_t stages = 3;

inline const LabInfo& lab() { return *weir::labs::find_lab("pipeline"); }

inline double value_of(const std::string& id, const std::string& word) {
    const auto spec = std::ranges::find(lab().parameters, id, &weir::labs::ParameterSpec::id);
    if (spec == lab().parameters.end()) qFatal("no parameter %s", id.c_str());
    return weir::labs::parse_value(*spec, word).value();
}
inline void set(Experiment& e, Settings settings) {
    for (const auto& [id, word] : settings) e.parameters[id] = value_of(id, word);
}
inline void at(Experiment& e, double at_s, const std::string& id, const std::string& word) {
    e.changes.push_back({at_s, id, value_of(id, word)});
}

/// Constant arrivals and call times, in virtual time.
inline Experiment calm(double duration_s, Settings settings = {}) {
    Experiment e;
    e.lab = lab().id;
    e.engine = weir::labs::EngineKind::virtual_time;
    e.duration_s = duration_s;
    set(e, {{"load.rate", "100"}, {"load.arrivals", "constant"}, {"service.spread", "constant"}});
    set(e, settings);
    return e;
}

inline nlohmann::json detail_of(const RunResult& result) { return nlohmann::json::parse(result.detail_json); }

/// A figure of a stage, from 1, out of detail_json.
inline double figure(const RunResult& result, std::size_t stage, const char* name) {
    return detail_of(result).at("stages").at(stage - 1).at(name).get<double>();
}
inline bool ended(const RunResult& result) { return detail_of(result).at("ended").get<bool>(); }

}  // namespace pipeline_runs
