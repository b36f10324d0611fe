// Erlang's two formulas for c servers with Poisson arrivals and exponential service. The offered load a is in erlangs:
// arrival rate times mean service time.
// A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
// exchanges", 1917; the recurrence as in R. B. Cooper, "Introduction to Queueing Theory", 2nd ed., 1981.
#pragma once

namespace weir::theory {

/// Erlang B: the share of arrivals lost when there is no queue (M/M/c/c; holds for any service distribution).
/// @pre load >= 0, servers >= 0
double erlang_b(double load, int servers);

/// Erlang C: the share of arrivals that must wait when the queue has no limit (M/M/c); 1 when load >= servers.
/// @pre load >= 0, servers >= 1
double erlang_c(double load, int servers);

/// Mean wait before service in an M/M/c queue without limit, in seconds; infinite when load >= servers.
/// @pre lambda >= 0 arrivals a second, mu > 0 services a second by one server, servers >= 1
double mmc_mean_wait_s(double lambda_per_s, double mu_per_s, int servers);

}  // namespace weir::theory
