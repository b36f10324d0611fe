// The sentences in which breakers say why. Made from plain values, outside any lock; percentages are rounded to one
// decimal, but never so that they contradict the comparison they stand in ("50 % < 50 %").
#pragma once

#include <cstdint>
#include <string>

#include "core/patterns/breaker.h"
#include "core/patterns/circuit_breaker_config.h"
#include "core/runtime/time.h"

namespace weir::patterns::breaker {

/// "opened: 11 of 20 failed (55 % >= 50 %)", "opened again: 1 of 3 probes answered within 5 s", ...
std::string describe(const Transition& transition);

/// "11 of 20 failed (55 % >= 50 %)"; without a threshold, "11 of 20 failed".
std::string describe_rate(std::uint32_t part, std::uint32_t whole, const char* what);
std::string describe_rate(std::uint32_t part, std::uint32_t whole, const char* what, double threshold);

/// Why a closed breaker is closed, and what it waits for: "closed: 4 of 7 failed, waiting for 10 calls".
/// @param last the transition by which it got there
std::string describe_closed(const CircuitBreakerConfig& config, const Tally& tally, const Transition& last);

/// "2 s", "1.5 s", "250 ms"
std::string describe(Duration duration);

}  // namespace weir::patterns::breaker
