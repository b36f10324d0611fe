#include "core/scenario/experiment_file.h"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <vector>

#include "core/labs/text.h"
#include "core/scenario/experiment_json.h"
#include "core/scenario/json_values.h"
#include "core/scenario/overrides.h"

namespace weir::scenario {

using labs::Experiment;
using labs::LabInfo;
using labs::ParameterSpec;

namespace {

std::expected<double, std::string> read_value(const ParameterSpec& spec, const Parsed& value) {
    const bool wordy = spec.kind == labs::Kind::choice || spec.kind == labs::Kind::toggle;
    if (wordy && value.is_string()) return labs::parse_value(spec, value.get_ref<const std::string&>());
    if (spec.kind == labs::Kind::toggle && value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
    if (wordy || !value.is_number()) {
        return std::unexpected(spec.id + ": expected " + labs::expected_kind(spec) + got(value));
    }
    const double number = value.get<double>();
    if (auto problem = labs::check(spec, number)) return std::unexpected(*problem);
    return number;
}

/// Changes by their times; of equal times, in the order in which they stand.
using ChangesByTime = std::multimap<double, labs::Change>;

Problem read_change(const Parsed& object, const LabInfo& lab, ChangesByTime& changes) {
    static const std::vector<std::string> keys{"at_s", "parameter", "value"};
    if (!object.is_object()) return "expected an object with at_s, parameter and value" + got(object);
    if (auto problem = check_keys(object, keys)) return problem;
    for (const auto& key : keys) {
        if (!object.contains(key)) return key + ": missing, expected an object with at_s, parameter and value";
    }
    const auto& at_s = object["at_s"];
    if (!at_s.is_number()) return "at_s: expected seconds" + got(at_s);
    const auto& id = object["parameter"];
    if (!id.is_string()) return "parameter: expected a parameter id" + got(id);
    const auto spec = labs::find_spec(lab, id.get_ref<const std::string&>());
    if (!spec) return "parameter: " + spec.error();
    const auto value = read_value(**spec, object["value"]);
    if (!value) return value.error();
    labs::Change change{at_s.get<double>(), (*spec)->id, *value};
    if (auto problem = labs::check(**spec, change)) return problem;
    changes.emplace(change.at_s, std::move(change));
    return std::nullopt;
}

Problem read_changes(const Parsed& array, const LabInfo& lab, Experiment& experiment) {
    if (!array.is_array()) return "changes: expected an array" + got(array);
    ChangesByTime changes;
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (auto problem = read_change(array[i], lab, changes)) {
            return "changes[" + std::to_string(i) + "]: " + *problem;
        }
    }
    for (auto& [at_s, change] : changes) experiment.changes.push_back(std::move(change));
    return std::nullopt;
}

Problem read_run(const Parsed& root, Experiment& experiment) {
    if (root.contains("engine")) {
        const auto& engine = root["engine"];
        if (!engine.is_string()) return "engine: expected threads or virtual" + got(engine);
        const auto kind = labs::parse_engine(engine.get_ref<const std::string&>());
        if (!kind) return "engine: " + kind.error();
        experiment.engine = *kind;
    }
    if (root.contains("seed")) {
        const auto& seed = root["seed"];
        if (!seed.is_number_unsigned()) return "seed: expected a whole number from 0 to 2^64 - 1" + got(seed);
        experiment.seed = seed.get<std::uint64_t>();
    }
    if (root.contains("duration_s")) {
        const auto& duration = root["duration_s"];
        const double seconds = duration.is_number() ? duration.get<double>() : 0;
        if (!(seconds > 0 && seconds <= labs::longest_run_s)) {
            return "duration_s: expected seconds above 0, at most " + labs::format_number(labs::longest_run_s) +
                   got(duration);
        }
        experiment.duration_s = seconds;
    }
    return std::nullopt;
}

}  // namespace

Problem read_parameters(const Parsed& object, const LabInfo& lab, std::map<std::string, double>& parameters) {
    if (!object.is_object()) return "expected an object of parameter ids" + got(object);
    for (const auto& [id, value] : object.items()) {
        const auto spec = labs::find_spec(lab, id);
        if (!spec) return spec.error();
        const auto number = read_value(**spec, value);
        if (!number) return number.error();
        parameters[id] = *number;
    }
    return std::nullopt;
}

Problem read_experiment(const Parsed& root, std::span<const LabInfo> labs, Experiment& experiment) {
    static const std::vector<std::string> keys{"weir", "lab", "engine", "seed", "duration_s", "parameters", "changes"};
    if (!root.is_object()) return "expected an experiment, an object with weir and lab" + got(root);
    if (auto problem = check_version(root)) return problem;
    if (auto problem = check_keys(root, keys)) return problem;
    if (!root.contains("lab")) return "lab: missing, expected the id of a lab";
    if (!root["lab"].is_string()) return "lab: expected the id of a lab" + got(root["lab"]);
    const auto lab = find_lab(labs, root["lab"].get_ref<const std::string&>());
    if (!lab) return "lab: " + lab.error();
    experiment.lab = (*lab)->id;
    if (auto problem = read_run(root, experiment)) return problem;
    if (root.contains("parameters")) {
        if (auto problem = read_parameters(root["parameters"], **lab, experiment.parameters))
            return "parameters: " + *problem;
    }
    if (root.contains("changes")) {
        if (auto problem = read_changes(root["changes"], **lab, experiment)) return problem;
    }
    return std::nullopt;
}

std::expected<Experiment, std::string> parse_experiment(std::string_view text, const std::string& name,
                                                        std::span<const LabInfo> labs) {
    const auto root = read_json(text, name);
    if (!root) return std::unexpected(root.error());
    Experiment experiment;
    if (const auto problem = read_experiment(*root, labs, experiment)) return std::unexpected(name + ": " + *problem);
    return experiment;
}

std::expected<Experiment, std::string> read_experiment(const std::filesystem::path& file,
                                                       std::span<const LabInfo> labs) {
    const auto text = read_text(file, "an experiment file");
    if (!text) return std::unexpected(text.error());
    return parse_experiment(*text, labs::one_line(file.string()), labs);
}

std::string format_experiment(const Experiment& experiment, const LabInfo& lab) {
    assert(!labs::check(experiment, lab));
    Json root;
    root["weir"] = format_version;
    root["lab"] = experiment.lab;
    root["engine"] = labs::id_of(experiment.engine);
    root["seed"] = experiment.seed;
    root["duration_s"] = json_number(experiment.duration_s);
    root["parameters"] = Json::object();
    for (const auto& [id, value] : experiment.parameters) {
        root["parameters"][id] = json_value(*labs::find_spec(lab, id).value(), value);
    }
    root["changes"] = Json::array();
    for (const auto& change : experiment.changes) {
        const auto& spec = *labs::find_spec(lab, change.parameter).value();
        Json entry;
        entry["at_s"] = json_number(change.at_s);
        entry["parameter"] = change.parameter;
        entry["value"] = json_value(spec, change.value);
        root["changes"].push_back(std::move(entry));
    }
    return root.dump(2) + "\n";
}

std::expected<void, std::string> write_experiment(const std::filesystem::path& file, const Experiment& experiment,
                                                  const LabInfo& lab) {
    auto temporary = file;
    temporary += ".new";
    const auto failed = [&](const std::string& why) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return std::unexpected(labs::one_line(file.string()) + ": cannot be written: " + why);
    };
    if (const auto problem = labs::check(experiment, lab)) return failed(*problem);
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    if (!out) return failed(std::strerror(errno));
    out << format_experiment(experiment, lab);
    out.close();
    if (!out) return failed(std::strerror(errno));
    std::error_code error;
    std::filesystem::rename(temporary, file, error);
    if (error) return failed(error.message());
    return {};
}

}  // namespace weir::scenario
