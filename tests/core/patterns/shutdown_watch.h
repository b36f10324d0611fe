// What an exploration of shutdown knows of a schedule, from the tasks themselves: it trusts nothing the pattern counts.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <vector>

#include "core/patterns/shutdown.h"
#include "core/runtime/executor.h"
#include "tests/core/explore/scenario.h"

namespace shutdown_watch {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Random;
using weir::Time;
using weir::patterns::CancellationToken;
using weir::patterns::Shutdown;

namespace invariant {
constexpr auto subtree = "a request covers the subtree, and never the parent";
constexpr auto wakes = "a wait for a token ends when it is cancelled, or is cut by its own scope";
constexpr auto refuses = "from when a shutdown begins a task is refused, and one refused never starts";
constexpr auto drains = "no work is cut before the deadline";
constexpr auto at_once = "cancelling the scope around aborts all work at once";
constexpr auto cleans = "each task's cleanup runs exactly once, after its work, to its end";
constexpr auto ends = "nothing outlives the shutdown";
constexpr auto in_time = "it ends by the deadline and the longest cleanup after that";
constexpr auto prompt = "it ends as soon as all has ended";
constexpr auto reports = "the report has each task once, with its fate";
constexpr auto joins = "a second call joins the first";
constexpr auto reaped = "a task that has ended leaves nothing behind";
constexpr auto left = "nothing outlives the coordinator";
constexpr auto observed = "no failure goes unobserved";  // the exploration's own
}  // namespace invariant

enum Occasion : std::size_t {
    cut_at_deadline,
    kept_on,
    all_drained,
    threw,
    cleanup_threw,
    refused,
    node_cancelled,
    wait_cut,
    first_cut,
    joined,
    left_alone,
    around_cut_before,
    around_cut_while_draining,
    came_after_around
};
const std::vector<const char*> occasions{"a task is cut at the deadline",
                                         "a task that is cut ends as if nothing were",
                                         "all drain in time",
                                         "work throws",
                                         "a cleanup throws",
                                         "a task is refused",
                                         "a node is cancelled before the shutdown",
                                         "a wait for a token is cut short",
                                         "the call that shuts down is cancelled",
                                         "a call joins another",
                                         "nobody shuts down",
                                         "the scope around is cancelled before the shutdown",
                                         "the scope around is cancelled while work drains",
                                         "a task comes after the scope around was cancelled"};

constexpr Duration longest_cleanup = 2ms;
constexpr Duration far_too_long = 50ms;  // more than all that ends by itself takes, one after the other

struct Fault final : std::runtime_error {
    Fault() : std::runtime_error{"fault"} {}
};

/// What a task will do.
struct Luck {
    Luck() = default;
    Luck(Random& load, std::size_t nodes) : node{load.below(nodes)} {
        heeds = load.below(3) != 0;
        endless = load.below(3) == 0;
        awaits = heeds && load.below(3) == 0;
        swallows = load.below(4) == 0;
        throws = load.below(6) == 0;
        steps = static_cast<int>(load.below(4));
        cleanup_steps = static_cast<int>(load.below(3));
        cleanup_throws = !throws && load.below(8) == 0;
    }

    std::size_t node = 0;  // whose token it has
    bool heeds = true;     // looks at the token before each step
    bool endless = false;
    bool awaits = false;    // after its steps awaits the token
    bool swallows = false;  // cut at a step, ends as if nothing were
    bool throws = false;    // at its end
    int steps = 0;          // of 1 ms
    int cleanup_steps = 0;
    bool cleanup_throws = false;
};

struct Account {
    Luck luck;
    std::optional<std::size_t> id;  // none: refused
    bool begun = false;
    bool ended = false;
    bool aborted = false;
    bool failed = false;
    int cleanups_begun = 0;
    int cleanups_left = 0;
    int cleanups_done = 0;

    bool alive() const { return id && (!begun || !ended || cleanups_begun != cleanups_left); }
};

class Watch {
public:
    Watch(weir::Executor& e, explore::Checks& c) : checks{c}, engine_{e} {}

    // The token tree. Node 0 is the root.

    void grow(const CancellationToken& root, Random& load) {
        tree.push_back(root);
        above_.push_back(0);
        requested_.push_back(false);
        for (auto more = 1 + load.below(5); more > 0; --more) add_node(load.below(tree.size()));
    }
    void add_node(std::size_t parent) {
        tree.push_back(tree[parent].child());
        above_.push_back(parent);
        requested_.push_back(false);
        look_at_tree();
    }
    void cancel(std::size_t node) {
        if (!asked_) checks.saw(node_cancelled);
        tree[node].cancel();
        requested_[node] = true;
        look_at_tree();
    }

    // The tasks.

    void answer(std::size_t number, std::optional<std::size_t> id) {
        checks.require(id.has_value() == !asked_, invariant::refuses);
        tasks[number].id = id;
        if (!id) checks.saw(refused);
        if (id && around_cut_) checks.saw(came_after_around);
    }
    std::size_t alive() const {
        return count([](const Account& a) { return a.alive(); });
    }
    std::size_t failures() const {
        return count([](const Account& a) { return a.failed; });
    }

    /// The work of a task was cut.
    void cut(std::size_t number) {
        checks.require(around_cut_ || (asked_ && engine_.now() >= abort_at_), invariant::drains);
        checks.saw(tasks[number].luck.swallows ? kept_on : cut_at_deadline);
    }
    /// The work of a task ends that began then.
    void work_ends(Time begun) {
        moved();
        checks.require(!around_cut_ || engine_.now() <= std::max(begun, *around_cut_), invariant::at_once);
    }
    /// Something happened that a shutdown may have waited for.
    void moved() { last_move_ = engine_.now(); }

