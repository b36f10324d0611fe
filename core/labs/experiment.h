// The one idea: experiment = lab + engine + seed + parameters + timed parameter changes + duration. On the virtual engine
// it determines every event.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace weir::labs {

enum class EngineKind { threads, virtual_time };

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
    std::vector<Change> changes;               ///< in the order of their times
    double duration_s = 10;
    bool operator==(const Experiment&) const = default;
};

}  // namespace weir::labs
