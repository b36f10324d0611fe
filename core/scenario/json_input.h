// Reading JSON that a person may have written: what is wrong with it is one line that names the place. For the sources
// of this layer only: it brings in the JSON library.
#pragma once

#include <expected>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir::scenario {

/// Sorted keys: reading stays fast however many a file has.
using Parsed = nlohmann::json;

/// Nothing, or what is wrong.
using Problem = std::optional<std::string>;

/// The whole text as JSON. Refuses a key that is given twice in one object. The error begins with `name` and, where the
/// text is malformed, ":line:column".
std::expected<Parsed, std::string> read_json(std::string_view text, const std::string& name);

/// A file of at most 16 MiB. `what` it is expected to be ("an experiment file"), for the error, which begins with the
/// file's name.
std::expected<std::string, std::string> read_text(const std::filesystem::path& file, const std::string& what);

/// ", got 7": the end of a line that says what was expected.
std::string got(const Parsed& value);

/// That "weir" names the version of the format that we read. @pre it is an object
inline constexpr int format_version = 1;
Problem check_version(const Parsed& root);

/// That the object has no keys but these.
Problem check_keys(const Parsed& object, std::span<const std::string> known);

}  // namespace weir::scenario
