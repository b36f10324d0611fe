#include "app/flags.h"

#include <algorithm>

#include "core/labs/text.h"

namespace weir::app {

namespace {

std::string unknown_flag(const std::string& given, std::span<const Flag> known) {
    if (known.empty()) return "expected no flags, got " + labs::in_quotes(given);
    std::vector<std::string> names;
    for (const auto& flag : known) names.push_back(flag.name);
    return "expected a flag (" + labs::joined(names) + "), got " + labs::in_quotes(given) +
           labs::suggestion(given, names);
}

}  // namespace

std::optional<std::string> Arguments::value(const std::string& name) const {
    const auto found = flags.find(name);
    if (found == flags.end()) return std::nullopt;
    return found->second.front();
}

std::vector<std::string> Arguments::values(const std::string& name) const {
    const auto found = flags.find(name);
    return found == flags.end() ? std::vector<std::string>{} : found->second;
}

std::expected<Arguments, std::string> split(std::span<const std::string> arguments, std::span<const Flag> known) {
    Arguments result;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& argument = arguments[i];
        if (argument == "--") {
            const auto rest = arguments.subspan(i + 1);
            result.positional.insert(result.positional.end(), rest.begin(), rest.end());
            break;
        }
        if (argument.size() < 2 || argument[0] != '-') {
            result.positional.push_back(argument);
            continue;
        }
        const auto equals = argument.find('=');
        const auto name = argument.substr(0, equals);
        const auto flag = std::find_if(known.begin(), known.end(), [&](const Flag& f) { return f.name == name; });
        if (flag == known.end()) return std::unexpected(unknown_flag(name, known));

        std::string value;
        const bool takes_value = !flag->value.empty();
        if (!takes_value && equals != std::string::npos) {
            return std::unexpected(name + ": expected no value, got " + labs::in_quotes(argument.substr(equals + 1)));
        }
        if (takes_value && equals != std::string::npos) {
            value = argument.substr(equals + 1);
        } else if (takes_value) {
            // "--out --json" is a forgotten value, not a file of that name.
            if (i + 1 == arguments.size() || arguments[i + 1].starts_with("--")) {
                return std::unexpected(name + ": expected " + flag->value + " after it");
            }
            value = arguments[++i];
        }
        auto& values = result.flags[name];
        if (!values.empty() && !flag->repeatable) return std::unexpected(name + ": expected once, given twice");
        values.push_back(std::move(value));
    }
    return result;
}

}  // namespace weir::app
