// The one idea: experiment = lab + engine + seed + parameters + timed parameter changes + duration. On the virtual
// engine it determines every event.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::labs {

struct LabInfo;
struct ParameterSpec;

enum class EngineKind { threads, virtual_time };

/// As files and the command line write it: "threads" or "virtual".
std::string_view id_of(EngineKind engine);
std::expected<EngineKind, std::string> parse_engine(std::string_view text);

/// No run is longer and no change later: 11 days, far within what engine time can hold.
inline constexpr double longest_run_s = 1e6;

struct Change {
    double at_s = 0;  ///< engine time, seconds from the start of the run
    std::string parameter;
    double value = 0;
    bool operator==(const Change&) const = default;
};

struct Experiment {
    std::string lab;
    EngineKind engine = EngineKind::threads;
    std::uint64_t seed = 42;
    std::map<std::string, double> parameters;  ///< only those that differ from the default need be here
    std::vector<Change> changes;               ///< in the order of their times; only of parameters that act at once
    double duration_s = 10;
    bool operator==(const Experiment&) const = default;
};

/// The spec of a lab's parameter, or one line that names the nearest id.
std::expected<const ParameterSpec*, std::string> find_spec(const LabInfo& lab, std::string_view id);

/// Why a parameter cannot take a value at a time in a run, as one line; nothing when it can.
std::optional<std::string> check(const ParameterSpec& spec, const Change& change);

/// Why this cannot be run on this lab, as one line that names the key and what was expected; nothing when it can.
std::optional<std::string> check(const Experiment& experiment, const LabInfo& lab);

}  // namespace weir::labs
