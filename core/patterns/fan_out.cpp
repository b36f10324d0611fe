#include "core/patterns/fan_out.h"

#include <stdexcept>

namespace weir::patterns {
namespace {

std::int64_t checked(std::size_t at_once) {
    if (at_once == 0) throw std::invalid_argument{"fan-out: expected at least 1 item at once, got 0"};
    return static_cast<std::int64_t>(at_once);
}

}  // namespace

FanOut::FanOut(Executor& engine, std::size_t at_once)
    : engine_{engine}, at_once_{checked(at_once)}, permits_{at_once_.load(), "fan-out permit"} {}

void FanOut::set_at_once(std::size_t at_once) {
    const auto wanted = checked(at_once);
    const auto before = at_once_.exchange(wanted);
    if (wanted != before) permits_.add_permits(wanted - before);
}

}  // namespace weir::patterns
