// Splits a command's arguments into flags and the rest, by the list of flags the command knows.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace weir::app {

/// A flag a command knows. `value` is what it expects, for messages and help ("FILE.csv"); empty for a switch.
struct Flag {
    std::string name;  ///< with its dashes: "--seed"
    std::string value;
    bool repeatable = false;
};

struct Arguments {
    std::vector<std::string> positional;
    std::map<std::string, std::vector<std::string>> flags;  ///< by name; a switch that is given holds one empty value

    bool has(const std::string& name) const { return flags.contains(name); }
    /// The value of a flag that was given at most once.
    std::optional<std::string> value(const std::string& name) const;
    /// The values of a repeatable flag, in the order given.
    std::vector<std::string> values(const std::string& name) const;
};

/// Takes "--flag value" and "--flag=value"; after "--" everything is positional. The error is one line that names the
/// flag and what was expected.
std::expected<Arguments, std::string> split(std::span<const std::string> arguments, std::span<const Flag> known);

}  // namespace weir::app
