// Many schedules: two joins beside each other share a place to compute, while any ready task may be next; children
// wait, compute and throw, and one join may be cancelled. A clock on the workers tells when they are not free. The
// production form breaks no invariant; on the textbook form the exploration finds each of its defects.
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "core/patterns/join.h"
#include "core/patterns/textbook/join.h"
#include "tests/core/patterns/scenarios.h"

namespace join_scenario {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
using weir::Time;
using weir::patterns::ComputePlace;
using weir::patterns::Outcomes;
namespace textbook = weir::patterns::textbook;
using Where = ComputePlace::Where;

namespace invariant {
constexpr auto ends = "no child outlives the join";
constexpr auto once = "every child has the outcome that it came to";
constexpr auto heard = "no failure goes to anybody but the caller";
constexpr auto alone = "nobody is cancelled but by a failure to fail on, or from outside";
constexpr auto first = "what comes out is the first failure, or that it was cancelled, or nothing";
constexpr auto none_begins = "after the failure or the cancellation no child begins";
constexpr auto at_once = "the join ends at the instant at which its last child does";
constexpr auto cut_off = "who waits, for time or for a thread, ends at once when cancelled";
constexpr auto delivered = "whose job has run is not cancelled";
constexpr auto bounded = "at most blocking_threads compute at once";
constexpr auto free_workers = "while children compute in the pool the workers are free";
}  // namespace invariant

enum Occasion : std::size_t {
    failed_alone,
    failed_fast,
    failed_again,
    never_begun,
    ran_to_the_end,
    left_the_line,
    cancelled_outside,
    late_value,
    waited
};
const std::vector<const char*> occasions{
    "a failure is collected and the rest goes on", "a failure cancels a sibling",
    "a sibling fails after the first failure",     "a child is cancelled before it has begun",
    "a job runs to its end after a cancellation",  "a child is cancelled while it waits for a thread",
    "a join is cancelled while it works",          "a join is cancelled and yet all have values",
    "a child waits for a thread and gets it"};

struct Fault final : std::runtime_error {
    explicit Fault(std::size_t i) : std::runtime_error{"fault"}, child{i} {}
    std::size_t child;
};

int any_up_to(Random& load, int most) { return static_cast<int>(load.below(static_cast<std::uint64_t>(most) + 1)); }

/// What a child will do: wait, compute, end.
struct Luck {
    Luck(Random& load, explore::Size size)
        : waits_ms{any_up_to(load, size.rounds)},
          computes_ms{any_up_to(load, size.rounds)},
          throws{load.below(5) == 0} {}
    int waits_ms;
    int computes_ms;
    bool throws;
};

enum class Policy { join_all, try_join, try_join_values };

struct Production {
    static constexpr bool is_textbook = false;
};
struct Textbook {
    static constexpr bool is_textbook = true;
};

/// The pool of a schedule, as its jobs show it: each has kept a thread for its length when it runs.
struct Pool {
    struct Job {
        Time begin, end;
    };
    std::vector<Job> jobs;

    /// How many kept a thread just after this one began.
    std::size_t beside(const Job& job) const {
        const auto keeps = [&job](const Job& other) { return other.begin <= job.begin && job.begin < other.end; };
        return static_cast<std::size_t>(std::ranges::count_if(jobs, keeps));
    }
};

/// A child, by an account that trusts nothing the pattern says.
struct Child {
    Child(Random& load, explore::Size size) : luck{load, size} {}
    Luck luck;
    bool begun = false;
    std::optional<Time> asked;  ///< to compute
    std::optional<Time> ran;    ///< the job has
    bool has_value = false;
    bool failed = false;
    std::optional<Time> ended;
};

struct Joining {
    Joining(Executor& e, ComputePlace& p, Pool& t, Random& load, explore::Checks& c, explore::Size size)
        : engine{e}, place{p}, pool{t}, checks{c}, policy{static_cast<Policy>(load.below(3))} {
        const auto count = any_up_to(load, size.tasks);
        for (int i = 0; i < count; ++i) children.emplace_back(load, size);
        // For it a second failure is unobserved, and here that is an error.
        const auto throwing = std::ranges::count_if(children, [](const Child& child) { return child.luck.throws; });
        if (policy == Policy::try_join_values && throwing > 1) policy = Policy::try_join;
    }

    bool in_pool() const { return place.where() == Where::blocking_pool; }
    void stop() {
        if (!stopped) stopped = engine.now();
    }

