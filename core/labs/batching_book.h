// The figures of the batches of a run: told of each departure and each call, read by samples, snapshots and results.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "core/metrics/histogram.h"
#include "core/patterns/batching_parts.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"

namespace weir::labs {

/// All functions may be called from any thread.
class BatchingBook {
public:
    using Departure = patterns::batching::Departure;

    struct Figures {
        std::uint64_t batches = 0;
        std::uint64_t items = 0;
        std::uint64_t full = 0;   ///< batches that left full
        std::uint64_t calls = 0;  ///< of the service; more than batches where failed ones are split
    };

    void departed(const Departure& departure) {
        const std::lock_guard guard(lock_);
        ++figures_.batches;
        figures_.items += departure.size;
        if (departure.reason == patterns::batching::Reason::full) ++figures_.full;
        first_waits_.record(static_cast<std::uint64_t>(departure.first_wait.count()));
        push(departures_, departure);
    }
    void calling() {
        const std::lock_guard guard(lock_);
        ++figures_.calls;
    }
    void answered(std::size_t items, Duration took) {
        const std::lock_guard guard(lock_);
        push(calls_, Call{items, took});
    }

    Figures figures() const {
        const std::lock_guard guard(lock_);
        return figures_;
    }
    metrics::Histogram first_waits() const {
        const std::lock_guard guard(lock_);
        return first_waits_;
    }
    /// The last ones, at most `kept`, oldest first.
    std::vector<Departure> departures() const {
        const std::lock_guard guard(lock_);
        return {departures_.begin(), departures_.end()};
    }
    /// Time a call took for each of its items, over the last `kept` calls that were answered. Below 0: none was.
    double cost_per_item_s() const {
        const std::lock_guard guard(lock_);
        double took_s = 0;
        double items = 0;
        for (const auto& call : calls_) {
            took_s += to_seconds(call.took);
            items += static_cast<double>(call.items);
        }
        return items > 0 ? took_s / items : -1;
    }

    static constexpr std::size_t kept = 16;  // as many as a diagram shows

private:
    struct Call {
        std::size_t items = 0;
        Duration took{};
    };

    template <class T>
    static void push(std::deque<T>& last, const T& newest) {
        last.push_back(newest);
        if (last.size() > kept) last.pop_front();
    }

    mutable SpinLock lock_;
    Figures figures_;
    metrics::Histogram first_waits_;  // ns
    std::deque<Departure> departures_;
    std::deque<Call> calls_;
};

}  // namespace weir::labs
