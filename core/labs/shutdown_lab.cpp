// The way of a task: it is offered when its level of the tree grows, and rejected if intake has stopped; it works step
// by step until it has done all, is asked to stop, fails or is cut; then it cleans up, and its item meets its fate:
// completed if it ended by itself, asked or not; cancelled if it was cut; dropped if it was cut and no cleanup has run
// to its end, as happens in the textbook form.
#include "core/labs/shutdown_lab.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/probe.h"
#include "core/labs/shutdown_account.h"
#include "core/labs/shutdown_start.h"
#include "core/labs/shutdown_state.h"
#include "core/labs/shutdown_tasks.h"
#include "core/labs/shutdown_tree.h"
#include "core/patterns/shutdown.h"
#include "core/patterns/textbook/shutdown.h"
#include "core/runtime/random.h"
#include "core/runtime/unless_cancelled.h"
#include "core/sync/notify.h"

namespace weir::labs {
namespace {

using shutdown::Tree;
using Phase = ShutdownState::Phase;

// A dropped coordinator leaves tasks behind, and each may work for hours: with so many, the next tree waits for them,
// so that they do not eat up all memory.
constexpr std::size_t most_left_behind = 20'000;

struct ShutdownIndices {
    explicit ShutdownIndices(const Parameters& p)
        : depth{parameter_index(p, "depth")},
          breadth{parameter_index(p, "breadth")},
          life{parameter_index(p, "life")},
          pause{parameter_index(p, "pause")},
          step_time{parameter_index(p, "step_time")},
          deadline{parameter_index(p, "deadline")},
          at_deadline{parameter_index(p, "at_deadline")},
          node{parameter_index(p, "node")},
          cancel_node{parameter_index(p, "cancel_node")},
          shut_down{parameter_index(p, "shut_down")} {}

    std::size_t depth, breadth, life, pause, step_time, deadline, at_deadline, node, cancel_node, shut_down;
};

template <bool textbook>
class ShutdownLab final : public Lab {
public:
    ShutdownLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          tasks_{engine, parameters, probe, textbook},
          told_to_shut_down_{is_on(parameters, at_.shut_down)} {
        probe.group().spawn(trees());
        probe.group().spawn(tasks_.watch_for_the_end());
    }

    void parameter_changed(std::size_t parameter) override;
    void read_gauges(std::span<double> gauges) const override;
    void read_totals(std::span<std::uint64_t> totals) const override {
        totals[0] = account_.trees();
        totals[1] = tasks_.cleanups();
        totals[2] = account_.outlived();
    }
    std::size_t phase() const override;
    std::size_t phase_of_sample() override { return std::max(phase(), passed_through_.exchange(0)); }
    Badge badge() const override;
    std::string reason() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override { return account_.detail_json(); }

private:
    using Coordinator = std::conditional_t<textbook, patterns::textbook::Shutdown, patterns::Shutdown>;

    struct Grown {
        Grown(Scope* around, std::uint64_t number, const Tree::Size& size, Random random)
            : tree{around, number, size, random} {}
        Tree tree;
        SpinLock lock;  // of the coordinator, which the textbook form may drop
        std::unique_ptr<Coordinator> coordinator;
    };

    double seconds(std::size_t parameter) const { return parameters_.get(parameter) / 1000; }
    std::shared_ptr<Grown> current() const {
        const std::lock_guard guard{lock_};
        return current_;
    }
    Phase phase_of(const Grown& grown) const;

    Task<void> trees();
    std::shared_ptr<Grown> plant(std::uint64_t number);
    Task<void> grow(Grown& grown);
    Task<void> reap(std::shared_ptr<Grown> grown);
    Task<void> live(Tree& tree);
    Task<void> shut_down(Grown& grown);
    Task<std::size_t> end_all(Grown& grown, Duration deadline);
    Task<void> ask_until(Grown& grown, Time deadline);
    void drop_coordinator(Grown& grown);