    Executor& engine;
    ComputePlace& place;
    Pool& pool;
    explore::Checks& checks;
    Policy policy;
    std::vector<Child> children;
    std::optional<std::size_t> first_failure;
    std::optional<Time> stopped;  ///< since when its children are to end
    bool cancelled = false;       ///< from outside
    bool done = false;
};

constexpr int value_of(std::size_t child) { return static_cast<int>(child) * 10; }

class Alive {
public:
    Alive(Executor& engine, Child& child) : engine_{engine}, child_{child} {}
    ~Alive() { child_.ended = engine_.now(); }
    Alive(const Alive&) = delete;
    Alive& operator=(const Alive&) = delete;

private:
    Executor& engine_;
    Child& child_;
};

/// What a child does when it has computed.
int job(Joining& joining, std::size_t i) {
    auto& child = joining.children[i];
    const auto now = joining.engine.now();
    child.ran = now;
    if (joining.stopped && *joining.stopped < now) joining.checks.saw(ran_to_the_end);
    joining.pool.jobs.push_back({now - child.luck.computes_ms * 1ms, now});
    if (child.luck.throws) throw Fault{i};
    return value_of(i);
}

template <class Kind>
Task<int> compute(Joining& joining, std::size_t i) {
    const auto length = joining.children[i].luck.computes_ms * 1ms;
    auto work = [&joining, i] { return job(joining, i); };
    if constexpr (Kind::is_textbook)
        return textbook::compute(joining.engine, length, work);
    else
        return joining.place.compute(length, work);
}

template <class Kind>
Task<int> child(Joining& joining, std::size_t i) {
    auto& self = joining.children[i];
    const Alive alive{joining.engine, self};
    self.begun = true;
    joining.checks.require(!joining.stopped, invariant::none_begins);
    try {
        if (self.luck.waits_ms > 0) co_await joining.engine.sleep(self.luck.waits_ms * 1ms);
        self.asked = joining.engine.now();
        auto computing = compute<Kind>(joining, i);
        const int value = co_await std::move(computing);
        self.has_value = true;
        co_return value;
    } catch (const Fault&) {
        self.failed = true;
        if (joining.first_failure) joining.checks.saw(failed_again);
        if (!joining.first_failure) joining.first_failure = i;
        if (joining.policy != Policy::join_all) joining.stop();
        throw;
    }
}

void compare(Joining& joining, const Outcomes<int>& outcomes) {
    auto& checks = joining.checks;
    checks.require(outcomes.size() == joining.children.size(), invariant::once);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto& child = joining.children[i];
        const auto& outcome = outcomes[i];
        checks.require(outcome.value.has_value() == child.has_value, invariant::once);
        checks.require(!outcome.value || *outcome.value == value_of(i), invariant::once);
        checks.require((outcome.failure != nullptr) == child.failed, invariant::once);
        checks.require(outcome.cancelled() == (!child.has_value && !child.failed), invariant::once);
    }
}

void compare(Joining& joining, const std::vector<int>& values) {
    joining.checks.require(values.size() == joining.children.size(), invariant::once);
    for (std::size_t i = 0; i < values.size(); ++i)
        joining.checks.require(values[i] == value_of(i) && joining.children[i].has_value, invariant::once);
}

template <class Kind>
std::vector<Task<int>> make_children(Joining& joining) {
    std::vector<Task<int>> children;
    for (std::size_t i = 0; i < joining.children.size(); ++i) children.push_back(child<Kind>(joining, i));
    return children;
}

Task<void> join_by_policy(Joining& joining, Outcomes<int>& outcomes, Production) {
    auto children = make_children<Production>(joining);
    if (joining.policy == Policy::join_all) {
        auto all = weir::patterns::join_all(joining.engine, std::move(children));
        outcomes = co_await std::move(all);
    } else if (joining.policy == Policy::try_join) {
        auto all = weir::patterns::try_join(joining.engine, std::move(children), outcomes);
        co_await std::move(all);
    } else {
        auto all = weir::patterns::try_join(joining.engine, std::move(children));
        const auto values = co_await std::move(all);
        compare(joining, values);
    }
}

Task<void> join_by_policy(Joining& joining, Outcomes<int>&, Textbook) {
    auto children = make_children<Textbook>(joining);
    auto all = textbook::join(joining.engine, std::move(children));
    const auto values = co_await std::move(all);
    compare(joining, values);
}

