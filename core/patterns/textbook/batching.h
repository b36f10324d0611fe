// Batching, textbook form: as tutorials write it, with the defects of that form. Not for use; for comparison.
//
// One loop reads a mailbox. An item goes into the batch, which is sent when it has `size` items; a tick of a timer
// sends what there is. The loop awaits the handler where it sends.
//
// Defects, each caught by an invariant of the production form (core/patterns/batching.h)
//  1. The timer runs free: it ticks every `linger` whether or not anything waits. An item that comes just before a tick
//     leaves at once and alone.
//  2. While a batch is being handled the loop takes nothing in: items wait in the mailbox, until it is full and they
//     are rejected, and no second batch leaves, whatever the handler could bear.
//  3. Ticks that fell due meanwhile wait in the mailbox between the items; afterwards each cuts the few items before it
//     into a tiny batch.
//  4. What the handler throws ends the loop. Nobody hears of it: items that were accepted, and are not of that batch,
//     are lost, and every later one is rejected.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/patterns/batching_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"
#include "core/sync/notify.h"

namespace weir::patterns::textbook {

/// An accepted item has no outcome and will get none.
struct Lost final : std::runtime_error {
    Lost() : std::runtime_error("lost: the loop has ended") {}
};

/// All functions may be called from any thread. Of the configuration it has no use for in_flight and on_error; a linger
/// of less than shortest_tick ticks that often.
template <class Item, class Result>
class Batcher {
public:
    using Config = batching::Config;
    using Handler = std::function<Task<std::vector<Result>>(std::span<const Item>)>;
    using OnDeparture = std::function<void(const batching::Departure&, std::span<const Item>)>;

    static constexpr Duration shortest_tick = std::chrono::microseconds(100);

    /// @param home where the loop and the timer run; to be joined, after close(), before this is destroyed.
    Batcher(Executor& engine, Scope& home, const Config& config, Handler handler, OnDeparture on_departure = {})
        : engine_(engine),
          handler_(std::move(handler)),
          on_departure_(std::move(on_departure)),
          config_(config),
          next_tick_(engine.after(tick_length())) {
        engine.spawn_in(home, loop());
        engine.spawn_in(home, tick());
    }
    Batcher(const Batcher&) = delete;
    Batcher& operator=(const Batcher&) = delete;

    /// Awaits the item's own result. Cancelled before it is sent it takes its item out.
    /// @throws batching::Rejected; Cancelled; Lost; what the handler threw.
    Task<Result> submit(Item item) {
        auto reply = std::make_shared<Reply>();
        accept(std::move(item), reply);
        try {
            co_await reply->given.wait();
        } catch (const Cancelled&) {
            reply->wanted.store(false);
            throw;
        }
        if (reply->failure) std::rethrow_exception(reply->failure);
        co_return std::move(*reply->result);
    }

    /// Every submit from now on is rejected; what is in the mailbox is still sent.
    void close() {
        const std::lock_guard guard(lock_);
        closed_ = true;
        post(Message(Kind::stop));
    }

    /// Size and capacity act with the next item, linger after the next tick.
    void configure(const Config& config) {
        const std::lock_guard guard(lock_);
        config_ = config;
    }
    Config config() const {
        const std::lock_guard guard(lock_);
        return config_;
    }

    batching::Status status() const {
        const std::lock_guard guard(lock_);
        return {accepted_, waiting_, handling_ ? 1U : 0U, ended_ ? std::nullopt : std::optional(next_tick_), closed_};
    }
    /// The loop has ended, of its own or by what the handler threw.
    bool ended() const {
        const std::lock_guard guard(lock_);
        return ended_;
    }

private:
    /// Where the loop puts an item's outcome.
    struct Reply {
        Notify given;
        std::optional<Result> result;
        std::exception_ptr failure;
        std::atomic<bool> wanted{true};

        bool open() const { return !result && !failure; }
        void fail(std::exception_ptr why) {
            failure = std::move(why);
            given.notify_one();
        }
    };
    struct Entry {
        Entry(Item&& submitted, std::shared_ptr<Reply> to, Time now)
            : item(std::move(submitted)), reply(std::move(to)), since(now) {}
        Item item;
        std::shared_ptr<Reply> reply;
        Time since;
    };
    enum class Kind : std::uint8_t { item, tick, stop };
    struct Message {
        explicit Message(Kind what) : kind(what) {}
        Kind kind;
        std::optional<Entry> entry;
    };

