#include "core/patterns/textbook/fan_out.h"

namespace weir::patterns::textbook {

FanOut::FanOut(Executor& engine, std::size_t at_once)
    : one_{engine}, at_once_{static_cast<std::int64_t>(at_once)}, permits_{at_once_.load(), "fan-out permit"} {}

void FanOut::set_at_once(std::size_t at_once) {
    const auto wanted = static_cast<std::int64_t>(at_once);
    permits_.add_permits(wanted - at_once_.exchange(wanted));
}

}  // namespace weir::patterns::textbook
