// The machine repairman, M/M/1//N: a closed loop of N users and one server. Each thinks, asks, waits its turn, is
// served, and thinks again; thinking and service are exponential. A lock that N tasks take in turn is one.
// D. Gross et al., "Fundamentals of Queueing Theory", 4th ed., 2008, section 2.7.
#pragma once

namespace weir::theory {

struct Repairman {
    double throughput_per_s = 0;  ///< of all users together
    double in_system = 0;         ///< mean number of users that wait or are served
    double wait_s = 0;            ///< mean wait before service
    double time_in_system_s = 0;  ///< mean of wait and service
};

/// By mean value analysis, which is exact here: who asks finds the queue that one user fewer would leave (M. Reiser and
/// S. S. Lavenberg, "Mean-value analysis of closed multichain queuing networks", Journal of the ACM 27(2), 1980). Takes
/// time in proportion to the users. @pre users >= 1, think_s >= 0 and service_s > 0 on average
Repairman repairman(int users, double think_s, double service_s);

}  // namespace weir::theory
