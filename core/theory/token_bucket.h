// What a rate limiter may grant: the envelope of a token bucket, and the window in which a history of grants comes
// nearest to breaking it, or breaks it most.
// R. L. Cruz, "A calculus for network delay, part I", IEEE Transactions on Information Theory 37(1), 1991: traffic is
// (sigma, rho)-constrained if no window of length t holds more than sigma + rho t.
#pragma once

#include <cstddef>
#include <span>

namespace weir::theory {

/// Most grants in any closed window of this length, in seconds. @pre burst >= 0, rate >= 0 per second, length_s >= 0
double token_bucket_allows(double burst, double rate_per_s, double length_s);

/// A closed window of a history, from one grant to another.
struct Window {
    double length_s = 0;
    std::size_t grants = 0;
    double allowed = 0;  ///< burst + rate * length

    double excess() const { return static_cast<double>(grants) - allowed; }
    /// By more than what the rounding of times and rates makes of the last permit.
    bool is_exceeded() const { return excess() > rounding; }

    static constexpr double rounding = 1e-6;  ///< permits
};

/// Finds the window that exceeds its allowance most, or comes nearest to it, while grants come in: O(1) a grant.
class WorstWindow {
public:
    /// A single grant. @param t_s when, seconds, not before the one before @param due the integral of the rate up to
    /// then, which is rate * t_s where it never changed
    void grant(double t_s, double due, double burst);

    /// Empty if nothing was granted.
    const Window& window() const { return worst_; }

private:
    Window worst_;
    std::size_t grants_ = 0;
    // Where the worst window that ends now begins: grants before it, and how much was due.
    std::size_t first_ = 0;
    double first_due_ = 0;
    double first_s_ = 0;
};

/// The same of a whole history. @param grants_s the times of single grants in order, seconds
Window worst_window(std::span<const double> grants_s, double burst, double rate_per_s);

}  // namespace weir::theory