    bool spawn(Grown& grown, std::size_t i);

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    ShutdownIndices at_;
    shutdown::Tasks tasks_;
    std::atomic<bool> told_to_shut_down_;
    Notify told_;                                 // something that acts on how long the tree lives
    std::atomic<std::size_t> passed_through_{0};  // a phase since the last sample
    shutdown::Account account_;
    mutable SpinLock lock_;  // guards what follows
    std::shared_ptr<Grown> current_;
};

template <bool textbook>
void ShutdownLab<textbook>::parameter_changed(std::size_t parameter) {
    if (parameter == at_.life) told_.notify_one();
    if (!is_on(parameters_, parameter)) return;
    if (parameter == at_.shut_down) {
        told_to_shut_down_ = true;
        told_.notify_one();
    }
    if (parameter == at_.cancel_node)
        if (const auto grown = current()) grown->tree.cancel(whole(parameters_, at_.node), engine_.now());
}

// --- Tree after tree ------------------------------------------------------------------------------------------------

template <bool textbook>
Task<void> ShutdownLab<textbook>::trees() {
    for (std::uint64_t number = 1;; ++number) {
        const auto grown = plant(number);
        engine_.spawn_in(grown->tree.scope(), grow(*grown));
        auto living = live(grown->tree);
        co_await std::move(living);
        auto ending = shut_down(*grown);
        co_await std::move(ending);
        probe_.group().spawn(reap(grown));
        told_to_shut_down_ = false;
        do co_await engine_.sleep(from_seconds(seconds(at_.pause)));
        while (tasks_.left_behind() > most_left_behind);
    }
}

template <bool textbook>
std::shared_ptr<typename ShutdownLab<textbook>::Grown> ShutdownLab<textbook>::plant(std::uint64_t number) {
    const Tree::Size size{whole(parameters_, at_.depth), whole(parameters_, at_.breadth), shutdown_most_tasks};
    auto grown = std::make_shared<Grown>(&probe_.group(), number, size,
                                         Random{engine_.seed() + 1'000'003 * number, Stream::pattern});
    if constexpr (textbook) {
        grown->coordinator = std::make_unique<Coordinator>(engine_);
        grown->tree.share(grown->coordinator->token());
    } else {
        grown->coordinator = std::make_unique<Coordinator>(engine_, &grown->tree.scope());
        grown->tree.hang_below(grown->coordinator->token());
    }
    const std::lock_guard guard{lock_};
    current_ = grown;
    return grown;
}

/// Level by level. Once a task is refused, those of its level are, too, and there is no further level.
template <bool textbook>
Task<void> ShutdownLab<textbook>::grow(Grown& grown) {
    auto& tree = grown.tree;
    for (std::size_t i = 0; i < tree.size();) {
        bool refused = false;
        for (const auto level = tree.level(i); i < tree.size() && tree.level(i) == level; ++i) {
            tree.grow(i, probe_.offer(engine_.now()));
            if (spawn(grown, i)) continue;
            tree.refuse(i);
            refused = true;
        }
        if (refused) co_return;
        co_await engine_.sleep(from_seconds(seconds(at_.step_time)));
    }
}

template <bool textbook>
bool ShutdownLab<textbook>::spawn(Grown& grown, std::size_t i) {
    auto& tree = grown.tree;
    auto working = tasks_.work(tree, i);
    auto cleaning = tasks_.clean_up(tree, i);
    const std::lock_guard guard{grown.lock};
    if (!grown.coordinator) return false;
    if constexpr (textbook) {
        using Race = patterns::textbook::Shutdown::Race;
        const auto race = tasks_.is_stubborn(tree, i) ? Race::forgotten : Race::against_the_token;
        return grown.coordinator->spawn(std::move(working), std::move(cleaning), race);
    } else {
        return grown.coordinator->spawn(std::move(working), std::move(cleaning)).has_value();
    }
}

/// Waits for what the shutdown has left behind.
template <bool textbook>
Task<void> ShutdownLab<textbook>::reap(std::shared_ptr<Grown> grown) {
    co_await grown->tree.scope().join();
    if (grown->tree.bug) std::rethrow_exception(grown->tree.bug);
}

/// Until the tree is to be shut down, or the run is put away.
template <bool textbook>
Task<void> ShutdownLab<textbook>::live(Tree& tree) {
    static_cast<void>(tree);
    const auto begun = engine_.now();
    while (!told_to_shut_down_ && !tasks_.put_away()) {
        const double life_s = seconds(at_.life);
        if (life_s == 0) {
            co_await unless_cancelled(told_.wait());
            continue;
        }
        const auto told = co_await unless_cancelled(told_.wait_until(engine_, begun + from_seconds(life_s)));
        if (!told.value_or(false)) co_return;
    }
}

template <bool textbook>
Task<void> ShutdownLab<textbook>::shut_down(Grown& grown) {
    const auto begun = engine_.now();
    const auto deadline = from_seconds(seconds(at_.deadline));
    grown.tree.shutting_down(begun, engine_.after(deadline));
    passed_through_ = 1;
    std::size_t reported = 0;
    try {
        auto ending = end_all(grown, deadline);
        reported = co_await std::move(ending);
    } catch (const Cancelled&) {  // NOLINT: the run is put away, and so are the tasks
    } catch (...) {
        grown.tree.bug = std::current_exception();
    }
    if (textbook) drop_coordinator(grown);
    const auto counts = grown.tree.shut_down();
    tasks_.leave_behind(counts.running());
    if (!tasks_.put_away()) account_.shut_down(counts, reported, engine_.now() - begun);
}

/// Yields of how many tasks it was told what became of them.
template <bool textbook>
Task<std::size_t> ShutdownLab<textbook>::end_all(Grown& grown, Duration deadline) {
    if constexpr (textbook) {
        const bool drops = choice<AtDeadline>(parameters_, at_.at_deadline) == AtDeadline::drop;
        auto ending = drops ? ask_until(grown, engine_.after(deadline)) : grown.coordinator->shut_down();
        co_await std::move(ending);
        co_return 0;
    } else {
        auto ending = grown.coordinator->shut_down(deadline);
        const auto report = co_await std::move(ending);
        if (!report.drained) passed_through_ = 2;
        co_return report.outcomes.size() + report.finished_before;
    }
}

/// Of the textbook form, for whom waits no longer than that.
template <bool textbook>
Task<void> ShutdownLab<textbook>::ask_until(Grown& grown, Time deadline) {
    grown.tree.token(0).cancel();
    while (grown.tree.counts().running() > 0) {
        const bool ended = co_await grown.tree.all_ended().wait_until(engine_, deadline);
        if (!ended) break;
    }
}

/// Of the textbook form. What runs on does so in the tree's scope, from then on counted there.
template <bool textbook>
void ShutdownLab<textbook>::drop_coordinator(Grown& grown) {
    std::unique_ptr<Coordinator> dropped;
    const std::lock_guard guard{grown.lock};
    dropped.swap(grown.coordinator);
}

// --- What it tells --------------------------------------------------------------------------------------------------

template <bool textbook>
Phase ShutdownLab<textbook>::phase_of(const Grown& grown) const {
    if (grown.tree.is_shut_down()) return Phase::pause;
    if constexpr (!textbook)
        if (grown.coordinator->status().phase == patterns::Shutdown::Phase::aborting) return Phase::aborting;
    return grown.tree.is_shutting_down() ? Phase::draining : Phase::working;
}

template <bool textbook>
std::size_t ShutdownLab<textbook>::phase() const {
    const auto grown = current();
    const auto phase = grown ? phase_of(*grown) : Phase::working;
    return phase == Phase::pause ? 0 : static_cast<std::size_t>(phase);
}

template <bool textbook>
void ShutdownLab<textbook>::read_gauges(std::span<double> gauges) const {
    const auto grown = current();
    const auto counts = grown ? grown->tree.counts() : Tree::Counts{};
    gauges[0] = static_cast<double>(counts.working);
    gauges[1] = static_cast<double>(counts.asked);
    gauges[2] = static_cast<double>(counts.cleaning);
    gauges[3] = static_cast<double>(tasks_.left_behind());
    gauges[4] = account_.took_s() * 1000;
}

template <bool textbook>
Badge ShutdownLab<textbook>::badge() const {
    const auto grown = current();
    if (!grown) return {"SHUTDOWN", Tone::neutral};
    const auto running = std::to_string(grown->tree.counts().running());
    switch (phase_of(*grown)) {
        case Phase::working:
            break;
        case Phase::draining:
            return {"DRAINING · " + running + " left", Tone::warning};
        case Phase::aborting:
            return {"ABORTING · " + running + " left", Tone::bad};
        case Phase::pause:
            if (const auto left = tasks_.left_behind(); left > 0) return {std::to_string(left) + " RUN ON", Tone::bad};
            return {"SHUT DOWN", Tone::muted};
    }
    return {"WORKING · " + running, Tone::good};
}

template <bool textbook>
std::string ShutdownLab<textbook>::reason() const {
    const auto grown = current();
    if (!grown) return {};
    const auto phase = phase_of(*grown);
    if (phase == Phase::working || phase == Phase::pause) return account_.reason();
    const auto counts = grown->tree.counts();
    const auto ms = [](Duration d) { return std::to_string(std::max<std::int64_t>(d.count() / 1'000'000, 0)) + " ms"; };
    auto text = "asked to stop " + ms(engine_.now() - *grown->tree.asked_at()) +
                " ago: " + std::to_string(counts.working + counts.asked) + " work and " +
                std::to_string(counts.cleaning) + " clean up";
    if (phase == Phase::aborting) return text + "; the deadline has passed, so work was cut";
    const bool waits = textbook && choice<AtDeadline>(parameters_, at_.at_deadline) == AtDeadline::wait;
    if (waits) return text + "; there is no deadline";
    return text + "; the deadline comes in " + ms(grown->tree.deadline() - engine_.now());
}

template <bool textbook>
std::shared_ptr<const LabState> ShutdownLab<textbook>::state() const {
    auto s = std::make_shared<ShutdownState>();
    s->textbook = textbook;
    if (const auto grown = current()) {
        s->phase = phase_of(*grown);
        grown->tree.fill(*s, tasks_.stubborn_share());
    }
    s->left_behind = tasks_.left_behind();
    account_.fill(*s);
    return s;
}

}  // namespace

std::unique_ptr<Lab> start_shutdown(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<ShutdownLab<true>>(engine, parameters, probe);
    return std::make_unique<ShutdownLab<false>>(engine, parameters, probe);
}

}  // namespace weir::labs
