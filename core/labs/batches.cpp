#include "core/labs/batches.h"

#include <cmath>

#include "core/labs/text.h"

namespace weir::labs {

Random luck_of_batch(const Executor& engine, std::uint64_t number) {
    return Random{engine.seed() + 1'000'003 * (number + 1), Stream::faults};
}

Time next_batch_at(Time begun, std::size_t items) {
    constexpr double most_items_per_s = 100'000;
    return begun + from_seconds(static_cast<double>(items) / most_items_per_s);
}

std::string makespan_text(double makespan_s, const theory::MakespanBounds& bounds) {
    const auto ms = [](double s) { return format_number(std::round(s * 1e4) / 10) + " ms"; };
    return "the last batch took " + ms(makespan_s) + "; no schedule takes less than " + ms(bounds.lower);
}

}  // namespace weir::labs
