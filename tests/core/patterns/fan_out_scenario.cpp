// Many schedules: batches of items are fanned out while any ready task may be next; items wait, compute and throw, the
// limit changes, and a run may be cancelled. An observer looks at moments at which all is done that can be done. The
// production form breaks no invariant; on the textbook form the exploration finds each of its defects.
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/patterns/fan_out.h"
#include "core/patterns/textbook/fan_out.h"
#include "core/theory/makespan.h"
#include "tests/core/patterns/scenarios.h"

namespace fan_out_scenario {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::FanInOrder;
using weir::patterns::FanOut;
namespace textbook = weir::patterns::textbook;

namespace invariant {
constexpr auto bounded = "at most at_once items are worked on";
constexpr auto busy = "while an item waits, at_once are worked on";
constexpr auto once = "every item taken is delivered exactly once";
constexpr auto its_own = "a result is that of the item with its number";
constexpr auto in_order = "results are delivered in the order asked for";
constexpr auto ends = "nothing outlives the run";
constexpr auto fails_fast = "after a failure to fail fast on nothing is taken";
constexpr auto tells = "the run ends with its first failure, or with none";
constexpr auto greedy = "what computes ends within the greedy bound";
constexpr auto in_time = "the run ends";
constexpr auto refused = "0 at once is refused";
}  // namespace invariant

enum Occasion : std::size_t { lowered, raised, held_back, failed_fast, failed_alone, cut_off, never_begun, computed };
const std::vector<const char*> occasions{"the limit is lowered below what is worked on",
                                         "the limit is raised while items wait",
                                         "a result is held back for one before it",
                                         "a failure cancels the rest",
                                         "a failure is collected and the rest goes on",
                                         "a run is cancelled while it works",
                                         "a cancelled item has not begun",
                                         "a batch only computes"};

constexpr std::int64_t far_too_long = 100;  // looks; all steps of all items take less than 20

struct Fault final : std::runtime_error {
    Fault() : std::runtime_error{"fault"} {}
};

/// What an item will do.
struct Luck {
    bool computes = false;
    int steps = 0;  // of 1 ms
    bool throws = false;
};

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

struct Terms {
    Terms(Random& load, explore::Size size, bool may_cancel)
        : order{load.below(2) == 0 ? FanInOrder::input : FanInOrder::completion} {
        if (load.below(2) == 0) on_error = FanOut::OnError::collect_all;
        plain = load.below(3) == 0;
        const auto items = 1 + load.below(static_cast<std::uint64_t>(size.tasks));
        const auto most_steps = static_cast<std::uint64_t>(size.rounds);
        for (std::uint64_t i = 0; i < items; ++i) {
            luck.push_back({plain || load.below(4) == 0, static_cast<int>(load.below(most_steps + 1)), false});
            if (plain) luck.back().steps += 1;
            if (!plain) luck.back().throws = load.below(8) == 0;
        }
        if (plain) return;
        if (load.below(2) == 0) change_at = look(load), change_to = 1 + load.below(4);
        if (may_cancel && load.below(4) == 0) cancel_at = look(load);
    }

    FanInOrder order;
    FanOut::OnError on_error = FanOut::OnError::fail_fast;
    std::vector<Luck> luck;
    std::int64_t change_at = never, cancel_at = never;  // at which look, or the first after that
    std::uint64_t change_to = 1;

    static std::int64_t look(Random& load) { return static_cast<std::int64_t>(load.below(4)); }

    bool plain = false;  // it only computes, and nothing happens
};

struct Production {
    using Pattern = FanOut;
};
struct Textbook {
    using Pattern = textbook::FanOut;
};

constexpr int value_of(std::size_t item) { return static_cast<int>(item) * 10; }

/// One batch of a schedule and an account of it that trusts nothing the pattern counts.
template <class Kind>
struct Batch {
    Batch(typename Kind::Pattern& p, Terms t, explore::Checks& c) : pattern{p}, terms{std::move(t)}, checks{c} {}

    bool ending() const { return cancelled || (failure && terms.on_error == FanOut::OnError::fail_fast); }

