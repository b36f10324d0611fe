// The fan-out lab: batches of items, or an open load, worked on so many at once; the service; the results.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo fan_out_lab();

}  // namespace weir::labs
