// The way of a task: it is offered with the others of its join, waits for a worker to begin on, then for its I/O, then
// for a place to compute in, computes, and has an answer or not. Its item meets its fate when the join hands out the
// outcome: what a join keeps to its end is in flight, and what it loses is dropped.
#include "core/labs/join_lab.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/join_account.h"
#include "core/labs/join_round.h"
#include "core/labs/join_start.h"
#include "core/labs/join_state.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/patterns/join.h"
#include "core/patterns/textbook/join.h"
#include "core/runtime/random.h"
#include "core/runtime/select.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {
namespace {

using join::Round;
using CameOut = Round::CameOut;
using patterns::ComputePlace;

enum class Policy { join, try_join, collect };
constexpr std::array policy_ids{"join", "try_join", "collect"};

struct JoinIndices {
    explicit JoinIndices(const Parameters& p)
        : tasks{parameter_index(p, "tasks")},
          policy{parameter_index(p, "policy")},
          where{parameter_index(p, "where")},
          blocking_threads{parameter_index(p, "blocking_threads")},
          pause{parameter_index(p, "pause")},
          fail_one{parameter_index(p, "fail_one")},
          cancel_all{parameter_index(p, "cancel_all")},
          timeout{parameter_index(p, "call.timeout")},
          outage{parameter_index(p, "fault.outage")},
          spike{parameter_index(p, "fault.spike")} {}

    std::size_t tasks, policy, where, blocking_threads, pause, fail_one, cancel_all, timeout, outage, spike;
};

template <bool textbook>
class JoinLab final : public Lab {
public:
    JoinLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          io_{engine, parameters, ServiceIndices{parameters, "io_time"}},
          cpu_{engine, parameters, ServiceIndices{parameters, "cpu_time"}},
          place_{engine, where(), whole(parameters, at_.blocking_threads)},
          fail_next_{is_on(parameters, at_.fail_one)} {
        probe.group().spawn(rounds());
    }

    void parameter_changed(std::size_t parameter) override;
    void read_gauges(std::span<double> gauges) const override {
        gauges[0] = static_cast<double>(workers_.busy() + threads_.busy());
        gauges[1] = static_cast<double>(left_behind());
        gauges[2] = account_.speedup();
    }
    void read_totals(std::span<std::uint64_t> totals) const override {
        totals[0] = account_.joins();
        totals[1] = account_.outlived();
    }
    std::size_t phase() const override { return left_behind() > 0 ? 1 : 0; }
    std::size_t phase_of_sample() override {
        const auto outlived = account_.outlived();
        return std::exchange(outlived_before_, outlived) != outlived ? 1 : phase();
    }
    Badge badge() const override;
    std::string reason() const override { return account_.reason(); }
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override { return account_.detail_json(); }

private:
    ComputePlace::Where where() const { return choice<ComputePlace::Where>(parameters_, at_.where); }
    /// Where tasks may compute at once.
    std::size_t places() const {
        return textbook || place_.where() == ComputePlace::Where::async_workers ? engine_.workers()
                                                                                : place_.blocking_threads();
    }
    std::size_t left_behind() const { return static_cast<std::size_t>(std::max<std::int64_t>(left_behind_, 0)); }
    /// What becomes of an item whose outcome nobody takes.
    Fate lost() const { return probe_.group().cancelled() ? Fate::cancelled : Fate::dropped; }
    std::shared_ptr<Round> round() const {
        const std::lock_guard guard{lock_};
        return round_;
    }

    Task<void> rounds();
    std::shared_ptr<Round> next_round(std::uint64_t number);
    Task<void> reap(std::shared_ptr<Round> round);
    Task<void> run(Round& round);
    Task<bool> join_them(Round& round, std::vector<Task<void>> tasks);

