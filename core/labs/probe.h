// The books of a run: every item, its fate, and the figures that follow from them. Labs report here; samples, snapshots
// and results are read from here.
//
// Invariants, under one lock, so that every reading is of one moment
//  1. offered = sum of fates + in flight. Fates are counted when an item ends, in flight by the items alive: an item
//     that ends twice or never shows as a broken sum.
//  2. An item that is destroyed without having ended was lost by the pattern: it counts as dropped.
//  3. Rejected items never start: one that started and ends as rejected counts under no fate, so the sum of 1 breaks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "core/metrics/event_ring.h"
#include "core/metrics/fate.h"
#include "core/metrics/histogram.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/spinlock.h"

namespace weir::labs {

/// Sums over a run, read at one moment.
struct Figures {
    double t_s = 0;
    std::uint64_t offered = 0;
    std::array<std::uint64_t, fate_count> fates{};
    std::uint64_t in_flight = 0;
    std::uint64_t waiting = 0;  ///< in a queue: the total queue depth
    std::uint64_t waiting_max = 0;
    double in_flight_seconds = 0;  ///< integral of in_flight over time
    double waiting_seconds = 0;    ///< integral of waiting over time
    double sojourn_seconds = 0;    ///< sum over ended items of their time in the system
    std::uint64_t ended = 0;
    std::uint64_t rejected_after_start = 0;  ///< counted under no fate; more than 0 is a bug of the lab
};

class Probe {
public:
    class Item;

    Probe(Executor& engine, const LabInfo& info, ItemEvents wanted);

    Executor& engine() noexcept { return engine_; }
    /// The group in which the lab's tasks run.
    TaskGroup& group() noexcept { return group_; }
    /// Starts a task of the group outside of the workers: load, samples, timed changes. It keeps time by
    /// engine().outside().
    void spawn_outside(Task<void> task) { engine_.outside().spawn_in(group_, std::move(task)); }
    /// What the first task of the lab itself that failed says, a bug and not an injected fault; empty while none has.
    /// Any thread.
    std::string failure() const;

    /// A new item. @param intended when it was due to arrive: latency is measured from there, so that a late load
    /// generator hides nothing.
    Item offer(Time intended);

    Figures figures() const;
    /// Latencies of all items that ended other than rejected, since the start.
    metrics::Histogram latencies() const;
    /// Rates over the last second, indexed like Sample::totals.
    double rate(std::size_t total) const;
    /// Little's law over the last ten seconds.
    Little little() const;
    std::uint32_t sampled_one_in() const;

    /// Takes the next row of every series. One caller, at a steady interval.
    Sample take_sample(Lab& lab);

    // Item events, for one consumer.
    template <class F>
    void drain_events(F&& f) {
        events_.drain(std::forward<F>(f));
    }
    std::uint64_t dropped_events() const { return events_.dropped(); }

private:
    friend class Item;
    struct Mark {  // running sums at a sample, for sliding windows
        double t_s = 0;
        std::vector<std::uint64_t> totals;
        double in_flight_seconds = 0;
        double sojourn_seconds = 0;
        std::uint64_t ended = 0;
    };

    void account_time(Time now) noexcept;  // with lock_ held
    void queued() noexcept;
    void unqueued() noexcept;
    void started(Item& item) noexcept;
    void moved(const Item& item, std::uint8_t place) noexcept;
    void ended(const Item& item, Fate fate) noexcept;
    void trace(const Item& item, ItemEvent::Kind kind, Time now, Fate fate = Fate::completed,
               std::uint8_t place = 0) noexcept;
    void choose_sampling();

    Executor& engine_;
    const LabInfo& info_;
    TaskGroup group_;
    mutable SpinLock lock_;
    Figures figures_;
    Time accounted_{};
    metrics::Histogram latencies_;      // since the last sample
    metrics::Histogram all_latencies_;  // up to the last sample
    std::deque<Mark> marks_;            // one a sample, over Little's window
    ItemEvents wanted_;
    std::uint32_t one_in_ = 1;
    metrics::EventRing<ItemEvent> events_;
};

/// One piece of work on its way through the lab. Move-only; ends exactly once.
class Probe::Item {
public:
    Item(Item&& other) noexcept
        : probe_{std::exchange(other.probe_, nullptr)},
          id_{other.id_},
          intended_{other.intended_},
          offered_{other.offered_},
          queued_{other.queued_},
          started_{other.started_},
          traced_{other.traced_} {}
    Item& operator=(Item&&) = delete;
    ~Item() {
        if (probe_ != nullptr) end(Fate::dropped);
    }

    std::uint64_t id() const noexcept { return id_; }
    Time intended() const noexcept { return intended_; }

    /// It begins to wait in a queue of the lab.
    void enter_queue() noexcept {
        if (!std::exchange(queued_, true)) probe_->queued();
    }

    /// It waits no more. Said before the queue takes another in its place, queue depth never exceeds the capacity. No
    /// effect if it was in no queue.
    void leave_queue() noexcept {
        if (std::exchange(queued_, false)) probe_->unqueued();
    }

    /// Work on it begins; it waits in no queue any more.
    void start() noexcept {
        if (!std::exchange(started_, true)) probe_->started(*this);
    }

    /// It is at another place of the lab now: something a diagram shows, and no figure depends on.
    void move(std::uint8_t place) noexcept {
        if (traced_) probe_->moved(*this, place);
    }

    /// It has met its fate, wherever it is. @pre it has not ended before
    void end(Fate fate) noexcept { std::exchange(probe_, nullptr)->ended(*this, fate); }

private:
    friend class Probe;
    Item(Probe& probe, std::uint64_t id, Time intended, Time offered, bool traced) noexcept
        : probe_{&probe}, id_{id}, intended_{intended}, offered_{offered}, traced_{traced} {}

    Probe* probe_;
    std::uint64_t id_;
    Time intended_;
    Time offered_;
    bool queued_ = false;
    bool started_ = false;
    bool traced_;
};

using Item = Probe::Item;

}  // namespace weir::labs
