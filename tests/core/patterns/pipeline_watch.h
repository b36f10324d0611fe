// An outside observer of a pipeline, production or textbook. It does the work of the stages, is told where the items
// are, keeps its own account, and checks each invariant. It asks the pipeline nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/patterns/pipeline_stages.h"
#include "core/runtime/executor.h"
#include "tests/core/explore/scenario.h"

namespace pipeline_test {

using weir::Time;
using weir::patterns::pipeline::Config;
using weir::patterns::pipeline::End;
using weir::patterns::pipeline::Exit;

namespace invariant {
inline constexpr const char* workers = "a stage has at most one item a worker";
inline constexpr const char* capacity = "a queue holds at most its capacity";
inline constexpr const char* busy = "an item waits in a queue only while every worker of the stage has one";
inline constexpr const char* flows = "a worker holds a finished item only for want of room or of its turn";
inline constexpr const char* room = "a send waits only while the first queue is full and open";
inline constexpr const char* way = "an item goes through the stages one by one, and once";
inline constexpr const char* once = "an item that was sent leaves, once";
inline constexpr const char* refused = "an item that was not sent never starts";
inline constexpr const char* exit = "an item leaves as its work came out";
inline constexpr const char* order = "items stay in order with one worker a stage or a resequencer";
inline constexpr const char* end = "the run ends after the input, behind the last item";
inline constexpr const char* closed = "only a full or closed pipeline refuses";
}  // namespace invariant

/// An item: knows how many of its kind exist.
class Token {
public:
    Token(int& alive, std::size_t number) noexcept : alive_{&alive}, number_{number} { ++*alive_; }
    Token(Token&& other) noexcept : alive_{std::exchange(other.alive_, nullptr)}, number_{other.number_} {}
    Token& operator=(Token&&) = delete;
    ~Token() {
        if (alive_ != nullptr) --*alive_;
    }

    bool intact() const noexcept { return alive_ != nullptr; }
    std::size_t number() const noexcept { return number_; }

private:
    int* alive_;  // null once moved from
    std::size_t number_;
};

/// What the work of one stage on one item comes to.
struct Luck {
    enum class Outcome : std::uint8_t { good, refused, thrown };
    int ticks = 0;
    Outcome outcome = Outcome::good;
};

/// A number that was changed at this instant binds only what is decided after the change: until time goes by, the
/// largest of its values counts.
class Limit {
public:
    void set(std::size_t value, Time now) {
        before_ = now == since_ ? std::max(before_, now_) : now_;
        now_ = value;
        since_ = now;
    }
    std::size_t value() const { return now_; }
    std::size_t at(Time now) const { return now == since_ ? std::max(before_, now_) : now_; }

private:
    std::size_t now_ = 0;
    std::size_t before_ = 0;
    Time since_ = Time::min();
};

class PipelineWatch final : public weir::patterns::pipeline::Stages<Token> {
public:
    static constexpr weir::Duration tick = std::chrono::milliseconds{1};
    static constexpr std::size_t most_stages = 3;

    /// What came to pass.
    struct Seen {
        bool overtaken = false;
        bool waited_for_turn = false;
        bool failed_before_its_turn = false;
        bool held_for_room = false;
        bool above_workers = false;
        bool above_capacity = false;
    };

    PipelineWatch(weir::Executor& engine, const Config& config, std::vector<std::array<Luck, most_stages>> luck,
                  explore::Checks& checks)
        : engine_{engine},
          checks_{checks},
          luck_{std::move(luck)},
          items_(luck_.size()),
          stages_(config.workers.size()) {
        for (std::size_t k = 0; k < stages_.size(); ++k) {
            stages_[k].workers.set(config.workers[k], Time::min());
            ordered_ = ordered_ && config.workers[k] == 1;
        }
        ordered_ = ordered_ || config.resequence;
        resequence_ = config.resequence;
        capacity_.set(config.capacity, Time::min());
    }

    // --- The stages -----------------------------------------------------------------------------------------------

    weir::Task<bool> work(std::size_t k, Token& token) override {
        auto& item = items_[token.number()];
        if (item.stage != k && item.where == Where::finished) move_to(item, k, Where::taken);  // without a queue
        require(item.where == Where::taken && item.stage == k && token.intact(), invariant::way);
        const auto luck = luck_[token.number()][k];
        if (luck.ticks == 0) co_await engine_.yield();
        if (luck.ticks > 0) co_await engine_.sleep(luck.ticks * tick);
        if (luck.outcome != Luck::Outcome::good && !first_in_stage(item)) seen_.failed_before_its_turn = true;
        if (luck.outcome == Luck::Outcome::thrown) throw std::runtime_error{"thrown by a stage"};
        item.where = Where::finished;
        co_return luck.outcome == Luck::Outcome::good;
    }

