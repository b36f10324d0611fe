// An outside observer of a batcher, production or textbook. Submitters, the handler and the departures report to it; it
// keeps its own account of which items are where, and checks each invariant. Of the batcher it reads only status().
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include "core/patterns/batching_parts.h"
#include "tests/core/explore/scenario.h"

namespace batching_test {

using weir::Duration;
using weir::Time;
using weir::patterns::batching::Config;
using weir::patterns::batching::Departure;
using weir::patterns::batching::OnError;
using weir::patterns::batching::Reason;
using weir::patterns::batching::Status;

namespace invariant {
inline constexpr const char* size = "a batch has 1 item at least and no more than fit";
inline constexpr const char* not_early = "a batch leaves full, lingered or flushed, not before";
inline constexpr const char* in_time = "a batch leaves in time while a slot is free";
inline constexpr const char* nobody_left = "a batch leaves full, or with all that wait";
inline constexpr const char* in_order = "batches partition the accepted items in order";
inline constexpr const char* in_flight = "only so many batches are in flight";
inline constexpr const char* outcome = "each accepted item gets its own outcome";
inline constexpr const char* blame = "an item fails only with its batch, or, where batches are split, of itself";
inline constexpr const char* capacity = "only so many items wait";
inline constexpr const char* taken_out = "a cancelled item does not leave afterwards";
inline constexpr const char* drained = "a flush or close has waited for all before it";
}  // namespace invariant

struct Parcel {
    int id = 0;
    bool bad = false;
};

/// What the handler makes of a good parcel.
inline int result_of(int id) { return 10 * id + 7; }

class BatchWatch {
public:
    BatchWatch(const Config& config, explore::Checks& checks) : config_(config), checks_(checks) {}

    // --- What is reported ------------------------------------------------------------------------------------------

    /// Just before the submit, which accepts or rejects without letting others run in between.
    int submits(Time now) {
        items_.push_back({.since = now});
        return static_cast<int>(items_.size()) - 1;
    }
    void rejected(int id) {
        checks_.require(!item(id).left, invariant::in_order);
        item(id).end = End::rejected;
    }
    void answered(int id, int result) {
        checks_.require(result == result_of(id) && item(id).left, invariant::outcome);
        item(id).end = End::answered;
    }
    void failed(const Parcel& parcel) {
        const bool alone = config_.on_error == OnError::split;
        checks_.require(alone ? parcel.bad : item(parcel.id).in_bad_batch, invariant::blame);
        item(parcel.id).end = End::failed;
    }
    void lost(int id) {
        checks_.require(false, invariant::outcome);
        item(id).end = End::lost;
    }
    /// @return whether it had left
    bool cancelled(int id) {
        item(id).end = End::cancelled;
        return item(id).left;
    }

    void departed(const Departure& departure, std::span<const Parcel> batch, const Status& status) {
        checks_.require(!batch.empty() && batch.size() == departure.size && batch.size() <= full(), invariant::size);
        checks_.require(departure.number == departures_++, invariant::in_order);
        checks_.require(status.in_flight <= config_.in_flight, invariant::in_flight);
        const bool bad = std::ranges::any_of(batch, &Parcel::bad);
        for (const auto& parcel : batch) {
            checks_.require(parcel.id > last_left_ && !item(parcel.id).left, invariant::in_order);
            checks_.require(item(parcel.id).end != End::cancelled, invariant::taken_out);
            checks_.require(item(parcel.id).end != End::rejected, invariant::in_order);
            last_left_ = parcel.id;
            item(parcel.id).left = true;
            item(parcel.id).in_bad_batch = bad;
        }
        checks_.require(batch.size() == full() || nobody_waits(), invariant::nobody_left);
        if (!batch.empty()) check_time(departure, batch);
    }

