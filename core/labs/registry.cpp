// The labs there are, in the order of the list on the left: one line each.
#include <array>

#include "core/labs/async_service_lab.h"
#include "core/labs/batching_lab.h"
#include "core/labs/circuit_breaker_lab.h"
#include "core/labs/fan_out_lab.h"
#include "core/labs/join_lab.h"
#include "core/labs/lab.h"
#include "core/labs/pipeline_lab.h"
#include "core/labs/rate_limiter_lab.h"
#include "core/labs/shared_state_lab.h"
#include "core/labs/shutdown_lab.h"
#include "core/labs/work_stealing_lab.h"

namespace weir::labs {

std::span<const LabInfo> registry() {
    // clang-format off
    static const std::array labs{
        fan_out_lab(),
        pipeline_lab(),
        rate_limiter_lab(),
        join_lab(),
        shutdown_lab(),
        async_service_lab(),
        shared_state_lab(),
        work_stealing_lab(),
        circuit_breaker_lab(),
        batching_lab(),
    };
    // clang-format on
    return labs;
}

const LabInfo* find_lab(std::string_view id) {
    for (const auto& lab : registry())
        if (lab.id == id) return &lab;
    return nullptr;
}

const LabInfo& opening_lab() { return *find_lab("circuit-breaker"); }

}  // namespace weir::labs
