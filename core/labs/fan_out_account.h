// What the fan-out lab tells of its batches and results.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "core/labs/fan_out_state.h"
#include "core/metrics/fate.h"
#include "core/runtime/spinlock.h"
#include "core/theory/makespan.h"

namespace weir::labs::fan_out {

/// Thread-safe.
class Account {
public:
    void begin_batch(std::size_t items);
    void take();
    /// The result of the item with this number in input order.
    void deliver_in_batch(std::uint64_t number, Fate fate);
    void deliver(std::uint64_t number, Fate fate);
    /// @param bounds of all schedules of the calls that were answered
    void end_batch(double makespan_s, const theory::MakespanBounds& bounds);
    /// A call threw, and all that was begun is lost.
    void taken_down();

    std::size_t left_to_take() const;
    std::uint64_t batches() const;  ///< that have ended
    /// Results delivered after that of an item behind theirs in the same batch.
    std::uint64_t out_of_order() const;
    std::string batch_text() const;
    std::string reason() const;
    std::string detail_json() const;
    void fill(FanOutState& state) const;

private:
    void put_into_tray(const FanOutState::Result& result);  // with lock_ held

    mutable SpinLock lock_;
    std::size_t items_ = 0;  // of the batch that runs
    std::size_t taken_ = 0;
    std::size_t delivered_ = 0;
    std::uint64_t highest_ = 0;  // number delivered
    std::uint64_t batches_ = 0;
    std::uint64_t taken_down_ = 0;
    std::uint64_t out_of_order_ = 0;
    std::optional<double> makespan_s_;  // of the last batch
    theory::MakespanBounds bounds_;
    std::deque<FanOutState::Result> tray_;
};

}  // namespace weir::labs::fan_out