    // The shutdown.

    /// A call begins. Of the first it is known whether it may be cancelled.
    void ask(Duration deadline, bool may_be_cut) {
        moved();
        if (asked_) return checks.saw(joined);
        asked_ = true;
        first_may_be_cut_ = may_be_cut;
        requested_[0] = true;
        const bool at_once = around_cut_ || (may_be_cut && calls_cut);
        abort_at_ = at_once ? engine_.now() : engine_.now() + deadline;
    }
    /// The calls that may be are being cancelled.
    void cut_calls() {
        calls_cut = true;
        if (!asked_ || !first_may_be_cut_ || returned_) return;
        checks.saw(first_cut);
        abort_at_ = std::min(abort_at_, engine_.now());
    }
    /// The scope around the coordinator is being cancelled.
    void cut_around() {
        if (around_cut_) return;
        around_cut_ = engine_.now();
        if (!asked_) return checks.saw(around_cut_before);
        if (returned_) return;
        if (alive() > 0 && engine_.now() < abort_at_) checks.saw(around_cut_while_draining);
        abort_at_ = std::min(abort_at_, engine_.now());
    }
    /// A call returned.
    void all_ended() {
        checks.require(alive() == 0, invariant::ends);
        for (const auto& a : tasks) {
            if (!a.id) continue;
            checks.require(a.cleanups_begun == 1 && a.cleanups_done == 1, invariant::cleans);
        }
        look_at_tree();
        if (returned_) return;
        returned_ = true;
        checks.require(engine_.now() <= abort_at_ + longest_cleanup, invariant::in_time);
        checks.require(engine_.now() == last_move_, invariant::prompt);
    }
    void overdue() { checks.require(false, invariant::in_time); }

    void compare(const Shutdown::Report& report) {
        using Fate = Shutdown::Fate;
        const auto& outcomes = report.outcomes;
        if (first_report_) checks.require(first_report_->took == report.took, invariant::joins);
        if (first_report_) checks.require(first_report_->outcomes.size() == outcomes.size(), invariant::joins);
        first_report_ = report;
        if (report.drained) checks.saw(all_drained);
        const bool aborted = std::ranges::any_of(tasks, &Account::aborted);
        checks.require(!report.drained || !aborted, invariant::reports);
        std::size_t finished_before = 0;
        for (const auto& a : tasks) {
            if (!a.id) continue;
            const auto its_own = [&a](const Shutdown::Outcome& o) { return o.task == *a.id; };
            const auto found = std::count_if(outcomes.begin(), outcomes.end(), its_own);
            const auto fate = a.failed ? Fate::failed : a.aborted ? Fate::aborted : Fate::finished;
            if (found == 0) {
                ++finished_before;
                checks.require(fate == Fate::finished, invariant::reports);
                continue;
            }
            const auto& outcome = *std::find_if(outcomes.begin(), outcomes.end(), its_own);
            checks.require(found == 1 && outcome.fate == fate, invariant::reports);
            checks.require((outcome.failure != nullptr) == a.failed, invariant::reports);
        }
        checks.require(finished_before == report.finished_before, invariant::reports);
    }

    explore::Checks& checks;
    std::vector<CancellationToken> tree;
    std::vector<Account> tasks;
    bool calls_cut = false;
    bool waiting = false;  // somebody at a node, from outside

private:
    template <class F>
    std::size_t count(F has) const {
        return static_cast<std::size_t>(std::count_if(tasks.begin(), tasks.end(), has));
    }
    /// A token is cancelled if it, or one above it, was asked to be; and only then.
    void look_at_tree() {
        for (std::size_t i = 0; i < tree.size(); ++i) {
            auto node = i;
            while (!requested_[node] && node != 0) node = above_[node];
            checks.require(tree[i].cancelled() == requested_[node], invariant::subtree);
        }
    }

    weir::Executor& engine_;
    std::vector<std::size_t> above_;
    std::vector<bool> requested_;
    bool asked_ = false;
    bool first_may_be_cut_ = false;
    bool returned_ = false;
    std::optional<Time> around_cut_;
    Time abort_at_{};
    Time last_move_{};
    std::optional<Shutdown::Report> first_report_;
};

/// The work of a task, from begin to end.
class Working {
public:
    Working(Watch& watch, std::size_t number, Time now) : watch_{watch}, number_{number}, begun_{now} {
        watch_.checks.require(account().id && !account().begun, invariant::refuses);
        account().begun = true;
    }
    ~Working() {
        account().ended = true;
        watch_.work_ends(begun_);
    }
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

    [[noreturn]] void abort() {
        account().aborted = true;
        throw weir::Cancelled{};
    }
    [[noreturn]] void fail() {
        account().failed = true;
        watch_.checks.saw(threw);
        throw Fault{};
    }

private:
    Account& account() { return watch_.tasks[number_]; }

    Watch& watch_;
    std::size_t number_;
    Time begun_;
};

/// The cleanup of a task.
class Cleaning {
public:
    Cleaning(Watch& watch, std::size_t number) : watch_{watch}, number_{number} {
        watch_.checks.require(account().ended, invariant::cleans);
        ++account().cleanups_begun;
    }
    ~Cleaning() {
        ++account().cleanups_left;
        watch_.moved();
    }
    Cleaning(const Cleaning&) = delete;
    Cleaning& operator=(const Cleaning&) = delete;

    void done() { ++account().cleanups_done; }
    [[noreturn]] void fail() {
        account().failed = true;
        watch_.checks.saw(cleanup_threw);
        throw Fault{};
    }

private:
    Account& account() { return watch_.tasks[number_]; }

    Watch& watch_;
    std::size_t number_;
};

}  // namespace shutdown_watch
