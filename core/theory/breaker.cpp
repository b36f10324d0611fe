#include "core/theory/breaker.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace weir::theory {

double calls_to_trip(double p, int in_a_row) {
    assert(p >= 0 && p <= 1 && in_a_row >= 1);
    if (p == 0) return std::numeric_limits<double>::infinity();
    // The closed form is the geometric sum of p^-1 ... p^-k; summed, it also holds at p = 1 and loses nothing near it.
    double calls = 0;
    double term = 1;
    for (int i = 0; i < in_a_row; ++i) {
        term /= p;
        calls += term;
    }
    return calls;
}

BreakerCycle breaker_cycle(const BreakerModel& model) {
    assert(model.calls_per_s > 0 && model.probes >= 1);
    BreakerCycle cycle;
    cycle.closed_s = calls_to_trip(model.failure_probability, model.failures_to_trip) / model.calls_per_s;
    if (std::isinf(cycle.closed_s)) return cycle;

    const double closes = std::pow(1 - model.failure_probability, model.probes);
    if (closes == 0) {
        cycle.open_s = std::numeric_limits<double>::infinity();
        cycle.half_open_s = model.probing_s > 0 ? cycle.open_s : 0;
        cycle.availability = 0;
        return cycle;
    }
    cycle.open_s = model.open_for_s / closes;
    cycle.half_open_s = model.probing_s / closes;
    cycle.availability = cycle.closed_s / (cycle.closed_s + cycle.open_s + cycle.half_open_s);
    return cycle;
}

}  // namespace weir::theory
