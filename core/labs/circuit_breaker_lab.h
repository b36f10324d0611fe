// The circuit-breaker lab: load, a bounded queue, so many calls at once, the breaker, the service.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo circuit_breaker_lab();

}  // namespace weir::labs
