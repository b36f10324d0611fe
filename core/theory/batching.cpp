#include "core/theory/batching.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace weir::theory {
namespace {

/// P(N = n) for a Poisson variable, by its logarithm: the mean may be in the thousands.
double poisson(double mean, int n) {
    if (mean == 0) return n == 0 ? 1 : 0;
    return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
}

}  // namespace

double mean_batch_size(double lambda_per_s, double linger_s, int most) {
    assert(lambda_per_s >= 0 && linger_s >= 0 && most >= 1);
    const double mean = lambda_per_s * linger_s;
    // E[min(m, N)] = m - sum over n < m of (m - n) P(N = n).
    const int m = most - 1;
    double missing = 0;
    for (int n = 0; n < m; ++n) missing += (m - n) * poisson(mean, n);
    return 1 + m - missing;
}

double full_share(double lambda_per_s, double linger_s, int most) {
    const double mean = lambda_per_s * linger_s;
    double fewer = 0;
    for (int n = 0; n < most - 1; ++n) fewer += poisson(mean, n);
    return std::clamp(1 - fewer, 0.0, 1.0);
}

}  // namespace weir::theory
