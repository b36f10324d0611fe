#include "core/patterns/service_parts.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace weir::patterns::service {

namespace {

constexpr std::int64_t one_permit = 1'000'000;

std::int64_t millionths(double permits) { return std::llround(permits * static_cast<double>(one_permit)); }

bool within(Duration d) { return d >= Duration::zero() && d <= RetryConfig::longest_backoff; }

}  // namespace

bool Line::join() noexcept {
    const auto capacity = capacity_.load(std::memory_order_relaxed);
    auto waiting = waiting_.load(std::memory_order_relaxed);
    while (waiting < capacity)
        if (waiting_.compare_exchange_weak(waiting, waiting + 1, std::memory_order_relaxed)) return true;
    return false;
}

std::optional<std::string> check(const RetryConfig& config) {
    if (config.max_attempts < 1 || config.max_attempts > RetryConfig::most_attempts)
        return "max_attempts must be 1 to " + std::to_string(RetryConfig::most_attempts);
    if (!within(config.backoff)) return "backoff must be 0 to 1 h";
    if (!within(config.max_backoff)) return "max_backoff must be 0 to 1 h";
    if (!(config.budget >= 0 && config.budget <= 1e6)) return "budget must be 0 to 1e6 permits";
    if (!(config.earned >= 0 && config.earned <= 1)) return "earned must be 0 to 1 permits";
    return std::nullopt;
}

Duration longest_pause(const RetryConfig& config, std::uint32_t retry) {
    auto pause = std::min(config.backoff, config.max_backoff);
    for (std::uint32_t i = 1; i < retry && pause > Duration::zero() && pause < config.max_backoff; ++i)
        pause = std::min(2 * pause, config.max_backoff);
    return pause;
}

RetryBudget::RetryBudget(const RetryConfig& config)
    : capacity_{millionths(config.budget)}, earned_{millionths(config.earned)}, permits_{capacity_.load()} {}

bool RetryBudget::spend() {
    const std::lock_guard guard{lock_};
    if (capacity_ == 0) return true;
    if (permits_ < one_permit) return false;
    permits_ -= one_permit;
    return true;
}

void RetryBudget::put_in() {
    const std::lock_guard guard{lock_};
    permits_ = std::min(permits_ + earned_, capacity_.load());
}

void RetryBudget::configure(const RetryConfig& config) {
    const std::lock_guard guard{lock_};
    const bool was_free = capacity_ == 0;
    capacity_ = millionths(config.budget);
    earned_ = millionths(config.earned);
    permits_ = was_free ? capacity_.load() : std::min(permits_.load(), capacity_.load());
}

double RetryBudget::permits() const {
    const std::lock_guard guard{lock_};
    return static_cast<double>(permits_.load()) / static_cast<double>(one_permit);
}

}  // namespace weir::patterns::service
