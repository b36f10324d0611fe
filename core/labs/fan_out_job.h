// What the fan-out lab hands to the pattern: an item with its luck, its place and its fate; and a batch of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/labs/fan_out_lanes.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/metrics/fate.h"
#include "core/runtime/random.h"
#include "core/sync/notify.h"

namespace weir::labs::fan_out {

/// Counts an item of the open load, and tells who asked for it when it is gone, whatever became of it.
class Accepted {
public:
    Accepted() noexcept = default;
    Accepted(std::atomic<std::size_t>& count, std::shared_ptr<Notify> answered) noexcept
        : count_{&count}, answered_{std::move(answered)} {}
    Accepted(Accepted&& other) noexcept
        : count_{std::exchange(other.count_, nullptr)}, answered_{std::move(other.answered_)} {}
    Accepted& operator=(Accepted&&) = delete;
    ~Accepted() {
        if (count_ == nullptr) return;
        count_->fetch_sub(1, std::memory_order_relaxed);
        answered_->notify_one();
    }

private:
    std::atomic<std::size_t>* count_ = nullptr;
    std::shared_ptr<Notify> answered_;
};

struct Job {
    Job(std::uint64_t n, Item i, const Draws& d, Accepted a = {})
        : number{n}, accepted{std::move(a)}, item{std::move(i)}, draws{d} {}

    std::uint64_t number;  ///< in input order
    Accepted accepted;
    Item item;
    Draws draws;
    FanOutLanes::Place place;
    Duration length{};         ///< of its call, if that answers
    Fate fate = Fate::failed;  ///< as long as the work says nothing better
};

struct Batch {
    Batch(std::size_t n, Random random, Time now) : items{n}, luck{random}, begun{now} {}

    std::size_t items;
    Random luck;
    Time begun;
    std::size_t taken = 0;
    std::vector<double> lengths_s;  // of the calls that were answered
};

}  // namespace weir::labs::fan_out
