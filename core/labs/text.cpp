#include "core/labs/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <vector>

namespace weir::labs {

namespace {

/// Edit distance in which a swap of neighbours counts once (optimal string alignment), since swaps are how people
/// mistype.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x20 || code == 0x7f) c = '?';
    }
    return result;
}

std::string shortened(std::string_view text, std::size_t longest) {
    auto end = std::min(text.size(), longest);
    const bool cut = end < text.size();
    // A cut inside a UTF-8 sequence would leave half a character behind.
    while (cut && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return one_line(text.substr(0, end)) + (cut ? "..." : "");
}

std::string in_quotes(std::string_view text) { return std::string{"'"}.append(shortened(text, 60)).append("'"); }

std::string format_number(double value) {
    std::array<char, 64> text{};
    const double size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-6 && size < 1e15);
    const auto end = plain ? std::to_chars(text.begin(), text.end(), value == 0 ? 0.0 : value, std::chars_format::fixed)
                           : std::to_chars(text.begin(), text.end(), value);
    return {text.data(), end.ptr};
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value == 0 ? 0.0 : value;  // not -0, so that it prints as "0"
}

std::string joined(std::span<const std::string> words) {
    std::string result;
    for (const auto& word : words) {
        if (!result.empty()) result += ", ";
        result += word;
    }
    return result;
}

std::optional<std::string> nearest(std::string_view given, std::span<const std::string> candidates) {
    constexpr std::size_t longest = 100;  // nobody mistypes more than that; keeps the distance cheap
    if (given.empty() || given.size() > longest) return std::nullopt;
    const std::string* best = nullptr;
    std::size_t best_distance = std::max<std::size_t>(1, given.size() / 3) + 1;
    const std::string* containing = nullptr;
    std::size_t how_many_contain = 0;
    for (const auto& candidate : candidates) {
        const std::size_t distance = edit_distance(given, candidate);
        if (distance < best_distance) {
            best = &candidate;
            best_distance = distance;
        }
        if (candidate.find(given) != std::string::npos) {
            containing = &candidate;
            ++how_many_contain;
        }
    }
    if (best != nullptr) return *best;
    if (how_many_contain == 1) return *containing;
    return std::nullopt;
}

std::string suggestion(std::string_view given, std::span<const std::string> candidates) {
    const auto near = nearest(given, candidates);
    return near ? " (did you mean '" + *near + "'?)" : std::string{};
}

}  // namespace weir::labs
