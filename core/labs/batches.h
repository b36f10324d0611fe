// What labs share that work through batches, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/runtime/executor.h"
#include "core/runtime/random.h"
#include "core/runtime/time.h"
#include "core/theory/makespan.h"

namespace weir::labs {

/// The luck of a batch's items. Each batch has its own, so that both variants meet the same, however much of the last
/// they took.
Random luck_of_batch(const Executor& engine, std::uint64_t number);

/// When the batch after one may begin: items come as fast as the fastest open load at most. Batches that take no time
/// would never let time go on.
Time next_batch_at(Time begun, std::size_t items);

/// "the last batch took 52 ms; no schedule takes less than 50 ms"
std::string makespan_text(double makespan_s, const theory::MakespanBounds& bounds);

}  // namespace weir::labs
