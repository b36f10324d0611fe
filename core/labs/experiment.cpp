#include "core/labs/experiment.h"

#include <algorithm>

#include "core/labs/lab.h"
#include "core/labs/text.h"

namespace weir::labs {

std::string_view id_of(EngineKind engine) { return engine == EngineKind::threads ? "threads" : "virtual"; }

std::expected<EngineKind, std::string> parse_engine(std::string_view text) {
    for (const auto engine : {EngineKind::threads, EngineKind::virtual_time}) {
        if (text == id_of(engine)) return engine;
    }
    return std::unexpected("expected threads or virtual, got " + in_quotes(text));
}

std::expected<const ParameterSpec*, std::string> find_spec(const LabInfo& lab, std::string_view id) {
    std::vector<std::string> ids;
    for (const auto& spec : lab.parameters) {
        if (spec.id == id) return &spec;
        ids.push_back(spec.id);
    }
    return std::unexpected("expected a parameter of " + lab.id + ", got " + in_quotes(id) + suggestion(id, ids));
}

std::optional<std::string> check(const ParameterSpec& spec, const Change& change) {
    if (spec.acts == Acts::on_restart) return spec.id + ": acts by restart only and cannot change during a run";
    if (!(change.at_s >= 0 && change.at_s <= longest_run_s)) {
        return spec.id + ": expected a time from 0 to " + format_number(longest_run_s) + " s, got " +
               format_number(change.at_s);
    }
    return check(spec, change.value);
}

std::optional<std::string> check(const Experiment& experiment, const LabInfo& lab) {
    if (experiment.lab != lab.id) return "lab: expected " + in_quotes(lab.id) + ", got " + in_quotes(experiment.lab);
    if (!(experiment.duration_s > 0 && experiment.duration_s <= longest_run_s)) {
        return "duration_s: expected seconds above 0, at most " + format_number(longest_run_s) + ", got " +
               format_number(experiment.duration_s);
    }
    for (const auto& [id, value] : experiment.parameters) {
        const auto spec = find_spec(lab, id);
        if (!spec) return "parameters: " + spec.error();
        if (auto problem = check(**spec, value)) return "parameters: " + *problem;
    }
    for (const auto& change : experiment.changes) {
        const auto spec = find_spec(lab, change.parameter);
        if (!spec) return "changes: " + spec.error();
        if (auto problem = check(**spec, change)) return "changes: " + *problem;
    }
    const auto earlier = [](const Change& a, const Change& b) { return a.at_s < b.at_s; };
    if (!std::is_sorted(experiment.changes.begin(), experiment.changes.end(), earlier)) {
        return "changes: expected them in the order of their times";
    }
    return std::nullopt;
}

}  // namespace weir::labs
