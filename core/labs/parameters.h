// A lab's parameters: each described exactly once. The control panel, the command line, scenario files, sweeps and the
// manual are all generated from the ParameterSpec.
#pragma once

#include <atomic>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::labs {

/// What kind of value a parameter holds. Every kind is stored as a double: an integer as itself, a choice as the index
/// of the chosen word, a toggle as 0 or 1.
enum class Kind { real, integer, choice, toggle };
/// How a slider spreads over the range. A logarithmic range that begins at 0 has 0 as its first step.
enum class Scale { linear, logarithmic };
enum class Acts { at_once, on_restart };

/// "Show this parameter only while parameter `id` has one of these choices" (words, not indices); without choices, only
/// while that parameter, a number, is above 0. It is enough if it is so of one of the parameters in `or_ids`.
struct Relevance {
    std::string id;
    std::vector<std::string> choices = {};
    std::vector<std::string> or_ids = {};

    std::vector<std::string> ids() const;
};

struct ParameterSpec {
    std::string id;     ///< stable identifier, "load.rate"
    std::string label;  ///< what the panel shows, "Arrival rate"
    std::string group;  ///< heading it stands under, "Load"
    std::string unit;   ///< "/s", "ms", "%", "x", "" for none
    std::string help;   ///< one or two plain sentences: what it does, what to watch
    Kind kind = Kind::real;
    double minimum = 0;
    double maximum = 1;
    double initial = 0;  ///< the default value
    Scale scale = Scale::linear;
    Acts acts = Acts::at_once;
    int decimals = 0;                  ///< digits after the point that are worth showing
    std::vector<std::string> choices;  ///< the words of a choice, in order; empty for the other kinds
    std::optional<Relevance> shown_when;
};

/// Why these specs cannot describe one lab, as one line: an id twice, a default outside its range, a choice without
/// words, a logarithmic range that reaches 0 from below, a `shown_when` that names nothing or refers back to itself.
/// Nothing when they are sound.
std::optional<std::string> check_specs(const std::vector<ParameterSpec>& specs);

/// Values of a lab's parameters. Reading and writing one value is atomic and may be done from any thread; the set of
/// parameters itself is fixed at construction.
class Parameters {
public:
    /// Every parameter starts at its default. @pre check_specs(specs) finds nothing
    explicit Parameters(std::vector<ParameterSpec> specs);

    std::size_t size() const { return specs_.size(); }
    const std::vector<ParameterSpec>& specs() const { return specs_; }
    const ParameterSpec& spec(std::size_t i) const { return specs_[i]; }

    /// Index of the parameter with this id, or nothing.
    std::optional<std::size_t> find(std::string_view id) const;

    double get(std::size_t i) const { return values_[i].load(std::memory_order_relaxed); }

    /// Stores a value. @pre check(i, value) holds; out-of-range values are a programming error, never clamped.
    void set(std::size_t i, double value);

    /// Whether the panel shows it now: its `shown_when` holds, and the parameter that names is itself shown.
    bool is_relevant(std::size_t i) const;

private:
    std::vector<ParameterSpec> specs_;
    std::unique_ptr<std::atomic<double>[]> values_;
};

/// What a parameter takes, for messages and help: "a number from 1 to 100000 /s", "one of constant, poisson", "on or
/// off".
std::string expected_kind(const ParameterSpec& spec);

/// Why a value cannot be set, as one line that names the parameter and what was expected; nothing when it can.
std::optional<std::string> check(const ParameterSpec& spec, double value);

/// Reads a value as the command line and files write it: a number, a choice's word, on/off/true/false for a toggle. The
/// error is one line that names the parameter, what was given and what was expected.
std::expected<double, std::string> parse_value(const ParameterSpec& spec, std::string_view text);

/// The inverse of parse_value: the shortest text that reads back as the same value, a choice as its word, a toggle as
/// on or off. Without unit. @pre check(spec, value) holds
std::string format_value(const ParameterSpec& spec, double value);

}  // namespace weir::labs
