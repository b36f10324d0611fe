// Reading the figures of a run that a lab adds as JSON, and checks that are the same for every lab. A figure is named
// by its path: "batches", "first_wait_ms/p99", "stages/0/utilisation".
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lab_runs.h"

namespace lab_runs {

/// A number; of yes and no, 1 and 0.
double figure(const weir::labs::RunResult& result, const std::string& path);
std::vector<double> figures(const weir::labs::RunResult& result, const std::string& path);
/// How many there are of what it lists; "" counts all that the lab tells.
std::size_t count_of(const weir::labs::RunResult& result, const std::string& path);
std::string words(const weir::labs::RunResult& result, const std::string& path);
/// Whether it has a place and no value yet.
bool is_unknown(const weir::labs::RunResult& result, const std::string& path);

inline bool near(double measured, double expected, double within = 0.03) {
    return std::abs(measured / expected - 1) <= within;
}

/// Whether a share of about n items is what chance p would give, within five standard deviations.
inline bool is_chance(double measured, double p, std::uint64_t n) {
    return std::abs(measured - p) < 5 * std::sqrt(p * (1 - p) / static_cast<double>(n));
}

/// Each fault, and the fate of the item it strikes where call.timeout is shorter than a slow call.
void fault_rows();

/// That its parameters are sound, and all that its plots and buttons name is there.
void check_description(const weir::labs::LabInfo& lab);

}  // namespace lab_runs
