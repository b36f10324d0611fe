// A shared state behind a reader-writer lock with one flaw, to show that the exploration notices it.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "core/patterns/shared_state_map.h"
#include "core/patterns/shared_state_table.h"
#include "core/runtime/executor.h"
#include "core/sync/rw_lock.h"

namespace state_test {

enum class Flaw { torn_get_many, slack_update, early_change, readers_look_in, barging_readers, not_a_mutex };

class FlawedState final : public weir::patterns::SharedState<int, int> {
public:
    FlawedState(weir::Executor& engine, Flaw flaw) : engine_{engine}, flaw_{flaw} {}

    weir::Task<Found> get(int key, weir::patterns::Hold hold) override {
        auto many = read({key}, std::move(hold));
        const auto found = co_await std::move(many);
        co_return found.front();
    }
    weir::Task<std::vector<Found>> get_many(std::vector<int> keys, weir::patterns::Hold hold) override {
        if (flaw_ != Flaw::torn_get_many) {
            auto all = read(std::move(keys), std::move(hold));
            co_return co_await std::move(all);
        }
        std::vector<Found> found;
        for (const int key : keys) {
            auto one = get(key, hold);
            found.push_back(co_await std::move(one));
        }
        co_return found;
    }

private:
    /// Counts a reader in for as long as it lives.
    struct Reader {
        int& count;
        explicit Reader(int& readers) : count{readers} { ++count; }
        Reader(const Reader&) = delete;
        Reader& operator=(const Reader&) = delete;
        ~Reader() { --count; }
    };

    weir::Task<std::vector<Found>> read(std::vector<int> keys, weir::patterns::Hold hold) {
        weir::RwLock::Guard inside;
        if (flaw_ == Flaw::barging_readers)
            while (writing_) co_await engine_.sleep(std::chrono::milliseconds{1});
        else if (flaw_ != Flaw::readers_look_in)
            inside = co_await lock_.read();
        const Reader reader{readers_};
        if (hold) co_await hold();
        co_return table_.find(keys);
    }

    weir::Task<Found> change(int key, Change fn, weir::patterns::Hold hold) override {
        auto inside = co_await lock_.write();
        if (flaw_ == Flaw::barging_readers)
            while (readers_ > 0) co_await engine_.sleep(std::chrono::milliseconds{1});
        writing_ = true;
        const auto before = table_.find(key);
        if (flaw_ == Flaw::early_change) table_.put(key, fn(before));
        try {
            if (hold) co_await hold();
        } catch (...) {
            writing_ = false;
            throw;
        }
        writing_ = false;
        if (flaw_ == Flaw::early_change) co_return before;
        if (flaw_ == Flaw::slack_update) {
            inside.release();
            inside = co_await lock_.write();
        }
        co_return table_.put(key, fn(before));
    }

    weir::Executor& engine_;
    Flaw flaw_;
    weir::RwLock lock_;
    weir::patterns::shared_state::Table<int, int> table_;
    int readers_ = 0;
    bool writing_ = false;
};

}  // namespace state_test
