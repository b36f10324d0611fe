#include "core/scenario/experiment_file.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/labs/text.h"
#include "core/scenario/json_values.h"
#include "core/scenario/overrides.h"

namespace weir::scenario {

using labs::Experiment;
using labs::in_quotes;
using labs::LabInfo;
using labs::ParameterSpec;

namespace {

constexpr int format_version = 1;
constexpr std::size_t largest_file = std::size_t{16} << 20;
constexpr std::size_t longest_reason = 160;  // two lines of a terminal

/// Nothing, or what is wrong.
using Problem = std::optional<std::string>;

/// Sorted keys: reading stays fast however many a file has.
using Parsed = nlohmann::json;

std::string got(const Parsed& value) {
    if (value.is_object()) return ", got an object";
    if (value.is_array()) return ", got an array";
    return ", got " + in_quotes(value.dump(-1, ' ', false, Parsed::error_handler_t::replace));
}

Problem check_keys(const Parsed& object, std::span<const std::string> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        return "unknown key " + in_quotes(key) + labs::suggestion(key, known) + ", expected " + labs::joined(known);
    }
    return std::nullopt;
}

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

Problem read_parameters(const Parsed& object, const LabInfo& lab, Experiment& experiment) {
    if (!object.is_object()) return "parameters: expected an object of parameter ids" + got(object);
    for (const auto& [id, value] : object.items()) {
        const auto spec = labs::find_spec(lab, id);
        if (!spec) return "parameters: " + spec.error();
        const auto number = read_value(**spec, value);
        if (!number) return "parameters: " + number.error();
        experiment.parameters[id] = *number;
    }
    return std::nullopt;
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

Problem read_root(const Parsed& root, std::span<const LabInfo> labs, Experiment& experiment) {
    static const std::vector<std::string> keys{"weir", "lab", "engine", "seed", "duration_s", "parameters", "changes"};
    if (!root.is_object()) return "expected an experiment, an object with weir and lab" + got(root);
    if (!root.contains("weir")) return "weir: missing, expected 1, the version of the format";
    if (root["weir"] != format_version) return "weir: expected 1, the version of the format" + got(root["weir"]);
    if (auto problem = check_keys(root, keys)) return problem;
    if (!root.contains("lab")) return "lab: missing, expected the id of a lab";
    if (!root["lab"].is_string()) return "lab: expected the id of a lab" + got(root["lab"]);
    const auto lab = find_lab(labs, root["lab"].get_ref<const std::string&>());
    if (!lab) return "lab: " + lab.error();
    experiment.lab = (*lab)->id;
    if (auto problem = read_run(root, experiment)) return problem;
    if (root.contains("parameters")) {
        if (auto problem = read_parameters(root["parameters"], **lab, experiment)) return problem;
    }
    if (root.contains("changes")) {
        if (auto problem = read_changes(root["changes"], **lab, experiment)) return problem;
    }
    return std::nullopt;
}

/// "3:7" of the byte at which parsing stopped, both counted from 1.
std::string line_and_column(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, byte > 0 ? byte - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n');
    const auto column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
    return std::to_string(line) + ":" + std::to_string(column);
}

/// What the JSON library says after its own prefix and position. It quotes what it was reading, however long that is.
std::string reason_of(const Parsed::exception& error) {
    std::string what = error.what();
    const auto column = what.find("column ");
    const auto colon = what.find(": ", column == std::string::npos ? 0 : column);
    if (colon != std::string::npos) what.erase(0, colon + 2);
    return labs::shortened(what, longest_reason);
}

}  // namespace

std::expected<Experiment, std::string> parse_experiment(std::string_view text, const std::string& name,
                                                        std::span<const LabInfo> labs) {
    std::vector<std::set<std::string>> seen;  // keys of each object that is open now
    std::string repeated;
    const auto watch_keys = [&](int, Parsed::parse_event_t event, const Parsed& parsed) {
        if (event == Parsed::parse_event_t::object_start) seen.emplace_back();
        if (event == Parsed::parse_event_t::object_end) seen.pop_back();
        if (event == Parsed::parse_event_t::key && !seen.back().insert(parsed.get<std::string>()).second) {
            if (repeated.empty()) repeated = parsed.get<std::string>();
        }
        return true;
    };
    // The parser takes it for the end of the text.
    if (text.find('\0') != std::string_view::npos)
        return std::unexpected(name + ": expected well-formed JSON: there is a byte 0 in it");
    Parsed root;
    try {
        root = Parsed::parse(text, watch_keys);
    } catch (const Parsed::parse_error& error) {
        return std::unexpected(name + ":" + line_and_column(text, error.byte) +
                               ": expected well-formed JSON: " + reason_of(error));
    } catch (const Parsed::exception& error) {  // a number beyond any double
        return std::unexpected(name + ": expected well-formed JSON: " + reason_of(error));
    }
    if (!repeated.empty()) return std::unexpected(name + ": key " + in_quotes(repeated) + " given twice");
    Experiment experiment;
    if (const auto problem = read_root(root, labs, experiment)) return std::unexpected(name + ": " + *problem);
    return experiment;
}

std::expected<Experiment, std::string> read_experiment(const std::filesystem::path& file,
                                                       std::span<const LabInfo> labs) {
    const auto name = labs::one_line(file.string());
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
        return std::unexpected(name + ": expected an experiment file, found a directory");
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::unexpected(name + ": cannot be read: " + std::strerror(errno));
    std::string text;
    std::vector<char> block(std::size_t{64} << 10);
    while (in && text.size() <= largest_file) {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (text.size() > largest_file) return std::unexpected(name + ": expected an experiment file of at most 16 MiB");
    if (in.bad()) return std::unexpected(name + ": cannot be read to its end");
    return parse_experiment(text, name, labs);
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