void check_children(Joining& joining) {
    auto& checks = joining.checks;
    std::optional<Time> last;
    for (const auto& child : joining.children) {
        const bool cancelled = !child.has_value && !child.failed;
        checks.require(!child.begun || child.ended, invariant::ends);
        checks.require(!cancelled || joining.stopped, invariant::alone);
        checks.require(!cancelled || !child.ran, invariant::delivered);
        if (child.ended) last = std::max(last.value_or(Time{}), *child.ended);
        if (!child.begun) checks.saw(never_begun);
        if (cancelled && joining.in_pool() && joining.stopped && child.ended) {
            checks.require(*child.ended == *joining.stopped, invariant::cut_off);
            if (child.asked && *child.asked < *child.ended) checks.saw(left_the_line);
        }
        if (cancelled && !joining.cancelled) checks.saw(failed_fast);
        if (child.ran && *child.ran - *child.asked > child.luck.computes_ms * 1ms && joining.in_pool())
            checks.saw(waited);
    }
    if (last && joining.in_pool()) checks.require(joining.engine.now() == *last, invariant::at_once);
}

template <class Kind>
Task<void> run_join(Joining& joining) {
    auto& checks = joining.checks;
    Outcomes<int> outcomes;
    std::optional<std::size_t> thrown;
    bool was_cancelled = false;
    try {
        co_await join_by_policy(joining, outcomes, Kind{});
    } catch (const Fault& fault) {
        thrown = fault.child;
    } catch (const weir::Cancelled&) {
        was_cancelled = true;
    }
    joining.done = true;
    check_children(joining);
    const auto with_value = std::ranges::count_if(joining.children, &Child::has_value);
    const bool complete = static_cast<std::size_t>(with_value) == joining.children.size();
    if (joining.policy == Policy::join_all) {
        checks.require(!thrown && !was_cancelled, invariant::first);
        if (joining.first_failure && with_value > 0) checks.saw(failed_alone);
    } else {
        checks.require(thrown == joining.first_failure, invariant::first);
        checks.require(was_cancelled == (!thrown && !complete), invariant::first);
    }
    if (joining.cancelled && complete && with_value > 0) checks.saw(late_value);
    if (!Kind::is_textbook && joining.policy != Policy::try_join_values) compare(joining, outcomes);
}

/// Tells the time on the workers until the joins are done.
Task<void> tick(Executor& engine, const Joining& one, const Joining& other) {
    while (!one.done || !other.done) {
        const auto due = engine.after(1ms);
        co_await engine.sleep(1ms);
        one.checks.require(engine.now() == due, invariant::free_workers);
    }
}

Task<void> cancel_it(Executor& engine, Random& load, Joining& joining, TaskGroup& group) {
    const auto pauses = load.below(8);
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    const auto rest = load.below(4);
    if (rest > 0) co_await engine.sleep(rest * 1ms - 500us);
    if (joining.done) co_return;
    joining.checks.saw(cancelled_outside);
    joining.cancelled = true;
    joining.stop();
    group.cancel();
}

template <class Kind>
Task<void> two_joins(Simulation& engine, ComputePlace& place, Random& load, explore::Checks& checks,
                     explore::Size size) {
    Pool pool;
    Joining doomed{engine, place, pool, load, checks, size};
    Joining lasting{engine, place, pool, load, checks, {size.tasks - 1, size.rounds - 1}};
    if (Kind::is_textbook) doomed.policy = lasting.policy = Policy::try_join_values;
    TaskGroup first{engine, weir::OnError::collect};
    TaskGroup second{engine, weir::OnError::collect};
    TaskGroup others{engine};
    const auto cut = [&doomed] {
        doomed.cancelled = true;
        doomed.stop();
    };
    const explore::Checks::Doomed may_be_cancelled{checks, first, cut};
    if (doomed.in_pool()) others.spawn(tick(engine, doomed, lasting));
    first.spawn(run_join<Kind>(doomed));
    second.spawn(run_join<Kind>(lasting));
    if (!checks.cancels_doomed && load.below(2) == 0) others.spawn(cancel_it(engine, load, doomed, first));
    co_await first.join();
    co_await second.join();
    co_await others.join();
    checks.require(first.failures().empty() && second.failures().empty(), invariant::heard);
    others.rethrow_first();
    for (const auto& job : pool.jobs)
        if (place.where() == Where::blocking_pool && !Kind::is_textbook)
            checks.require(pool.beside(job) <= place.blocking_threads(), invariant::bounded);
}

template <class Kind>
void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    // The textbook form has no choice, but is measured by what the pool would do.
    const bool in_pool = Kind::is_textbook || load.below(4) > 0;
    ComputePlace place{engine, in_pool ? Where::blocking_pool : Where::async_workers, 1 + load.below(3)};
    engine.run(two_joins<Kind>(engine, place, load, checks, size));
}

scenarios::Subject subject() {
    return {
        "join",
        {.occasions = occasions, .size = {4, 2}, .small = {2, 1}},
        scenario<Production>,
        {{"textbook", scenario<Textbook>}},
    };
}

}  // namespace join_scenario

const scenarios::Subject scenarios::join = join_scenario::subject();