    void queued(std::size_t k, Token& token) noexcept override {
        auto& item = items_[token.number()];
        const bool enters = k == 0 && item.where == Where::outside;
        require(enters || (item.where == Where::finished && item.stage + 1 == k), invariant::way);
        if (enters) item.place = entered_++;
        if (!enters) in_order(item, k - 1);
        move_to(item, k, Where::waiting);
        require(stages_[k].waiting <= capacity_.at(engine_.now()), invariant::capacity);
    }
    void taken(std::size_t k, Token& token) noexcept override {
        auto& item = items_[token.number()];
        require(item.where == Where::waiting && item.stage == k, invariant::way);
        require(item.sent || !item.answered, invariant::refused);
        move_to(item, k, Where::taken);
        item.place_in_stage = stages_[k].taken++;
        require(stages_[k].held.size() <= stages_[k].workers.at(engine_.now()), invariant::workers);
    }
    void left(Token token, const Exit& exit) noexcept override {
        auto& item = items_[token.number()];
        require(item.where != Where::outside && item.where != Where::gone, invariant::once);
        const auto outcome = luck_[token.number()][exit.stage].outcome;
        const bool last = exit.stage + 1 == stages_.size();
        require(exit.stage == item.stage, invariant::exit);
        if (exit.end == End::completed) {
            require(item.where == Where::finished && last && outcome == Luck::Outcome::good, invariant::exit);
            in_order(item, exit.stage);
        } else if (exit.end == End::failed) {
            require(outcome != Luck::Outcome::good && item.where != Where::waiting, invariant::exit);
            require((exit.failure != nullptr) == (outcome == Luck::Outcome::thrown), invariant::exit);
        } else {
            require(cancelled, invariant::exit);
        }
        move_to(item, exit.stage, Where::gone);
    }

    // --- What is done to the pipeline -----------------------------------------------------------------------------

    void answered(std::size_t number, bool sent) {
        items_[number].answered = true;
        items_[number].sent = sent;
        require(sent == (items_[number].where != Where::outside), sent ? invariant::way : invariant::refused);
    }
    void set_workers(std::size_t k, std::size_t n) {
        stages_[k].workers.set(n, engine_.now());
        if (stages_[k].held.size() > n) seen_.above_workers = true;
        if (!resequence_) ordered_ = false;
    }
    void set_capacity(std::size_t n) {
        capacity_.set(n, engine_.now());
        for (const auto& stage : stages_)
            if (stage.waiting > n) seen_.above_capacity = true;
    }
    void set_resequence(bool on) {
        resequence_ = on;
        ordered_ = false;
        resequence_changed_ = true;
    }

    // --- Checks ---------------------------------------------------------------------------------------------------

    /// At a moment at which nothing happens: whoever could go on has.
    void at_rest(std::size_t senders_waiting, bool closed) {
        require(senders_waiting == 0 || (full(0) && !closed), invariant::room);
        for (std::size_t k = 0; k < stages_.size(); ++k) {
            const auto& stage = stages_[k];
            require(stage.waiting == 0 || stage.held.size() >= stage.workers.value(), invariant::busy);
            for (const auto* item : stage.held) {
                if (item->where != Where::finished) continue;
                const bool turn = first_in_stage(*item) || (!resequence_ && !resequence_changed_);
                require(!turn || (k + 1 < stages_.size() && full(k + 1)), invariant::flows);
                (turn ? seen_.held_for_room : seen_.waited_for_turn) = true;
            }
        }
    }
    /// The run has ended by itself.
    void ended(bool input_closed) {
        require(input_closed, invariant::end);
        for (const auto& item : items_)
            require(item.where == Where::outside || item.where == Where::gone, invariant::end);
    }
    /// All is over.
    void over() {
        for (const auto& item : items_) {
            require(!item.sent || item.where == Where::gone, invariant::once);
            require(item.sent || item.where == Where::outside, invariant::refused);
        }
    }
    void require(bool holds, const char* what) noexcept { checks_.require(holds, what); }

    std::size_t inside() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            items_, [](const Item& i) { return i.where != Where::outside && i.where != Where::gone; }));
    }
    bool full(std::size_t k) const { return stages_[k].waiting >= capacity_.value(); }
    const Seen& seen() const { return seen_; }

    bool cancelled = false;
    int alive = 0;

private:
    enum class Where : std::uint8_t { outside, waiting, taken, finished, gone };
    struct Item {
        Where where = Where::outside;
        std::size_t stage = 0;
        std::size_t place = 0;           // among all that entered
        std::size_t place_in_stage = 0;  // among all that this stage took
        bool answered = false;           // the send has returned
        bool sent = false;
    };
    struct StageBooks {
        std::size_t waiting = 0;
        std::vector<const Item*> held;
        Limit workers;
        std::size_t taken = 0;
        std::size_t past = 0;  // one more than the place of the last to go on
    };

    void move_to(Item& item, std::size_t k, Where where) {
        if (item.where == Where::waiting) --stages_[item.stage].waiting;
        if (item.where == Where::taken || item.where == Where::finished) std::erase(stages_[item.stage].held, &item);
        item.where = where;
        item.stage = k;
        if (where == Where::waiting) ++stages_[k].waiting;
        if (where == Where::taken) stages_[k].held.push_back(&item);
    }
    /// It goes on from stage k.
    void in_order(const Item& item, std::size_t k) {
        if (item.place < stages_[k].past) seen_.overtaken = true;
        require(!ordered_ || item.place >= stages_[k].past, invariant::order);
        stages_[k].past = std::max(stages_[k].past, item.place + 1);
    }
    bool first_in_stage(const Item& item) const {
        return std::ranges::all_of(stages_[item.stage].held,
                                   [&](const Item* other) { return other->place_in_stage >= item.place_in_stage; });
    }

    weir::Executor& engine_;
    explore::Checks& checks_;
    std::vector<std::array<Luck, most_stages>> luck_;
    std::vector<Item> items_;
    std::vector<StageBooks> stages_;
    Limit capacity_;
    std::size_t entered_ = 0;
    bool ordered_ = true;
    bool resequence_ = false;
    bool resequence_changed_ = false;
    Seen seen_;
};

}  // namespace pipeline_test