    void take() {
        checks.require(taken - ended < pattern.at_once(), invariant::bounded);
        checks.require(!(failure && terms.on_error == FanOut::OnError::fail_fast), invariant::fails_fast);
        ++taken;
    }
    /// At rest: nothing more can happen before time goes on.
    void look() {
        if (ending() || done) return;
        if (taken < terms.luck.size()) checks.require(taken - ended >= pattern.at_once(), invariant::busy);
        if (delivered.size() < ended && terms.order == FanInOrder::input) checks.saw(held_back);
    }
    void deliver(std::size_t index) {
        for (const auto before : delivered) checks.require(before != index, invariant::once);
        const auto place = delivered.size();
        delivered.push_back(index);
        if (terms.order == FanInOrder::input) checks.require(index == place, invariant::in_order);
    }

    typename Kind::Pattern& pattern;
    Terms terms;
    explore::Checks& checks;
    std::size_t taken = 0;
    std::size_t begun = 0;
    std::size_t ended = 0;
    unsigned computing = 0;
    bool failure = false;
    bool cancelled = false;
    bool done = false;
    std::vector<std::size_t> delivered;
    std::vector<std::size_t> order_of_ends;
};

template <class B>
Task<std::optional<std::size_t>> next_item(B& batch) {
    if (batch.taken == batch.terms.luck.size()) co_return std::nullopt;
    const auto item = batch.taken;
    batch.take();
    co_return item;
}

class Counted {
public:
    explicit Counted(unsigned& count) : count_{count} { ++count_; }
    ~Counted() { --count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

private:
    unsigned& count_;
};

template <class B>
class InWork {
public:
    InWork(B& batch, std::size_t item) : batch_{batch}, item_{item} { ++batch_.begun; }
    ~InWork() {
        ++batch_.ended;
        batch_.order_of_ends.push_back(item_);
    }
    InWork(const InWork&) = delete;
    InWork& operator=(const InWork&) = delete;

private:
    B& batch_;
    std::size_t item_;
};

template <class B>
Task<int> work_on(Executor& engine, B& batch, std::size_t item) {
    const InWork account{batch, item};
    const auto luck = batch.terms.luck[item];
    for (int i = 0; i < luck.steps; ++i) {
        if (luck.computes) {
            const Counted busy{batch.computing};
            co_await engine.work(1ms);
        } else {
            co_await engine.sleep(1ms);
        }
    }
    if (luck.throws) {
        batch.failure = true;
        throw Fault{};
    }
    co_return value_of(item);
}

/// Runs the production form and checks every result.
Task<void> fan_out(Executor& engine, Batch<Production>& batch) {
    auto source = [&batch] { return next_item(batch); };
    auto work = [&engine, &batch](std::size_t& item) { return work_on(engine, batch, item); };
    auto deliver = [&batch](weir::patterns::FanResult<std::size_t, int> r) noexcept {
        batch.deliver(r.index);
        const auto& luck = batch.terms.luck[r.index];
        batch.checks.require(r.item == r.index && (!r.value || *r.value == value_of(r.index)), invariant::its_own);
        batch.checks.require(!r.failure || luck.throws, invariant::its_own);
        batch.checks.require(!r.cancelled() || batch.ending(), invariant::its_own);
        if (r.failure) batch.checks.saw(batch.ending() ? failed_fast : failed_alone);
    };
    const FanOut::Options options{batch.terms.order, batch.terms.on_error};
    co_await batch.pattern.run(options, std::move(source), std::move(work), std::move(deliver));
}

/// Runs the textbook form. Its results have no number, so all a caller can do is count.
Task<void> fan_out(Executor&, Batch<Textbook>& batch) {
    auto source = [&batch] { return next_item(batch); };
    auto work = [&batch](std::size_t& item) { return work_on(batch.pattern.inside(), batch, item); };
    const auto results = co_await batch.pattern.run(std::move(source), std::move(work));
    for (std::size_t i = 0; i < results.size(); ++i) {
        batch.deliver(i);
        batch.checks.require(results[i] == value_of(i), invariant::its_own);
    }
}

template <class Kind>
Task<void> run_batch(Executor& engine, Batch<Kind>& batch) {
    const auto begin = engine.now();
    bool threw = false;
    try {
        co_await fan_out(engine, batch);
    } catch (const Fault&) {
        threw = true;
    } catch (const weir::Cancelled&) {
        batch.checks.require(batch.cancelled, invariant::tells);
    }
    batch.done = true;
    auto& checks = batch.checks;
    checks.require(batch.begun == batch.ended, invariant::ends);
    checks.require(batch.delivered.size() == batch.taken, invariant::once);
    const bool fails_fast = batch.terms.on_error == FanOut::OnError::fail_fast;
    checks.require(threw == (fails_fast && batch.failure), invariant::tells);
    if (!batch.ending()) checks.require(batch.taken == batch.terms.luck.size(), invariant::once);
    if (batch.begun < batch.taken) checks.saw(never_begun);
    if (batch.terms.order == FanInOrder::completion && batch.begun == batch.taken)
        checks.require(batch.delivered == batch.order_of_ends, invariant::in_order);
    if (!batch.terms.plain || batch.cancelled) co_return;
    checks.saw(computed);
    std::vector<double> lengths;
    for (const auto& luck : batch.terms.luck) lengths.push_back(luck.steps);
    const auto lanes = std::min<std::size_t>(engine.workers(), batch.pattern.at_once());
    const auto bounds = weir::theory::makespan_bounds(lengths, static_cast<int>(lanes));
    const double makespan = 1e3 * weir::to_seconds(engine.now() - begin);
    checks.require(makespan >= bounds.lower - 1e-9 && makespan <= bounds.upper + 1e-9, invariant::greedy);
}

/// Looks when nothing else can happen: items do all they do whole milliseconds after a look that let them begin, or
/// after the start, and each look has a fraction of its own.
template <class Kind>
Task<void> observe(Executor& engine, Batch<Kind>& batch, weir::Scope& run) {
    const auto start = engine.now();
    for (std::int64_t n = 0; !batch.done; ++n) {
        co_await engine.outside().sleep_until(start + n * (1ms + 1us) + 1us);
        batch.look();
        // While all compute, nobody could see that it was raised.
        if (n >= batch.terms.change_at && !batch.done && batch.computing == 0) {
            if (batch.taken - batch.ended > batch.terms.change_to) batch.checks.saw(lowered);
            const bool waits = batch.taken < batch.terms.luck.size();
            if (waits && batch.pattern.at_once() < batch.terms.change_to) batch.checks.saw(raised);
            batch.pattern.set_at_once(batch.terms.change_to);
            batch.terms.change_at = never;
        }
        if (n == far_too_long) {
            batch.checks.require(false, invariant::in_time);
            run.cancel();
        }
        if (n == batch.terms.cancel_at && !batch.done) {
            batch.cancelled = true;
            if (batch.taken > batch.ended) batch.checks.saw(cut_off);
            run.cancel();
        }
    }
}

/// Batches one after the other: what the first leaves behind shows in the second.
template <class Kind>
Task<void> batches(Executor& engine, typename Kind::Pattern& pattern, Random load, explore::Checks& checks,
                   explore::Size size) {
    for (int i = 0; i < size.rounds; ++i) {
        Batch<Kind> batch{pattern, Terms{load, size, i == 0 && !checks.cancels_doomed}, checks};
        TaskGroup run{engine};
        const explore::Checks::Doomed may_be_cancelled{checks, run, [&batch] { batch.cancelled = true; }};
        TaskGroup observer{engine};
        run.spawn(run_batch(engine, batch));
        engine.outside().spawn_in(observer, observe(engine, batch, run));
        co_await run.join();
        co_await observer.join();
        run.rethrow_first();
    }
}

template <class Kind>
void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    const auto at_once = load.below(4);
    if (at_once > 0) {
        typename Kind::Pattern pattern{engine, at_once};
        return engine.run(batches<Kind>(engine, pattern, load, checks, size));
    }
    bool refused = false;
    try {
        const typename Kind::Pattern pattern{engine, 0};
    } catch (const std::invalid_argument&) {
        refused = true;
    }
    checks.require(refused, invariant::refused);
}

scenarios::Subject subject() {
    return {
        "fan-out",
        {.occasions = occasions, .size = {6, 2}, .small = {2, 1}},
        scenario<Production>,
        {{"textbook", scenario<Textbook>}},
    };
}

}  // namespace fan_out_scenario

const scenarios::Subject scenarios::fan_out = fan_out_scenario::subject();
