#include "core/labs/parameters.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

#include "core/labs/text.h"

namespace weir::labs {

namespace {

bool is_whole(double value) { return std::isfinite(value) && std::floor(value) == value; }

bool is_in_range(const ParameterSpec& spec, double value) {
    switch (spec.kind) {
        case Kind::real:
            return std::isfinite(value) && value >= spec.minimum && value <= spec.maximum;
        case Kind::integer:
            return is_whole(value) && value >= spec.minimum && value <= spec.maximum;
        case Kind::choice:
            return is_whole(value) && value >= 0 && value < static_cast<double>(spec.choices.size());
        case Kind::toggle:
            return value == 0 || value == 1;
    }
    return false;
}

std::string complaint(const ParameterSpec& spec, const std::string& given) {
    return spec.id + ": expected " + expected_kind(spec) + ", got " + given;
}

std::optional<double> value_of_word(const ParameterSpec& spec, std::string_view word) {
    if (spec.kind == Kind::toggle) {
        if (word == "on" || word == "true") return 1;
        if (word == "off" || word == "false") return 0;
        return std::nullopt;
    }
    const auto found = std::find(spec.choices.begin(), spec.choices.end(), word);
    if (found == spec.choices.end()) return std::nullopt;
    return static_cast<double>(found - spec.choices.begin());
}

const ParameterSpec* find_spec(const std::vector<ParameterSpec>& specs, std::string_view id) {
    const auto found = std::find_if(specs.begin(), specs.end(), [&](const auto& spec) { return spec.id == id; });
    return found == specs.end() ? nullptr : &*found;
}

std::optional<std::string> check_range(const ParameterSpec& spec) {
    const bool numeric = spec.kind == Kind::real || spec.kind == Kind::integer;
    if (spec.id.empty()) return "a parameter has no id";
    if ((spec.kind == Kind::choice) == spec.choices.empty())
        return spec.id + ": only a choice has words, and at least one";
    if (numeric && !(spec.minimum < spec.maximum)) return spec.id + ": the range is empty";
    if (numeric && spec.scale == Scale::logarithmic && spec.minimum < 0) return spec.id + ": a log range below 0";
    if (!is_in_range(spec, spec.initial)) return spec.id + ": the default is out of range";
    return std::nullopt;
}

/// @param steps from the parameter whose relevance is asked for
std::optional<std::string> check_relevance(const std::vector<ParameterSpec>& specs, const ParameterSpec& spec,
                                           std::size_t steps = 0) {
    if (!spec.shown_when) return std::nullopt;
    if (steps > specs.size()) return spec.id + ": shown_when refers back to itself";
    for (const auto& id : spec.shown_when->ids()) {
        const auto* other = find_spec(specs, id);
        if (other == nullptr) return spec.id + ": shown_when names " + in_quotes(id);
        const bool wordy = other->kind == Kind::choice || other->kind == Kind::toggle;
        if (wordy == spec.shown_when->choices.empty())
            return spec.id + ": shown_when has words for a choice or a toggle, none for a number";
        for (const auto& word : spec.shown_when->choices) {
            const auto value = value_of_word(*other, word);
            if (!value || format_value(*other, *value) != word)
                return spec.id + ": shown_when expects " + other->id + " " + in_quotes(word);
        }
        if (auto problem = check_relevance(specs, *other, steps + 1)) return problem;
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::string> Relevance::ids() const {
    auto all = or_ids;
    all.insert(all.begin(), id);
    return all;
}

std::optional<std::string> check_specs(const std::vector<ParameterSpec>& specs) {
    std::set<std::string_view> ids;
    for (const auto& spec : specs) {
        if (!ids.insert(spec.id).second) return spec.id + ": described twice";
        if (auto problem = check_range(spec)) return problem;
        if (auto problem = check_relevance(specs, spec)) return problem;
    }
    return std::nullopt;
}

Parameters::Parameters(std::vector<ParameterSpec> specs)
    : specs_(std::move(specs)), values_(std::make_unique<std::atomic<double>[]>(specs_.size())) {
    assert(!check_specs(specs_));
    for (std::size_t i = 0; i < specs_.size(); ++i) values_[i].store(specs_[i].initial, std::memory_order_relaxed);
}

std::optional<std::size_t> Parameters::find(std::string_view id) const {
    const auto* spec = find_spec(specs_, id);
    if (spec == nullptr) return std::nullopt;
    return static_cast<std::size_t>(spec - specs_.data());
}

void Parameters::set(std::size_t i, double value) {
    assert(i < size() && is_in_range(specs_[i], value));
    values_[i].store(value, std::memory_order_relaxed);
}

bool Parameters::is_relevant(std::size_t i) const {
    const auto& condition = specs_[i].shown_when;
    if (!condition) return true;
    const auto holds_for = [&](const std::string& id) {
        const auto other = find(id);
        if (!other || !is_relevant(*other)) return false;
        if (condition->choices.empty()) return get(*other) > 0;
        const auto word = format_value(specs_[*other], get(*other));
        return std::ranges::find(condition->choices, word) != condition->choices.end();
    };
    return std::ranges::any_of(condition->ids(), holds_for);
}

std::string expected_kind(const ParameterSpec& spec) {
    switch (spec.kind) {
        case Kind::choice:
            return "one of " + joined(spec.choices);
        case Kind::toggle:
            return "on or off";
        case Kind::real:
        case Kind::integer:
            break;
    }
    const std::string kind = spec.kind == Kind::integer ? "a whole number" : "a number";
    const std::string unit = spec.unit.empty() ? "" : " " + spec.unit;
    return kind + " from " + format_number(spec.minimum) + " to " + format_number(spec.maximum) + unit;
}

std::optional<std::string> check(const ParameterSpec& spec, double value) {
    if (is_in_range(spec, value)) return std::nullopt;
    return complaint(spec, format_number(value));
}

std::expected<double, std::string> parse_value(const ParameterSpec& spec, std::string_view text) {
    const bool wordy = spec.kind == Kind::choice || spec.kind == Kind::toggle;
    const auto value = wordy ? value_of_word(spec, text) : parse_number(text);
    if (value && is_in_range(spec, *value)) return *value;
    const bool near = spec.kind == Kind::choice;
    return std::unexpected(complaint(spec, in_quotes(text)) + (near ? suggestion(text, spec.choices) : ""));
}

std::string format_value(const ParameterSpec& spec, double value) {
    assert(is_in_range(spec, value));
    switch (spec.kind) {
        case Kind::choice:
            return spec.choices[static_cast<std::size_t>(value)];
        case Kind::toggle:
            return value == 0 ? "off" : "on";
        case Kind::real:
        case Kind::integer:
            break;
    }
    return format_number(value);
}

}  // namespace weir::labs
