#include "core/patterns/join.h"

#include <stdexcept>

namespace weir::patterns {
namespace {

std::int64_t threads_checked(std::size_t threads) {
    if (threads == 0) throw std::invalid_argument{"join: expected at least 1 blocking thread, got 0"};
    return static_cast<std::int64_t>(threads);
}

}  // namespace

ComputePlace::ComputePlace(Executor& engine, Where where, std::size_t blocking_threads)
    : engine_{engine},
      where_{where},
      blocking_threads_{threads_checked(blocking_threads)},
      threads_{blocking_threads_.load(), "blocking thread"} {}

void ComputePlace::set_blocking_threads(std::size_t threads) {
    const auto wanted = threads_checked(threads);
    threads_.add_permits(wanted - blocking_threads_.exchange(wanted));
}

std::size_t ComputePlace::blocking_threads() const noexcept {
    return static_cast<std::size_t>(blocking_threads_.load(std::memory_order_relaxed));
}

}  // namespace weir::patterns
