#include "core/theory/token_bucket.h"

#include <cassert>

namespace weir::theory {

double token_bucket_allows(double burst, double rate_per_s, double length_s) {
    assert(burst >= 0 && rate_per_s >= 0 && length_s >= 0);
    return burst + rate_per_s * length_s;
}

Window worst_window(std::span<const double> grants_s, double burst, double rate_per_s) {
    // The excess of the window from grant i to grant j is (j + 1 - rate t_j) - (i - rate t_i) - burst: for each j the
    // worst i is the one with the smallest second term so far.
    Window worst;
    worst.allowed = burst;
    std::size_t first = 0;
    double first_term = 0;
    for (std::size_t j = 0; j < grants_s.size(); ++j) {
        assert(j == 0 || grants_s[j] >= grants_s[j - 1]);
        const double term = static_cast<double>(j) - rate_per_s * grants_s[j];
        if (j == 0 || term < first_term) {
            first = j;
            first_term = term;
        }
        Window window{grants_s[j] - grants_s[first], j + 1 - first, 0};
        window.allowed = token_bucket_allows(burst, rate_per_s, window.length_s);
        if (j == 0 || window.excess() > worst.excess()) worst = window;
    }
    return worst;
}

}  // namespace weir::theory
