#include "core/theory/erlang.h"

#include <cassert>
#include <limits>

namespace weir::theory {

double erlang_b(double load, int servers) {
    assert(load >= 0 && servers >= 0);
    // B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)): sums of positive terms below 1, so it never overflows or cancels.
    double b = 1;
    for (int n = 1; n <= servers; ++n) b = load * b / (n + load * b);
    return b;
}

double erlang_c(double load, int servers) {
    assert(servers >= 1);
    if (load >= servers) return 1;
    const double b = erlang_b(load, servers);
    return b / (1 - load / servers * (1 - b));
}

double mmc_mean_wait_s(double lambda_per_s, double mu_per_s, int servers) {
    const double load = lambda_per_s / mu_per_s;
    if (load >= servers) return std::numeric_limits<double>::infinity();
    return erlang_c(load, servers) / (servers * mu_per_s - lambda_per_s);
}

}  // namespace weir::theory