    Task<void> one(Round& round, std::size_t i);
    Task<void> work_in_time(Round& round, std::size_t i);
    Task<void> work(Round& round, std::size_t i);
    Task<Answer> compute(Round& round, std::size_t i);

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    JoinIndices at_;
    Service io_;
    Service cpu_;
    ComputePlace place_;
    join::Lanes workers_;
    join::Lanes threads_;
    std::atomic<bool> fail_next_;
    std::atomic<std::int64_t> left_behind_{0};
    std::uint64_t outlived_before_ = 0;  // as of the sample before
    join::Account account_;
    mutable SpinLock lock_;  // guards what follows
    std::shared_ptr<Round> round_;
};

template <bool textbook>
void JoinLab<textbook>::parameter_changed(std::size_t parameter) {
    if (parameter == at_.where) place_.move_to(where());
    if (parameter == at_.blocking_threads) place_.set_blocking_threads(whole(parameters_, parameter));
    if (parameter == at_.fail_one && is_on(parameters_, parameter)) fail_next_ = true;
    if (parameter == at_.cancel_all && is_on(parameters_, parameter))
        if (const auto current = round(); current && !current->has_returned()) current->scope().cancel();
}

// --- Join after join ------------------------------------------------------------------------------------------------

template <bool textbook>
Task<void> JoinLab<textbook>::rounds() {
    for (std::uint64_t number = 1;; ++number) {
        const auto current = next_round(number);
        engine_.spawn_in(current->scope(), run(*current));
        probe_.group().spawn(reap(current));
        co_await current->over().wait();
        co_await engine_.sleep(from_seconds(parameters_.get(at_.pause) / 1000));
    }
}

template <bool textbook>
std::shared_ptr<Round> JoinLab<textbook>::next_round(std::uint64_t number) {
    auto next = std::make_shared<Round>(&probe_.group(), number, engine_.now());
    // Each join has luck of its own, so that both variants meet the same, however much of the last they took.
    Random luck{engine_.seed() + 1'000'003 * number, Stream::faults};
    for (auto n = whole(parameters_, at_.tasks); n > 0; --n) {
        auto item = probe_.offer(engine_.now());
        item.enter_queue();
        next->add(std::move(item), Draws{luck});
    }
    const std::lock_guard guard{lock_};
    round_ = next;
    return next;
}

/// Waits for what the join has left behind.
template <bool textbook>
Task<void> JoinLab<textbook>::reap(std::shared_ptr<Round> round) {
    co_await round->scope().join();
    if (round->bug) std::rethrow_exception(round->bug);
}

template <bool textbook>
Task<void> JoinLab<textbook>::run(Round& round) {
    std::vector<Task<void>> tasks;
    tasks.reserve(round.size());
    for (std::size_t i = 0; i < round.size(); ++i) tasks.push_back(one(round, i));
    bool failed = false;
    auto out = CameOut::everything;
    try {
        auto joined = join_them(round, std::move(tasks));
        failed = co_await std::move(joined);
    } catch (const NoGoodAnswer&) {
        out = CameOut::first_failure;
    } catch (const Crash&) {
        out = CameOut::first_failure;
    } catch (const Cancelled&) {
        out = CameOut::nothing;
    } catch (...) {
        round.bug = std::current_exception();
    }
    failed = failed || out == CameOut::first_failure;
    if constexpr (!textbook) {  // whatever is thrown, all outcomes are there
        out = CameOut::everything;
        for (std::size_t i = 0; i < round.size(); ++i) round.never_begins(i, engine_.now());
    }
    const auto result = round.returned(engine_.now(), out, lost(), places());
    left_behind_ += static_cast<std::int64_t>(result.outlived);
    account_.returned(result, failed);
    round.over().notify_one();
}

/// Whether the join has failed. It may say so by throwing as well.
template <bool textbook>
Task<bool> JoinLab<textbook>::join_them(Round& round, std::vector<Task<void>> tasks) {
    static_cast<void>(round);
    if constexpr (textbook) {
        auto joined = patterns::textbook::join(engine_, std::move(tasks));
        co_await std::move(joined);
        co_return false;
    } else {
        const auto policy = choice<Policy>(parameters_, at_.policy);
        patterns::Outcomes<void> outcomes;
        if (policy == Policy::try_join) {
            auto joined = patterns::try_join(engine_, std::move(tasks), outcomes);
            co_await std::move(joined);
            co_return false;
        }
        auto joined = patterns::join_all(engine_, std::move(tasks));
        outcomes = co_await std::move(joined);
        const auto has_failed = [](const auto& outcome) { return outcome.failure != nullptr; };
        co_return policy == Policy::join&& std::ranges::any_of(outcomes, has_failed);
    }
}

// --- A task ---------------------------------------------------------------------------------------------------------

template <bool textbook>
Task<void> JoinLab<textbook>::one(Round& round, std::size_t i) {
    round.begin(i, engine_.now());
    const auto ends = [&](Fate fate) {
        if (round.end(i, engine_.now(), fate, lost())) --left_behind_;
    };
    try {
        auto worked = work_in_time(round, i);
        co_await std::move(worked);
    } catch (const Cancelled&) {
        ends(Fate::cancelled);
        throw;
    } catch (const NoGoodAnswer& e) {
        ends(fate_of(e.answer));
        throw;
    } catch (...) {
        ends(Fate::failed);
        throw;
    }
    ends(Fate::completed);
}

template <bool textbook>
Task<void> JoinLab<textbook>::work_in_time(Round& round, std::size_t i) {
    auto working = work(round, i);
    const double limit_ms = parameters_.get(at_.timeout);
    if (limit_ms > 0) {
        auto limited = timeout(engine_, from_seconds(limit_ms / 1000), std::move(working));
        const auto done = co_await std::move(limited);
        if (!done) throw NoGoodAnswer{Answer::timed_out};
    } else {
        co_await std::move(working);
    }
}

template <bool textbook>
Task<void> JoinLab<textbook>::work(Round& round, std::size_t i) {
    const auto& draws = round.draws(i);
    if (io_.is_out()) throw NoGoodAnswer{Answer::error};
    const auto io = io_.length(draws);
    round.wait(i, io_.hangs(draws) ? std::nullopt : std::optional{engine_.after(io)}, io);
    auto waiting = io_.pass_time(draws);
    co_await std::move(waiting);
    auto computing = compute(round, i);
    const auto answer = co_await std::move(computing);
    if (answer != Answer::good) throw NoGoodAnswer{answer};
}

template <bool textbook>
Task<Answer> JoinLab<textbook>::compute(Round& round, std::size_t i) {
    const auto& draws = round.draws(i);
    const auto length = cpu_.length(draws);
    round.ready(i, length);
    auto& item = round.item(i);
    struct Leaving {  // the line, if it is cancelled there
        Item& item;
        ~Leaving() { item.leave_queue(); }
    } leaving{item};
    item.enter_queue();
    join::Lanes::Hold lane;
    auto begins = [&](bool on_thread) {
        item.leave_queue();
        round.compute(i, engine_.now(), on_thread, lane.take(on_thread ? threads_ : workers_));
    };
    auto job = [this, &draws] { return fail_next_.exchange(false) ? Answer::error : io_.verdict(draws); };
    if constexpr (textbook) {
        begins(false);
        auto computed = patterns::textbook::compute(engine_, length, job);
        co_return co_await std::move(computed);
    } else {
        const bool on_thread = place_.where() == ComputePlace::Where::blocking_pool;
        auto computed = place_.compute(length, job, [&] { begins(on_thread); });
        co_return co_await std::move(computed);
    }
}

// --- What it tells --------------------------------------------------------------------------------------------------

template <bool textbook>
Badge JoinLab<textbook>::badge() const {
    if (const auto n = left_behind(); n > 0)
        return {std::to_string(n) + (n == 1 ? " OUTLIVES ITS JOIN" : " OUTLIVE THEIR JOIN"), Tone::bad};
    const auto current = round();
    if (!current) return {"JOIN", Tone::neutral};
    return {"JOIN " + std::to_string(current->number()) + " · " + std::to_string(current->ended()) + " of " +
                std::to_string(current->size()),
            Tone::active};
}

template <bool textbook>
std::shared_ptr<const LabState> JoinLab<textbook>::state() const {
    auto s = std::make_shared<JoinState>();
    s->textbook = textbook;
    s->in_pool = !textbook && place_.where() == ComputePlace::Where::blocking_pool;
    if (!textbook) s->policy = policy_ids[whole(parameters_, at_.policy)];
    s->places = places();
    s->computing = workers_.busy() + threads_.busy();
    if (const auto current = round()) current->fill(*s);
    s->left_behind = left_behind();
    account_.fill(*s);
    s->outage = is_on(parameters_, at_.outage);
    s->latency_spike = is_on(parameters_, at_.spike);
    return s;
}

}  // namespace

std::unique_ptr<Lab> start_join(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<JoinLab<true>>(engine, parameters, probe);
    return std::make_unique<JoinLab<false>>(engine, parameters, probe);
}

}  // namespace weir::labs
