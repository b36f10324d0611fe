// The lanes of the fan-out lab: which item stands on which, and how many results are held back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/labs/fan_out_state.h"
#include "core/runtime/spinlock.h"

namespace weir::labs {

/// Thread-safe. Must outlive its places.
class FanOutLanes {
public:
    class Place;

    /// Puts an item on the lowest lane that is free.
    Place take(std::uint64_t item);

    std::size_t busy() const;       ///< items on lanes
    std::size_t held_back() const;  ///< items worked on whose results have not been delivered

    /// The first `count` lanes, and those after them that are still used.
    std::vector<FanOutState::Lane> lanes(std::size_t count) const;

private:
    void begin(std::size_t lane) noexcept;
    void leave(std::size_t lane) noexcept;
    void deliver() noexcept;

    mutable SpinLock lock_;
    std::vector<FanOutState::Lane> lanes_;
    std::size_t busy_ = 0;
    std::size_t held_back_ = 0;
};

/// Where an item is that was taken: on a lane, then held back, until this is destroyed. Move-only.
class FanOutLanes::Place {
public:
    Place() noexcept = default;
    Place(FanOutLanes& lanes, std::size_t lane) noexcept : lanes_{&lanes}, lane_{lane} {}
    Place(Place&& other) noexcept
        : lanes_{std::exchange(other.lanes_, nullptr)}, lane_{other.lane_}, on_lane_{other.on_lane_} {}
    Place& operator=(Place&& other) noexcept {
        std::swap(lanes_, other.lanes_);
        std::swap(lane_, other.lane_);
        std::swap(on_lane_, other.on_lane_);
        return *this;
    }
    ~Place() {
        if (lanes_ == nullptr) return;
        leave_lane();
        lanes_->deliver();
    }

    void begin_work() noexcept { lanes_->begin(lane_); }
    /// The work on it is done.
    void leave_lane() noexcept {
        if (std::exchange(on_lane_, false)) lanes_->leave(lane_);
    }

private:
    FanOutLanes* lanes_ = nullptr;
    std::size_t lane_ = 0;
    bool on_lane_ = true;
};

}  // namespace weir::labs
