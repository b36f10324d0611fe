// Small help for messages on one line: quoting what a person typed, plain numbers, the nearest of some words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir::labs {

/// The text with every control character replaced by '?', so that it cannot break or colour a line.
std::string one_line(std::string_view text);

/// The text on one line as by one_line(), cut with "..." where it is longer than `longest` bytes.
std::string shortened(std::string_view text, std::size_t longest);

/// The text in single quotes, safe to print on one line: control characters become '?', and what is longer than 60
/// bytes is cut with "...".
std::string in_quotes(std::string_view text);

/// The shortest decimal that reads back as the same double; without exponent between 1e-6 and 1e15.
std::string format_number(double value);

/// The whole text as a finite number in decimal notation ("1e3" too); nothing for anything else, blanks included.
std::optional<double> parse_number(std::string_view text);

/// "a, b, c"
std::string joined(std::span<const std::string> words);

/// The candidate a person most likely meant: the one at the smallest edit distance, if that is at most a third of the
/// length (at least 1), or the only one that contains what was given. Nothing when none is near.
std::optional<std::string> nearest(std::string_view given, std::span<const std::string> candidates);

/// " (did you mean 'x'?)" or "".
std::string suggestion(std::string_view given, std::span<const std::string> candidates);

}  // namespace weir::labs
