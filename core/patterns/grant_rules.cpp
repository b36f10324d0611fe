#include "core/patterns/grant_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::patterns {
namespace {

constexpr double min_rate = 1e-3;
constexpr double max_rate = 1e9;
constexpr double long_ago = -std::numeric_limits<double>::infinity();

}  // namespace

std::optional<std::string> check(const GrantTerms& terms) {
    if (!(terms.rate >= min_rate && terms.rate <= max_rate))
        return "rate: expected 0.001 to 1000000000 permits a second";
    if (terms.burst < 1 || terms.burst > GrantTerms::max_burst)
        return "burst: expected 1 to " + std::to_string(GrantTerms::max_burst) + " permits";
    return std::nullopt;
}

std::uint32_t most_at_once(const GrantTerms& terms) {
    return terms.algorithm == GrantAlgorithm::leaky_bucket ? 1 : terms.burst;
}

GrantRule::GrantRule(const GrantTerms& terms, Time now) : terms_(terms), per_ns_(per_ns(terms)), anchor_(now) {
    start_over(0);
}

/// Everything is free at v.
void GrantRule::start_over(double v) {
    ready_ = v;
    used_ = 0;
    log_.clear();
    log_oldest_ = 0;
    if (terms_.algorithm == GrantAlgorithm::sliding_window) log_.assign(terms_.burst, long_ago);
}

/// The v from which n permits may go out, `v` or later.
double GrantRule::due(std::uint32_t n, double v) const {
    switch (terms_.algorithm) {
        case GrantAlgorithm::token_bucket:
            return std::max(v, ready_ - (burst() - n));
        case GrantAlgorithm::leaky_bucket:
            return std::max(v, ready_);
        case GrantAlgorithm::fixed_window:
            return used_ + n <= burst() ? v : std::max(v, ready_ + burst());
        case GrantAlgorithm::sliding_window:
            // The n-th oldest of the last `burst` has to be back.
            return std::max(v, log_[(log_oldest_ + n - 1) % log_.size()]);
    }
    return v;
}

Time GrantRule::earliest(std::uint32_t n, Time now) const {
    const double v = permits_at(now);
    const double target = due(n, v);
    if (v >= target) return now;
    const double wait_ns = target / per_ns_;
    if (wait_ns >= static_cast<double>((Time::max() - anchor_).count())) return Time::max();
    // Rounded, the guess may be a nanosecond or so off either way; permits_at is monotone, so the exact one is near.
    Time t = std::max(now, anchor_ + Duration{static_cast<std::int64_t>(wait_ns)});
    while (permits_at(t) < target) t += Duration{1};
    while (t > now && permits_at(t - Duration{1}) >= target) t -= Duration{1};
    return t;
}

void GrantRule::take(std::uint32_t n, Time now) { count(n, permits_at(now)); }

/// n more are out since v.
void GrantRule::count(double n, double v) {
    switch (terms_.algorithm) {
        case GrantAlgorithm::token_bucket:
        case GrantAlgorithm::leaky_bucket:
            ready_ = std::max(ready_, v) + n;
            break;
        case GrantAlgorithm::fixed_window:
            if (v >= ready_ + burst()) {
                ready_ += std::max(1.0, std::floor((v - ready_) / burst())) * burst();
                used_ = 0;
            }
            used_ += n;
            break;
        case GrantAlgorithm::sliding_window: {
            // After a change of burst the newest may come back later than one taken now would: in order all the same.
            const double newest = log_[(log_oldest_ + log_.size() - 1) % log_.size()];
            const double back = std::max(newest, v + burst());
            for (; n > 0; n -= 1) {
                log_[log_oldest_] = back;
                log_oldest_ = (log_oldest_ + 1) % log_.size();
            }
            break;
        }
    }
}

double GrantRule::free_at(Time now) const { return free_of(permits_at(now)); }

double GrantRule::free_of(double v) const {
    switch (terms_.algorithm) {
        case GrantAlgorithm::token_bucket:
            return std::clamp(burst() - (ready_ - v), 0.0, burst());
        case GrantAlgorithm::leaky_bucket:
            return std::clamp(1 - (ready_ - v), 0.0, 1.0);
        case GrantAlgorithm::fixed_window:
            return v >= ready_ + burst() ? burst() : burst() - used_;
        case GrantAlgorithm::sliding_window: {
            const auto oldest = log_.begin() + static_cast<std::ptrdiff_t>(log_oldest_);
            const auto is_back = [v](double back) { return back <= v; };
            // Sorted from the oldest on, around the end of the ring.
            const auto back = std::partition_point(oldest, log_.end(), is_back) - oldest;
            if (oldest + back != log_.end()) return static_cast<double>(back);
            return static_cast<double>(back + (std::partition_point(log_.begin(), oldest, is_back) - log_.begin()));
        }
    }
    return 0;
}

void GrantRule::change(const GrantTerms& terms, Time now) {
    if (terms == terms_) return;
    const double v = permits_at(now);
    const double free = std::min(free_of(v), static_cast<double>(most_at_once(terms)));
    const bool another = terms.algorithm != terms_.algorithm;
    const double burst_before = burst();
    terms_ = terms;
    per_ns_ = per_ns(terms);
    anchor_ = now;  // so v is 0 now: what is kept moves along
    ready_ -= v;
    for (double& back : log_) back -= v;
    if (another) {
        start_over(0);
        count(std::ceil(most_at_once(terms_) - free), 0);
    } else if (burst() != burst_before) {
        resize(burst_before, free);
    }
}

/// To another burst, at v = 0, with so many free. Going to and fro leaves things as they were, so that nobody starves
/// while a slider is moved.
void GrantRule::resize(double burst_before, double free) {
    switch (terms_.algorithm) {
        case GrantAlgorithm::token_bucket:
            ready_ = burst() - free;
            break;
        case GrantAlgorithm::leaky_bucket:
            break;
        case GrantAlgorithm::fixed_window:
            // As far into its window as before.
            ready_ = -ready_ >= burst_before ? 0 : ready_ * burst() / burst_before;
            used_ = burst() - free;
            break;
        case GrantAlgorithm::sliding_window: {
            std::rotate(log_.begin(), log_.begin() + static_cast<std::ptrdiff_t>(log_oldest_), log_.end());
            log_oldest_ = 0;
            const auto first_out =
                std::partition_point(log_.begin(), log_.end(), [](double back) { return back <= 0; });
            std::vector<double> out(first_out, log_.end());
            // Those that are added count as taken now, and those that come back last go first.
            out.resize(static_cast<std::size_t>(burst() - free), out.empty() ? burst() : std::max(out.back(), burst()));
            log_.assign(static_cast<std::size_t>(free), long_ago);
            log_.insert(log_.end(), out.begin(), out.end());
            break;
        }
    }
}

}  // namespace weir::patterns
