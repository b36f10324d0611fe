#include "core/theory/mmck.h"

#include <algorithm>
#include <cassert>

namespace weir::theory {

MMcK mmck(double lambda_per_s, double mu_per_s, int c, int k) {
    assert(lambda_per_s >= 0 && mu_per_s > 0 && c >= 1 && k >= c);
    const double load = lambda_per_s / mu_per_s;

    // Weights of the states n = 0..K by the birth-death recurrence w(n) = w(n-1) a / min(n, c), summed as they come.
    // For hundreds of servers they span hundreds of decades: whenever one grows too large everything is scaled down,
    // and what then vanishes is far below rounding.
    constexpr double too_large = 1e200;
    double weight = 1;
    double sum = 1;
    double busy = 0;
    double waiting = 0;
    for (int n = 1; n <= k; ++n) {
        weight *= load / std::min(n, c);
        sum += weight;
        busy += std::min(n, c) * weight;
        waiting += std::max(n - c, 0) * weight;
        if (weight > too_large) {
            weight /= too_large;
            sum /= too_large;
            busy /= too_large;
            waiting /= too_large;
        }
    }

    MMcK result;
    result.loss = weight / sum;
    result.in_queue = waiting / sum;
    result.in_system = (busy + waiting) / sum;
    // Accepted are those who find room: told by the busy servers, since 1 - loss cancels when nearly all are lost.
    result.throughput_per_s = busy / sum * mu_per_s;
    result.utilisation = busy / sum / c;
    if (result.throughput_per_s > 0) {
        result.wait_s = result.in_queue / result.throughput_per_s;
        result.time_in_system_s = result.wait_s + 1 / mu_per_s;
    }
    return result;
}

}  // namespace weir::theory
