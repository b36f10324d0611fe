// The settings of the production circuit breaker. Plain values; every one may change while the breaker is live.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/patterns/outcome_window.h"
#include "core/runtime/time.h"

namespace weir::patterns {

struct CircuitBreakerConfig {
    enum class Mode : std::uint8_t {
        automatic,
        forced_open,   ///< refuses every call
        disabled,      ///< admits every call and counts nothing
        metrics_only,  ///< admits every call and knows what automatic would have done
    };

    Mode mode = Mode::automatic;
    OutcomeWindow::Shape window;
    /// Calls in the window before its rates are looked at, >= 1. More than a count window holds means a full window.
    std::uint32_t minimum_calls = 10;
    double failure_threshold = 50;                          ///< percent, above 0, up to 100; reached is enough
    double slow_threshold = 100;                            ///< percent, above 0, up to 100; reached is enough
    Duration slow_call{};                                   ///< a call this long or longer is slow; zero: none is
    Duration open_for = std::chrono::seconds(2);            ///< above zero
    double backoff = 1;                                     ///< >= 1
    Duration max_open_for = std::chrono::minutes(5);        ///< limits what backoff adds, never open_for itself
    std::uint32_t probes = 3;                               ///< >= 1
    Duration half_open_deadline = std::chrono::seconds(5);  ///< above zero

    bool operator==(const CircuitBreakerConfig&) const = default;
};

/// Why a configuration cannot be used, as one line naming the field and what was expected; nothing when it can.
std::optional<std::string> check(const CircuitBreakerConfig& config);

/// How many calls the window must hold before its rates count.
std::uint32_t calls_needed(const CircuitBreakerConfig& config);

/// open_for * backoff^failed_attempts, at most max_open_for unless open_for itself is longer. failed_attempts counts
/// the half-open attempts that have failed since the breaker was last closed.
Duration open_period(const CircuitBreakerConfig& config, std::uint32_t failed_attempts);

}  // namespace weir::patterns
