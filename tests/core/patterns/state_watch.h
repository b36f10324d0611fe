// An outside observer of a shared state: who waits and who is inside as the callers themselves tell it, the history of
// what they were answered, and the invariants that follow.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "core/runtime/executor.h"
#include "tests/core/explore/scenario.h"
#include "tests/core/patterns/linearizable.h"

namespace state_test {

namespace invariant {
inline constexpr const char* exclusion = "readers xor a writer";
inline constexpr const char* alone = "a mutex and an actor let one in at a time";
inline constexpr const char* bypass = "a waiting writer is overtaken by nobody";
inline constexpr const char* linearizable = "the history is linearizable";
inline constexpr const char* answered = "a call is answered, unless its task or the owner is cancelled";
inline constexpr const char* no_lost_update = "no increment is lost";
}  // namespace invariant

inline constexpr int keys = 3;  // 0 is only ever counted up
using Found = std::optional<int>;
using Values = std::array<Found, keys>;

/// An operation that has ended well, and what it answered.
struct Operation {
    enum class Kind { get, get_many, set, increment, compare_and_set };

    Operation(Kind what, std::vector<int> of, std::uint64_t now) : kind{what}, on{std::move(of)}, began{now} {}

    bool happen(Values& values) const {
        auto& value = values[static_cast<std::size_t>(on.front())];
        const auto before = value;
        switch (kind) {
            case Kind::get:
            case Kind::get_many:
                return std::ranges::equal(on, found, {}, [&](int k) { return values[static_cast<std::size_t>(k)]; });
            case Kind::set:
                value = written;
                return before == found.front();
            case Kind::increment:
                value = before.value_or(0) + 1;
                return before == found.front();
            case Kind::compare_and_set:
                if (swapped) value = written;
                return swapped == (before == expected);
        }
        return false;
    }

    Kind kind;
    std::vector<int> on;
    std::uint64_t began;
    std::uint64_t ended = 0;
    std::vector<Found> found;  // of a write: what it replaced
    int written = 0;
    Found expected;
    bool swapped = false;
};

/// What is known of the strategy under watch.
struct Terms {
    bool by_key = false;         ///< tasks of different keys do not meet
    bool readers_apart = false;  ///< readers neither wait nor are waited for
    bool one_at_a_time = false;
};

class Watch {
public:
    /// A place in line, from the call to its end. Made right before the operation is awaited.
    class Ask {
    public:
        Ask(Watch& watch, bool writes, std::vector<int> on) : watch_{watch}, writes_{writes}, on_{std::move(on)} {
            watch_.asks_.push_back(this);
        }
        ~Ask() {
            std::erase(watch_.asks_, this);
            if (std::uncaught_exceptions() > 0 && scope_->cancelled())
                ++(entered_ ? watch_.cancelled_inside : watch_.cancelled_in_line);
        }
        Ask(const Ask&) = delete;
        Ask& operator=(const Ask&) = delete;

    private:
        friend class Watch;
        Watch& watch_;
        bool writes_;
        std::vector<int> on_;
        bool entered_ = false;
        bool inside_ = false;
        // A caller that was cancelled has left the line before it can say so.
        const weir::Scope* scope_ = weir::context.task->scope;
    };

    /// Inside, for the length of the hold.
    class Inside {
    public:
        explicit Inside(Ask& ask) : ask_{ask} {
            ask_.watch_.entering(ask_);
            ask_.entered_ = ask_.inside_ = true;
            ask_.watch_.look();
        }
        ~Inside() { ask_.inside_ = false; }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        Ask& ask_;
    };

    Watch(const Terms& terms, explore::Checks& checks) : terms_{terms}, checks_{checks} {}

    std::size_t inside(bool writers) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(asks_, [&](const Ask* a) { return a->inside_ && a->writes_ == writers; }));
    }
    bool writer_waits() const {
        return std::ranges::any_of(asks_, [](const Ask* a) { return a->writes_ && !a->entered_; });
    }

    void look() const {
        for (const auto* a : asks_) {
            for (const auto* b : asks_) {
                if (a == b || !a->inside_ || !b->inside_) continue;
                checks_.require(!conflict(*a, *b), invariant::exclusion);
                checks_.require(!terms_.one_at_a_time, invariant::alone);
            }
        }
    }

    int cancelled_in_line = 0;
    int cancelled_inside = 0;

    std::uint64_t tick() { return ++clock_; }
    void ended(Operation operation) {
        operation.ended = tick();
        if (operation.kind == Operation::Kind::increment) ++increments_;
        history_.push_back(std::move(operation));
    }

    void check_history() const { checks_.require(linearizability::holds(history_, Values{}), invariant::linearizable); }
    /// At rest.
    void check_count(const Found& value_of_0) const {
        checks_.require(value_of_0.value_or(0) == increments_, invariant::no_lost_update);
    }

private:
    bool conflict(const Ask& a, const Ask& b) const {
        if (!a.writes_ && !b.writes_) return false;
        if (terms_.readers_apart && a.writes_ != b.writes_) return false;
        return !terms_.by_key || std::ranges::find_first_of(a.on_, b.on_) != a.on_.end();
    }

    void entering(const Ask& ask) const {
        for (const auto* earlier : asks_) {
            if (earlier == &ask) return;
            const bool waits = earlier->writes_ && !earlier->entered_ && !earlier->scope_->cancelled();
            checks_.require(!waits || !conflict(*earlier, ask), invariant::bypass);
        }
    }

    Terms terms_;
    explore::Checks& checks_;
    std::vector<const Ask*> asks_;  // in order of asking
    std::uint64_t clock_ = 0;
    std::vector<Operation> history_;
    int increments_ = 0;
};

}  // namespace state_test
