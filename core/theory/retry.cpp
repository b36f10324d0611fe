#include "core/theory/retry.h"

#include <cassert>
#include <cmath>

namespace weir::theory {

double mean_attempts(double p, int most) {
    assert(p >= 0 && p <= 1 && most >= 1);
    // Added up, since the closed form is 0 / 0 at p = 1 and loses digits near it.
    double sum = 0;
    double reached = 1;
    for (int i = 0; i < most; ++i) {
        sum += reached;
        reached *= p;
    }
    return sum;
}

double all_fail(double p, int most) { return std::pow(p, most); }

double amplification(double p, std::span<const int> most) {
    double calls = 1;
    for (const int n : most) {
        calls *= mean_attempts(p, n);
        p = all_fail(p, n);
    }
    return calls;
}

double hedged_calls(double mean, double delay) {
    assert(mean > 0 && delay >= 0);
    return 1 + std::exp(-delay / mean);
}

}  // namespace weir::theory
