#include "core/patterns/circuit_breaker_config.h"

#include <algorithm>
#include <cmath>

namespace weir::patterns {
namespace {
using Config = CircuitBreakerConfig;
}  // namespace

std::optional<std::string> check(const Config& config) {
    const auto percent = [](double value) { return value > 0 && value <= 100; };
    if (config.window.calls < 1 || config.window.calls > OutcomeWindow::max_calls)
        return "window.calls must be 1 to " + std::to_string(OutcomeWindow::max_calls);
    if (config.window.length < OutcomeWindow::min_length) return "window.length must be at least 1 ms";
    if (config.minimum_calls < 1) return "minimum_calls must be at least 1";
    if (!percent(config.failure_threshold)) return "failure_threshold must be above 0 and at most 100 %";
    if (!percent(config.slow_threshold)) return "slow_threshold must be above 0 and at most 100 %";
    if (config.slow_call < Duration::zero()) return "slow_call must not be negative";
    if (config.open_for <= Duration::zero()) return "open_for must be above zero";
    if (!(config.backoff >= 1)) return "backoff must be at least 1";
    if (config.max_open_for < Duration::zero()) return "max_open_for must not be negative";
    if (config.probes < 1) return "probes must be at least 1";
    if (config.half_open_deadline <= Duration::zero()) return "half_open_deadline must be above zero";
    return std::nullopt;
}

std::uint32_t calls_needed(const Config& config) {
    if (config.window.kind == OutcomeWindow::Kind::time) return config.minimum_calls;
    return std::min(config.minimum_calls, static_cast<std::uint32_t>(config.window.calls));
}

Duration open_period(const Config& config, std::uint32_t failed_attempts) {
    if (failed_attempts == 0 || config.backoff == 1) return config.open_for;
    const double limit = static_cast<double>(std::max(config.max_open_for, config.open_for).count());
    const double period = static_cast<double>(config.open_for.count()) * std::pow(config.backoff, failed_attempts);
    return Duration{static_cast<std::int64_t>(std::min(period, limit))};
}

}  // namespace weir::patterns
