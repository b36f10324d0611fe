// The M/M/c/K queue: Poisson arrivals, exponential service, c servers and room for K items in all, those in service
// included; who finds it full is lost. A lab with failures off is one: c is limit.in_flight, K = c + queue.capacity.
// D. Gross et al., "Fundamentals of Queueing Theory", 4th ed., 2008, section 2.5.
#pragma once

namespace weir::theory {

struct MMcK {
    double loss = 0;  ///< share of arrivals that find it full
    double throughput_per_s = 0;
    double utilisation = 0;       ///< mean share of the servers that is busy
    double in_system = 0;         ///< mean number of items, waiting and in service
    double in_queue = 0;          ///< mean number of items waiting
    double wait_s = 0;            ///< mean wait before service of the accepted; 0 when nothing arrives
    double time_in_system_s = 0;  ///< mean time in the system of the accepted
};

/// Any load, also beyond what the servers can do. Takes time in proportion to K.
/// @pre lambda >= 0 arrivals a second, mu > 0 services a second by one server, 1 <= c <= k
MMcK mmck(double lambda_per_s, double mu_per_s, int c, int k);

}  // namespace weir::theory
