// Little's law: the mean number of items in a system is the rate at which they arrive times the mean time they spend in
// it, L = lambda * W, whatever the distributions and the order of service.
// J. D. C. Little, "A Proof for the Queuing Formula: L = lambda W", Operations Research 9(3), 1961.
#pragma once

#include <algorithm>
#include <cmath>

namespace weir::theory {

/// L, from the arrival rate (items a second) and the mean time in the system (seconds).
constexpr double littles_l(double lambda_per_s, double w_s) { return lambda_per_s * w_s; }

/// How far a measured L is from lambda * W, as a share of the larger; 0 when both are 0.
inline double littles_error(double l, double lambda_per_s, double w_s) {
    const double expected = littles_l(lambda_per_s, w_s);
    const double larger = std::max(std::abs(l), std::abs(expected));
    return larger == 0 ? 0 : std::abs(l - expected) / larger;
}

}  // namespace weir::theory
