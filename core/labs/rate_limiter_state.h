// What the rate-limiter diagram draws: a bucket over a turnstile. The strips below it are drawn from item events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/labs/lab.h"

namespace weir::labs {

struct RateLimiterState final : LabState {
    enum class Algorithm : std::uint8_t { token_bucket, leaky_bucket, fixed_window, sliding_window };

    Algorithm algorithm = Algorithm::token_bucket;
    bool textbook = false;
    bool rejects = false;  ///< what finds no permit is turned away instead of waiting
    double free = 0;       ///< permits that could go out now
    double most = 0;       ///< permits that can be free at once
    double rate_per_s = 0;
    std::size_t waiting = 0;
    std::size_t capacity = 0;
    std::size_t busy = 0;  ///< in the service
    double arrivals_per_s = 0;
    double granted_per_s = 0;
    double rejected_per_s = 0;
    double worst_excess = 0;  ///< permits by which the worst window exceeds its allowance; 0 while it is kept
    std::string worst;        ///< that window in words
};

}  // namespace weir::labs
