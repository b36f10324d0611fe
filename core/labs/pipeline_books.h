// The books of a pipeline's stages: how many items are where, for how long, and what came of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/runtime/executor.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"

namespace weir::labs {

/// All functions from any thread.
class StageBooks {
public:
    /// Where in the stage an item is: in its queue, at work, or finished and still in a worker's hands.
    enum class Place : std::uint8_t { queue, work, hands };

    struct Figures {
        std::array<std::size_t, 3> items{};    ///< now, by place
        std::array<double, 3> item_seconds{};  ///< integral of items over time, by place
        double worker_seconds = 0;             ///< integral of the number of workers over time
        std::size_t queue_max = 0;
        std::uint64_t passed = 0;  ///< items whose work came out well
        std::uint64_t failed = 0;

        std::size_t in(Place place) const { return items[static_cast<std::size_t>(place)]; }
        double seconds_in(Place place) const { return item_seconds[static_cast<std::size_t>(place)]; }
    };

    /// What has been since the last one was taken.
    struct Lately {
        std::size_t queue_max = 0;
        double utilisation = 0;  ///< 0 to 1: worker time spent at work
    };

    explicit StageBooks(std::size_t workers) : workers_{workers} {}

    void enter(Place place, Time now) noexcept;
    void leave(Place place, Time now) noexcept;
    void passed() noexcept;
    void failed() noexcept;
    void set_workers(std::size_t workers, Time now) noexcept;

    Figures figures(Time now) const;
    Lately take_lately(Time now);  ///< one caller

private:
    void account_time(Time now) noexcept;  // with lock_ held

    mutable SpinLock lock_;
    std::size_t workers_;
    Figures figures_;
    Time accounted_{};
    std::size_t queue_max_lately_ = 0;
    Figures before_;  // when the last Lately was taken
};

/// Where one item is. It is nowhere once this is destroyed. Move-only.
class Whereabouts {
public:
    explicit Whereabouts(const Executor& engine) noexcept : engine_{&engine} {}
    Whereabouts(Whereabouts&& other) noexcept
        : engine_{other.engine_}, books_{std::exchange(other.books_, nullptr)}, place_{other.place_} {}
    Whereabouts& operator=(Whereabouts&&) = delete;
    ~Whereabouts() {
        if (books_ != nullptr) books_->leave(place_, engine_->now());
    }

    void go(StageBooks& books, StageBooks::Place place) noexcept;

private:
    const Executor* engine_;
    StageBooks* books_ = nullptr;
    StageBooks::Place place_ = StageBooks::Place::queue;
};

}  // namespace weir::labs
