// How throughput grows with the number of workers, and the law that fits what was measured.
// G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing capabilities", AFIPS
// 1967; N. J. Gunther, "Guerrilla Capacity Planning", 2007, chapter 4: the universal scalability law.
#pragma once

#include <optional>
#include <span>

namespace weir::theory {

/// Speed-up on n workers when a share of the work, `serial`, runs on one at a time. @pre 0 <= serial <= 1, n >= 1
double amdahl_speedup(double serial, double n);

/// The universal scalability law: X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1)). With kappa = 0 it is
/// Amdahl's law with the serial share sigma.
struct Usl {
    double lambda = 0;  ///< throughput of one worker, > 0
    double sigma = 0;   ///< contention: the share of the work that is done one at a time, >= 0
    double kappa = 0;   ///< coherency: the cost of each pair of workers that must agree, >= 0

    double throughput(double n) const;
    /// The number of workers beyond which more make it slower, sqrt((1 - sigma) / kappa); infinite without kappa.
    double best_n() const;
};

struct ThroughputAt {
    double workers = 1;     ///< >= 1
    double throughput = 0;  ///< > 0
};

/// The law that fits the measurements best, by least squares of n / X(n), which is linear in 1 / lambda, sigma / lambda
/// and kappa / lambda. A term that would come out negative is left out. Nothing with fewer than three different numbers
/// of workers.
std::optional<Usl> fit_usl(std::span<const ThroughputAt> measured);

}  // namespace weir::theory
