// The async-service lab: load, layers in an order of your own, the service.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo async_service_lab();

}  // namespace weir::labs
