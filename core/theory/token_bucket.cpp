#include "core/theory/token_bucket.h"

#include <cassert>

namespace weir::theory {

double token_bucket_allows(double burst, double rate_per_s, double length_s) {
    assert(burst >= 0 && rate_per_s >= 0 && length_s >= 0);
    return burst + rate_per_s * length_s;
}

// The excess of the window from grant i to grant j is (j + 1 - due_j) - (i - due_i) - burst: for each j the worst i is
// the one with the smallest second term so far.
void WorstWindow::grant(double t_s, double due, double burst) {
    assert(grants_ == 0 || t_s >= first_s_);
    const auto before = static_cast<double>(grants_);
    if (grants_ == 0 || before - due < static_cast<double>(first_) - first_due_) {
        first_ = grants_;
        first_due_ = due;
        first_s_ = t_s;
    }
    ++grants_;
    const Window window{t_s - first_s_, grants_ - first_, burst + (due - first_due_)};
    if (grants_ == 1 || window.excess() > worst_.excess() + Window::rounding) worst_ = window;
}

Window worst_window(std::span<const double> grants_s, double burst, double rate_per_s) {
    WorstWindow worst;
    for (const double t : grants_s) worst.grant(t, rate_per_s * t, burst);
    if (grants_s.empty()) return Window{0, 0, burst};
    return worst.window();
}

}  // namespace weir::theory
