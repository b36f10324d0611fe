#include "core/labs/fan_out_lanes.h"

#include <algorithm>
#include <mutex>

namespace weir::labs {

using Use = FanOutState::Lane::Use;

FanOutLanes::Place FanOutLanes::take(std::uint64_t item) {
    const std::lock_guard guard{lock_};
    const auto free = std::ranges::find(lanes_, Use::free, &FanOutState::Lane::use);
    const auto lane = static_cast<std::size_t>(free - lanes_.begin());
    if (free == lanes_.end()) lanes_.emplace_back();
    lanes_[lane] = {Use::ready, item};
    ++busy_;
    return {*this, lane};
}

void FanOutLanes::begin(std::size_t lane) noexcept {
    const std::lock_guard guard{lock_};
    lanes_[lane].use = Use::working;
}

void FanOutLanes::leave(std::size_t lane) noexcept {
    const std::lock_guard guard{lock_};
    lanes_[lane].use = Use::free;
    --busy_;
    ++held_back_;
}

void FanOutLanes::deliver() noexcept {
    const std::lock_guard guard{lock_};
    --held_back_;
}

std::size_t FanOutLanes::busy() const {
    const std::lock_guard guard{lock_};
    return busy_;
}

std::size_t FanOutLanes::held_back() const {
    const std::lock_guard guard{lock_};
    return held_back_;
}

std::vector<FanOutState::Lane> FanOutLanes::lanes(std::size_t count) const {
    const std::lock_guard guard{lock_};
    auto all = lanes_;
    while (all.size() > count && all.back().use == Use::free) all.pop_back();
    all.resize(std::max(all.size(), count));
    return all;
}

}  // namespace weir::labs
