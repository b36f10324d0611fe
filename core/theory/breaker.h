// How long a circuit breaker that counts consecutive failures stays closed, and what share of the time.
//
// Model: calls fail independently with probability p. The mean number of calls until k failures in a row is the classic
// waiting time for a success run: W. Feller, "An Introduction to Probability Theory and Its Applications", vol. 1, 3rd
// ed., 1968, XIII.7, equation (7.7), with failure and success exchanged.
#pragma once

namespace weir::theory {

/// Mean number of calls until `in_a_row` consecutive failures: (1 - p^k) / ((1 - p) p^k). Infinite for p = 0.
/// @pre 0 <= p <= 1, in_a_row >= 1
double calls_to_trip(double p, int in_a_row);

/// The mean lengths of a breaker's phases between two trips, in seconds.
struct BreakerCycle {
    double closed_s = 0;      ///< from closing to the next trip; infinite when nothing fails
    double open_s = 0;        ///< in all its open periods; infinite when no probe can succeed
    double half_open_s = 0;   ///< in all its half-open periods
    double availability = 1;  ///< share of the time it is closed
};

/// What the cycle follows from.
struct BreakerModel {
    double failure_probability = 0;  ///< of each call, probes too
    double calls_per_s = 1;          ///< while closed; > 0
    int failures_to_trip = 5;        ///< in a row; >= 1
    double open_for_s = 2;           ///< each open period; >= 0
    int probes = 1;                  ///< all must succeed for it to close; >= 1
    double probing_s = 0;            ///< length of each half-open period; >= 0
};

/// A cycle is one closed phase, then open and half-open in turn until all probes succeed: a geometric number of times
/// with mean 1 / (1 - p)^probes.
BreakerCycle breaker_cycle(const BreakerModel& model);

}  // namespace weir::theory
