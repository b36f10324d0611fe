// Shared state by actor: one task owns the map; the others send it messages and wait for the answers.
//
// Invariants
//  1. Only the owner touches the map, so there is nothing to lock. Messages are carried out one at a time, in the order
//     in which they were sent.
//  2. A message is carried out wholly or not at all. A caller that is cancelled takes back a message that still waits;
//     one that is being carried out it tells to stop, and waits for that: then either the operation was done, and the
//     caller gets its result, or nothing has changed, and Cancelled comes out.
//  3. Every message is answered, also when the owner is cancelled: by Cancelled. So is every later one.
//
//     waiting --begin()--> running --end()--> answered
//        '--- taken back by the caller ---> withdrawn
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core/patterns/shared_state_map.h"
#include "core/patterns/shared_state_table.h"
#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/sync/channel.h"
#include "core/sync/notify.h"

namespace weir::patterns::shared_state {

/// The way of one message. Shared by its caller and the inbox: one that was withdrawn stays there until its turn comes.
class Turn {
public:
    /// Caller: returns when the message has been carried out. @throws what that threw; Cancelled
    Task<void> answered(Executor& engine);

    /// Owner: false if it was withdrawn. Until end() the caller may cancel `work`.
    bool begin(Scope& work) noexcept;
    void end(std::exception_ptr error) noexcept;

private:
    enum class Stage : std::uint8_t { waiting, running, answered, withdrawn };

    bool withdraw_or_cancel() noexcept;

    SpinLock lock_;
    Stage stage_ = Stage::waiting;
    Scope* work_ = nullptr;
    Notify answer_;
    std::exception_ptr error_;  // written before the answer, read after it
};

template <class Key, class Value>
class Actor final : public SharedState<Key, Value> {
    using typename SharedState<Key, Value>::Change;

public:
    using typename SharedState<Key, Value>::Found;

    /// Messages that may wait before senders have to. Callers wait for the answer in any case.
    static constexpr std::size_t inbox_capacity = 64;

    /// @param home where the owner runs; it ends with this object, or when the group is cancelled
    Actor(Executor& engine, TaskGroup& home) : Actor{engine, home, channel<Letter>(inbox_capacity)} {}

    Task<Found> get(Key key, Hold hold) override {
        Found found;
        Job job = [&](Contents& table) { return look(table, key, hold, found); };
        auto done = ask(std::move(job));
        co_await std::move(done);
        co_return found;
    }
    Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) override {
        std::vector<Found> found;
        Job job = [&](Contents& table) { return look(table, keys, hold, found); };
        auto done = ask(std::move(job));
        co_await std::move(done);
        co_return found;
    }

private:
    using Contents = Table<Key, Value>;
    using Job = std::function<Task<void>(Contents&)>;  // refers to its caller's frame, which waits for it

    struct Message final : Turn {
        explicit Message(Job what) : job{std::move(what)} {}
        Job job;
    };
    using Letter = std::shared_ptr<Message>;
    using Ends = std::pair<Sender<Letter>, Receiver<Letter>>;

    Actor(Executor& engine, TaskGroup& home, Ends ends) : engine_{engine}, inbox_{std::move(ends.first)} {
        home.spawn(own(engine, std::move(ends.second)));
    }

    Task<Found> change(Key key, Change fn, Hold hold) override {
        Found before;
        Job job = [&](Contents& table) { return alter(table, key, fn, hold, before); };
        auto done = ask(std::move(job));
        co_await std::move(done);
        co_return before;
    }

    template <class Keys, class Result>
    static Task<void> look(const Contents& table, const Keys& keys, const Hold& hold, Result& found) {
        if (hold) co_await hold();
        found = table.find(keys);
    }
    static Task<void> alter(Contents& table, const Key& key, const Change& fn, const Hold& hold, Found& before) {
        const auto seen = table.find(key);
        if (hold) co_await hold();
        before = table.put(key, fn(seen));
    }

    Task<void> ask(Job job) {
        const auto message = std::make_shared<Message>(std::move(job));
        auto letter = message;
        const bool sent = co_await inbox_.send(std::move(letter));
        if (!sent) throw Cancelled{};  // the owner is gone
        co_await message->answered(engine_);
    }

    static Task<void> carry_out(Message& message, Contents& table, std::exception_ptr& error) {
        try {
            co_await message.job(table);
        } catch (...) {
            error = std::current_exception();
        }
    }

    /// Answers what is left when the owner ends.
    struct Closing {
        Receiver<Letter>& inbox;
        explicit Closing(Receiver<Letter>& receiver) : inbox{receiver} {}
        Closing(const Closing&) = delete;
        Closing& operator=(const Closing&) = delete;
        ~Closing() {
            inbox.close();
            Scope nothing{nullptr};
            while (const auto letter = inbox.try_receive())
                if ((*letter)->begin(nothing)) (*letter)->end(std::make_exception_ptr(Cancelled{}));
        }
    };

    static Task<void> own(Executor& engine, Receiver<Letter> inbox) {
        Contents table;
        const Closing closing{inbox};
        while (true) {
            const auto letter = co_await inbox.receive();
            if (!letter) co_return;
            TaskGroup work{engine};
            if (!(*letter)->begin(work)) continue;
            std::exception_ptr error;
            work.spawn(carry_out(**letter, table, error));
            co_await work.join();
            (*letter)->end(std::move(error));
        }
    }

    Executor& engine_;
    Sender<Letter> inbox_;
};

}  // namespace weir::patterns::shared_state
