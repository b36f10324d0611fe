#include "core/patterns/batching_parts.h"

namespace weir::patterns::batching {

std::optional<std::string> check(const Config& config) {
    if (config.size < 1) return "size must be at least 1";
    if (config.linger < Duration::zero() || config.linger > Config::max_linger) return "linger must be 0 to 1 h";
    if (config.in_flight < 1) return "in_flight must be at least 1";
    if (config.capacity < 1) return "capacity must be at least 1";
    return std::nullopt;
}

Rejected::Rejected(Why reason)
    : std::runtime_error(reason == Why::full ? "rejected: the queue is full" : "rejected: closed"), why(reason) {}

WrongCount::WrongCount(std::size_t items, std::size_t results)
    : std::runtime_error("the handler gave " + std::to_string(results) + " results for " + std::to_string(items) +
                         " items") {}

}  // namespace weir::patterns::batching