    void accept(Item item, std::shared_ptr<Reply> reply) {
        using Why = batching::Rejected::Why;
        const Time now = engine_.now();
        const std::lock_guard guard(lock_);
        if (closed_) throw batching::Rejected(Why::closed);
        if (waiting_ >= config_.capacity) throw batching::Rejected(Why::full);
        ++accepted_;
        ++waiting_;
        Message message(Kind::item);
        message.entry.emplace(std::move(item), std::move(reply), now);
        post(std::move(message));
    }

    /// With lock_ held.
    void post(Message message) {
        mailbox_.push_back(std::move(message));
        posted_.notify_one();
    }

    Duration tick_length() const { return std::max(config().linger, shortest_tick); }

    Task<void> tick() {
        while (!ended()) {
            co_await engine_.sleep_until(next_tick_);
            const Duration length = tick_length();
            const std::lock_guard guard(lock_);
            next_tick_ += length;  // defect 1: whether or not anything waits
            // A second tick on top of one that has not been read would find nothing to send.
            if (mailbox_.empty() || mailbox_.back().kind != Kind::tick) post(Message(Kind::tick));  // defect 3
        }
    }

    std::optional<Message> take() {
        const std::lock_guard guard(lock_);
        if (mailbox_.empty()) return std::nullopt;
        Message message = std::move(mailbox_.front());
        mailbox_.pop_front();
        return message;
    }

    Task<void> loop() {
        try {
            for (bool open = true; open;) {
                auto message = take();
                if (!message) {
                    co_await posted_.wait();
                    continue;
                }
                if (message->kind == Kind::item) batch_.push_back(std::move(*message->entry));
                forget_unwanted();
                if (batch_.size() >= config().size)
                    co_await send(batching::Reason::full);
                else if (message->kind == Kind::tick)
                    co_await send(batching::Reason::time);
                else if (message->kind == Kind::stop)
                    co_await send(batching::Reason::flush);
                open = message->kind != Kind::stop;
            }
        } catch (...) {  // NOLINT: defect 4
        }
        end();
    }

    void forget_unwanted() {
        const auto gone = std::erase_if(batch_, [](const Entry& e) { return !e.reply->wanted.load(); });
        const std::lock_guard guard(lock_);
        waiting_ -= gone;
    }

    Task<void> send(batching::Reason reason) {
        if (batch_.empty()) co_return;
        auto batch = std::exchange(batch_, {});
        std::vector<Item> items;
        std::vector<std::shared_ptr<Reply>> replies;
        for (auto& entry : batch) {
            items.push_back(std::move(entry.item));
            replies.push_back(entry.reply);
        }
        const Time now = engine_.now();
        if (on_departure_) on_departure_({batches_++, now, items.size(), now - batch.front().since, reason}, items);
        account(items.size(), true);
        try {
            auto results = co_await handler_(items);  // defect 2: the loop waits here and takes nothing in
            for (std::size_t i = 0; i < replies.size(); ++i) {
                replies[i]->result.emplace(std::move(results.at(i)));
                replies[i]->given.notify_one();
            }
        } catch (...) {
            for (const auto& reply : replies)
                if (reply->open()) reply->fail(std::current_exception());
            account(0, false);
            throw;
        }
        account(0, false);
    }

    void account(std::size_t sent, bool handling) {
        const std::lock_guard guard(lock_);
        waiting_ -= sent;
        handling_ = handling;
    }

    void end() {
        const std::lock_guard guard(lock_);
        closed_ = ended_ = true;
        waiting_ = 0;
        const auto lose = [](Entry& entry) { entry.reply->fail(std::make_exception_ptr(Lost())); };
        for (auto& entry : batch_) lose(entry);
        for (auto& message : mailbox_)
            if (message.entry) lose(*message.entry);
        batch_.clear();
        mailbox_.clear();
    }

    Executor& engine_;
    Handler handler_;
    OnDeparture on_departure_;
    Notify posted_;
    std::vector<Entry> batch_;  // the loop's own
    std::uint64_t batches_ = 0;
    mutable SpinLock lock_;
    Config config_;
    std::deque<Message> mailbox_;
    std::uint64_t accepted_ = 0;
    std::size_t waiting_ = 0;  // items in the mailbox and in the batch
    Time next_tick_;
    bool handling_ = false;
    bool closed_ = false;
    bool ended_ = false;
};

}  // namespace weir::patterns::textbook