    void handling(std::span<const Parcel> part) {
        for (const auto& parcel : part) ++item(parcel.id).handled_by;
        checks_.require(++handlers_ <= most_in_flight_, invariant::in_flight);
    }
    void handled(std::span<const Parcel> part, const Status& status, Time now) {
        look(status, now);
        for (const auto& parcel : part) --item(parcel.id).handled_by;
        --handlers_;
    }

    void configured(const Config& config, Time now) {
        config_ = config;
        most_in_flight_ = std::max(most_in_flight_, config.in_flight);
        changed_ = now;
    }

    /// Everything accepted so far is to leave. @return what to hand to drained().
    std::size_t flushes(Time now) {
        flushed_ = items_.size();
        flushed_at_ = now;
        return flushed_;
    }
    void drained(std::size_t before) {
        for (std::size_t id = 0; id < before; ++id) {
            const auto& i = items_[id];
            const bool gone = i.left || i.end == End::rejected || i.end == End::cancelled;
            // Whoever was cancelled in line may not know yet.
            checks_.require((gone || may_be_cancelled(static_cast<int>(id))) && i.handled_by == 0, invariant::drained);
        }
    }

    void look(const Status& status, Time now) {
        checks_.require(status.waiting <= config_.capacity, invariant::capacity);
        if (status.in_flight >= config_.in_flight) all_busy_ = now;
    }

    /// At the end: everybody has come back.
    void at_rest(const Status& status) {
        for (const auto& i : items_) {
            checks_.require(i.end != End::none, invariant::outcome);
            const bool has_outcome = i.end == End::answered || i.end == End::failed;
            checks_.require(!has_outcome || i.left, invariant::outcome);
        }
        checks_.require(status.waiting == 0 && status.in_flight == 0 && status.closed, "at rest nothing is left over");
    }

    bool in_bad_batch(int id) const { return items_.at(static_cast<std::size_t>(id)).in_bad_batch; }

    /// This submit may be cancelled.
    void doom(int id) { doomed_.insert(id); }

private:
    enum class End { none, answered, failed, lost, rejected, cancelled };
    struct Account {
        Time since{};
        bool left = false;
        bool in_bad_batch = false;
        int handled_by = 0;
        End end = End::none;
    };

    Account& item(int id) { return items_.at(static_cast<std::size_t>(id)); }
    std::size_t full() const { return std::min(config_.size, config_.capacity); }
    bool may_be_cancelled(int id) const { return doomed_.contains(id); }
    bool nobody_waits() const {
        for (std::size_t id = 0; id < items_.size(); ++id) {
            const auto& i = items_[id];
            if (!i.left && i.end == End::none && !may_be_cancelled(static_cast<int>(id))) return false;
        }
        return true;
    }

    void check_time(const Departure& departure, std::span<const Parcel> batch) {
        const auto& first = item(batch.front().id);
        const Time now = departure.at;
        const bool flushed = static_cast<std::size_t>(batch.front().id) < flushed_;
        const bool is_full = batch.size() == full();
        Time due = first.since + config_.linger;
        checks_.require(departure.first_wait == now - first.since, invariant::not_early);
        checks_.require(is_full || flushed || now >= due, invariant::not_early);
        checks_.require((departure.reason == Reason::full) == is_full, invariant::not_early);
        checks_.require(departure.reason != Reason::flush || flushed, invariant::not_early);
        if (is_full) due = std::min(due, item(batch.back().id).since);
        if (flushed) due = std::min(due, flushed_at_);
        checks_.require(now <= std::max({due, all_busy_, changed_}), invariant::in_time);
    }

    Config config_;
    explore::Checks& checks_;
    std::vector<Account> items_;
    std::set<int> doomed_;
    int last_left_ = -1;
    std::uint64_t departures_ = 0;
    std::size_t handlers_ = 0;
    std::size_t most_in_flight_ = config_.in_flight;
    std::size_t flushed_ = 0;
    Time flushed_at_{};
    Time all_busy_{};  // when all slots were last seen taken
    Time changed_{};
};

}  // namespace batching_test
