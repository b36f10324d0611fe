#include "core/theory/repairman.h"

#include <cassert>

namespace weir::theory {

Repairman repairman(int users, double think_s, double service_s) {
    assert(users >= 1 && think_s >= 0 && service_s > 0);
    Repairman loop;
    for (int n = 1; n <= users; ++n) {
        loop.time_in_system_s = service_s * (1 + loop.in_system);
        loop.throughput_per_s = n / (think_s + loop.time_in_system_s);
        loop.in_system = loop.throughput_per_s * loop.time_in_system_s;
    }
    loop.wait_s = loop.time_in_system_s - service_s;
    return loop;
}

}  // namespace weir::theory
