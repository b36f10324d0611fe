// What the async-service diagram draws: a service in its socket, and the layers around it as shells.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct AsyncServiceState final : LabState {
    enum class Layer : std::uint8_t { none, rate_limit, concurrency, timeout, retry, breaker, hedge };

    struct Shell {
        Layer layer = Layer::none;
        bool stops = false;  ///< it lets nothing more through now: a line that waits, an empty budget, an open breaker
        std::string says;    ///< a few words: "3 waiting", "12.5 permits left", "open"
    };

    bool textbook = false;
    std::vector<Shell> shells;  ///< the outermost first; none of the textbook variant
    std::string implementation;
    std::size_t busy = 0;  ///< attempts in the service now
    std::string dispatch;
    /// Measured cost of a call through as many layers that do nothing, static, virtual and type-erased; of the textbook
    /// variant, of a box in the first place. 0: not measured (yet), and always in virtual time.
    std::array<double, 3> dispatch_ns{};

    double arrivals_per_s = 0;
    double attempts_per_s = 0;
    double completed_per_s = 0;
    double failed_per_s = 0;  ///< failed and timed out together
    double rejected_per_s = 0;
    double amplification = 0;  ///< attempts a call since the start
    bool outage = false;
    bool latency_spike = false;
};

}  // namespace weir::labs
