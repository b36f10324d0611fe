#include "core/theory/scaling.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace weir::theory {
namespace {

using Terms = std::array<double, 3>;  // 1, n - 1, n (n - 1): the factors of 1, sigma and kappa, each over lambda

Terms terms_of(double n) { return {1, n - 1, n * (n - 1)}; }

/// Solves the normal equations for the terms in use; those left out are 0. Gauss-Jordan with pivoting: three unknowns
/// need no more.
Terms least_squares(std::span<const ThroughputAt> measured, const std::array<bool, 3>& used) {
    std::array<std::array<double, 4>, 3> rows{};
    for (const auto& m : measured) {
        const auto t = terms_of(m.workers);
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) rows[i][j] += t[i] * t[j];
            rows[i][3] += t[i] * m.workers / m.throughput;
        }
    }
    for (std::size_t i = 0; i < 3; ++i) {
        if (used[i]) continue;
        for (std::size_t j = 0; j < 3; ++j) rows[i][j] = rows[j][i] = 0;
        rows[i][i] = 1;
        rows[i][3] = 0;
    }
    for (std::size_t i = 0; i < 3; ++i) {
        const auto pivot =
            std::max_element(rows.begin() + static_cast<std::ptrdiff_t>(i), rows.end(),
                             [&](const auto& a, const auto& b) { return std::abs(a[i]) < std::abs(b[i]); });
        std::swap(rows[i], *pivot);
        for (std::size_t k = 0; k < 3; ++k) {
            if (k == i) continue;
            const double factor = rows[k][i] / rows[i][i];
            for (std::size_t j = i; j < 4; ++j) rows[k][j] -= factor * rows[i][j];
        }
    }
    return {rows[0][3] / rows[0][0], rows[1][3] / rows[1][1], rows[2][3] / rows[2][2]};
}

}  // namespace

double amdahl_speedup(double serial, double n) {
    assert(serial >= 0 && serial <= 1 && n >= 1);
    return 1 / (serial + (1 - serial) / n);
}

double Usl::throughput(double n) const { return lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1)); }

double Usl::best_n() const {
    if (kappa <= 0) return std::numeric_limits<double>::infinity();
    return std::sqrt(std::max(1 - sigma, 0.0) / kappa);
}

std::optional<Usl> fit_usl(std::span<const ThroughputAt> measured) {
    std::set<double> different;
    for (const auto& m : measured) {
        assert(m.workers >= 1 && m.throughput > 0);
        different.insert(m.workers);
    }
    if (different.size() < 3) return std::nullopt;
    std::array used{true, true, true};
    auto fit = least_squares(measured, used);
    for (int round = 0; round < 2 && (fit[1] < 0 || fit[2] < 0); ++round) {
        used[fit[1] < fit[2] ? 1 : 2] = false;
        fit = least_squares(measured, used);
    }
    return Usl{1 / fit[0], fit[1] / fit[0], fit[2] / fit[0]};
}

}  // namespace weir::theory
