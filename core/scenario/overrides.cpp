#include "core/scenario/overrides.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>
#include <vector>

#include "core/labs/text.h"

namespace weir::scenario {

using labs::in_quotes;

namespace {

struct Unit {
    std::string_view suffix;
    double seconds;
};

// "ms" before "s": the first suffix that fits is taken.
constexpr std::array units{Unit{"ms", 1e-3}, Unit{"s", 1}, Unit{"m", 60}, Unit{"h", 3600}};

struct Assignment {
    const labs::ParameterSpec* spec;
    double value;
};

std::expected<Assignment, std::string> parse_assignment(std::string_view text, const labs::LabInfo& lab) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::unexpected("expected ID=VALUE, got " + in_quotes(text));
    const auto spec = labs::find_spec(lab, text.substr(0, equals));
    if (!spec) return std::unexpected(spec.error());
    const auto value = labs::parse_value(**spec, text.substr(equals + 1));
    if (!value) return std::unexpected(value.error());
    return Assignment{*spec, *value};
}

}  // namespace

std::expected<const labs::LabInfo*, std::string> find_lab(std::span<const labs::LabInfo> labs, std::string_view id) {
    std::vector<std::string> ids;
    for (const auto& lab : labs) {
        if (lab.id == id) return &lab;
        ids.push_back(lab.id);
    }
    return std::unexpected("expected a lab (" + labs::joined(ids) + "), got " + in_quotes(id) +
                           labs::suggestion(id, ids));
}

std::expected<double, std::string> parse_time_s(std::string_view text) {
    auto number = text;
    double seconds = 1;
    for (const auto& unit : units) {
        if (!text.ends_with(unit.suffix)) continue;
        number.remove_suffix(unit.suffix.size());
        seconds = unit.seconds;
        break;
    }
    const auto value = labs::parse_number(number);
    if (value && *value >= 0 && *value * seconds <= labs::longest_run_s) return *value * seconds;
    return std::unexpected("expected seconds from 0 to " + labs::format_number(labs::longest_run_s) +
                           " (or such as 500ms, 2m, 1h), got " + in_quotes(text));
}

std::expected<double, std::string> parse_duration_s(std::string_view text) {
    const auto value = parse_time_s(text);
    if (value && *value > 0) return value;
    return std::unexpected("expected seconds above 0, at most " + labs::format_number(labs::longest_run_s) +
                           " (or such as 500ms, 2m, 1h), got " + in_quotes(text));
}

std::expected<std::uint64_t, std::string> parse_seed(std::string_view text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error == std::errc{} && end == text.data() + text.size()) return seed;
    return std::unexpected("expected a whole number from 0 to " +
                           std::to_string(std::numeric_limits<std::uint64_t>::max()) + ", got " + in_quotes(text));
}

std::expected<void, std::string> apply_set(std::string_view text, const labs::LabInfo& lab,
                                           labs::Experiment& experiment) {
    const auto assignment = parse_assignment(text, lab);
    if (!assignment) return std::unexpected(assignment.error());
    experiment.parameters[assignment->spec->id] = assignment->value;
    return {};
}

std::expected<void, std::string> apply_at(std::string_view text, const labs::LabInfo& lab,
                                          labs::Experiment& experiment) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::unexpected("expected TIME:ID=VALUE, got " + in_quotes(text));
    const auto at_s = parse_time_s(text.substr(0, colon));
    if (!at_s) return std::unexpected(at_s.error());
    const auto assignment = parse_assignment(text.substr(colon + 1), lab);
    if (!assignment) return std::unexpected(assignment.error());
    labs::Change change{*at_s, assignment->spec->id, assignment->value};
    if (const auto problem = labs::check(*assignment->spec, change)) return std::unexpected(*problem);
    const auto later = [](double t, const labs::Change& other) { return t < other.at_s; };
    auto& changes = experiment.changes;
    changes.insert(std::upper_bound(changes.begin(), changes.end(), change.at_s, later), std::move(change));
    return {};
}

}  // namespace weir::scenario
