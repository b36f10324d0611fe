// Batching, production form: gathers items that come one by one and has them handled many at a time, so that what a
// call costs in any case is shared.
//
//     submit() --> line (bounded) --> a batch leaves --> handler, so many batches at once --> each item its outcome
//                    |                  full, or its first item has waited for `linger`,
//                    +--> rejected      or somebody flushes; and a slot is free
//
// submit() puts its item in line and waits. One task, the dispatcher, sends off the front of the line; it sleeps until
// that is due, and a bell wakes it when it is due earlier. A batch is handled by a task of its own, so intake and the
// next departures go on meanwhile.
//
// Invariants
//  1. 1 <= items in a batch <= full, which is `size`, or `capacity` where that is less.
//  2. While a slot is free, a batch leaves as soon as it is full, or its first item has waited for `linger` since its
//     submit, or a flush covers its first item; and not before. While none is free it fills up.
//  3. Batches take the accepted items in the order of acceptance, each item once, save those of invariant 6.
//  4. At most `in_flight` batches are being handled.
//  5. Each accepted item gets exactly one outcome: its result, or a failure. A handler that throws, or returns the
//     wrong number of results, has failed; with `split` only the items fail that fail alone.
//  6. A submit cancelled before its batch left takes its item out of the line; cancelled later, its outcome is
//     discarded.
//  7. At most `capacity` items wait to leave. A rejected item never leaves.
//  8. flush() and close() have returned only after every item accepted before them has its outcome.
//  9. At rest the line is empty and no slot is taken.
//
// Semantics after Kafka's producer: `linger.ms` and `batch.size`.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/patterns/batching_line.h"
#include "core/patterns/batching_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"
#include "core/runtime/unless_cancelled.h"

namespace weir::patterns {

/// All functions may be called from any thread, awaits from tasks.
template <class Item, class Result>
class Batcher {
    // They are moved under the lock.
    static_assert(std::is_nothrow_move_constructible_v<Item> && std::is_nothrow_move_constructible_v<Result>,
                  "items and results must move without throwing");

public:
    using Config = batching::Config;
    /// Handles a batch: one result an item, in their order. The items live until its task ends. With `split` it is
    /// called again with part of a batch that failed, so what it does must bear being done twice.
    using Handler = std::function<Task<std::vector<Result>>(std::span<const Item>)>;
    /// Told of each batch as it leaves, in order, by one task at a time. Must not throw.
    using OnDeparture = std::function<void(const batching::Departure&, std::span<const Item>)>;
    using Drain = batching::Line::Drain;

    /// @param home where the dispatcher and the batches run. It must be joined before this is destroyed, which takes a
    /// close() or its cancellation; cancelled, it cancels the batches in flight, and every item that has no outcome yet
    /// fails with Cancelled.
    /// @throws std::invalid_argument with check()'s line if the configuration is out of range.
    Batcher(Executor& engine, Scope& home, const Config& config, Handler handler, OnDeparture on_departure = {})
        : engine_(engine),
          home_(home),
          handler_(std::move(handler)),
          on_departure_(std::move(on_departure)),
          line_(engine, (require(config), config)) {
        engine_.spawn_in(home_, dispatch());
    }
    Batcher(const Batcher&) = delete;
    Batcher& operator=(const Batcher&) = delete;

    /// Awaits the item's own result. Cancel safety: invariant 6.
    /// @throws batching::Rejected; Cancelled; what the handler threw; batching::WrongCount.
    Task<Result> submit(Item item) {
        Submission submission{line_, std::move(item)};
        co_return co_await submission;
    }

    /// What waits now leaves without lingering, though in batches and by free slots as ever. `co_await` the return for
    /// invariant 8. Cancel safety: only the wait ends.
    Drain flush() noexcept { return line_.drain(false); }
    /// The same, and from now on every submit is rejected. May be called again.
    Drain close() noexcept { return line_.drain(true); }

    /// Changes the configuration while it runs; acts at once, on the items in line and on failures to come. Lowered
    /// limits throw nobody out: what is in flight or in line stays.
    /// @throws std::invalid_argument with check()'s line, and changes nothing.
    void configure(const Config& config) {
        require(config);
        line_.configure(config);
    }
    Config config() const { return line_.config(); }
    batching::Status status() const { return line_.status(); }

private:
    using Line = batching::Line;

    class Submission final : public Line::Place {
    public:
        Submission(Line& line, Item&& submitted) noexcept : Place(line), item(std::move(submitted)) {}
        Result await_resume() {
            this->finish_accepted();
            if (failure) std::rethrow_exception(failure);
            return std::move(*result);
        }

        // For the batcher, under the line's lock.
        Item item;
        std::optional<Result> result;
        std::exception_ptr failure;
    };

    struct Batch {
        std::vector<Item> items;
        Line::Trip trip;
    };

    static void require(const Config& config) {
        if (const auto wrong = check(config)) throw std::invalid_argument("batching: " + *wrong);
    }

    static Submission& submission(Line::Place& place) noexcept { return static_cast<Submission&>(place); }

    Task<void> dispatch() {
        while (!cancel_requested() && !line_.finished()) {
            const Time now = engine_.now();
            const Time due = line_.next_departure();
            if (due <= now)
                depart(now);
            else if (due == Line::never)
                co_await unless_cancelled(line_.rung());
            else
                co_await unless_cancelled(line_.rung_until(due));
        }
        line_.abandon([](Line::Place& p) { submission(p).failure = std::make_exception_ptr(Cancelled{}); });
    }

    void depart(Time now) {
        auto batch = board(now);
        if (batch.items.empty()) return;  // the last in line was cancelled since
        if (on_departure_) on_departure_(batch.trip.departure, batch.items);
        line_.told(batch.trip);
        engine_.spawn_in(home_, carry(std::move(batch)));
    }

    Batch board(Time now) {
        const std::size_t most = line_.full();
        Batch batch;
        batch.items.reserve(most);
        batch.trip.seats.reserve(most);
        const auto take = [&](Line::Place& p) { batch.items.push_back(std::move(submission(p).item)); };
        line_.board(batch.trip, most, now, take);
        auto& departure = batch.trip.departure;
        departure.size = batch.items.size();
        if (departure.size == most) departure.reason = batching::Reason::full;
        return batch;
    }

    Task<void> carry(Batch batch) {
        co_await settle(batch, 0, batch.items.size());
        line_.ended(batch.trip);
    }

    /// Gives the items [from, to) their outcomes.
    Task<void> settle(Batch& batch, std::size_t from, std::size_t to) {
        const std::size_t count = to - from;
        const auto seats = std::span(batch.trip.seats).subspan(from, count);
        std::vector<Result> results;
        std::exception_ptr failure;
        try {
            results = co_await handler_(std::span<const Item>(batch.items).subspan(from, count));
            if (results.size() != count) throw batching::WrongCount(count, results.size());
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) {
            line_.deliver(seats,
                          [&](Line::Place& p, std::size_t i) { submission(p).result.emplace(std::move(results[i])); });
        } else if (count > 1 && config().on_error == batching::OnError::split && !cancel_requested()) {
            const std::size_t middle = from + count / 2;
            co_await settle(batch, from, middle);
            co_await settle(batch, middle, to);
        } else {
            line_.deliver(seats, [&](Line::Place& p, std::size_t) { submission(p).failure = failure; });
        }
    }

    Executor& engine_;
    Scope& home_;
    Handler handler_;
    OnDeparture on_departure_;
    Line line_;
};

}  // namespace weir::patterns
