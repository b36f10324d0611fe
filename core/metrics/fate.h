// What became of a work item. Every item a lab offers ends with exactly one of these.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir {

enum class Fate : std::uint8_t {
    completed,  ///< the work was done and its result is good
    failed,     ///< the work answered with an error, or threw
    rejected,   ///< refused before it started (queue full, breaker open, rate exceeded)
    timed_out,  ///< given up after its deadline
    cancelled,  ///< stopped on request
    dropped     ///< lost without an answer; a production pattern never does this
};

inline constexpr std::size_t fate_count = 6;

/// All fates in the order in which tables, files and legends list them.
inline constexpr std::array<Fate, fate_count> all_fates{Fate::completed, Fate::failed,    Fate::rejected,
                                                        Fate::timed_out, Fate::cancelled, Fate::dropped};

/// The identifier used in files and on the command line: "completed", ..., "timed_out", ...
constexpr std::string_view id_of(Fate fate) {
    constexpr std::array<std::string_view, fate_count> ids{"completed", "failed",    "rejected",
                                                           "timed_out", "cancelled", "dropped"};
    return ids[static_cast<std::size_t>(fate)];
}

constexpr std::size_t index_of(Fate fate) { return static_cast<std::size_t>(fate); }

}  // namespace weir
