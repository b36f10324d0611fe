// The semaphore under many schedules: tasks take and return permits, are cancelled, give up in time, and somebody adds
// and takes away permits meanwhile.
#include <QTest>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/semaphore.h"
#include "tests/core/explore.h"
#include "tests/core/sync/line.h"
#include "tests/program.h"

namespace test_semaphore_explore {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Random;
using weir::Semaphore;
using weir::Simulation;
using weir::Task;

constexpr std::int64_t permits_at_first = 3;
constexpr std::int64_t most_at_once = 2;

enum Occasion : std::size_t { waited, cancelled_in_line, gave_up_in_time, taken_without_waiting, below_zero };
const std::vector<const char*> occasions{"a task waits in line", "a task is cancelled in line",
                                         "a task gives up in time", "try_acquire succeeds",
                                         "free permits go below zero"};

/// The semaphore and an account of it that trusts nothing the semaphore counts.
struct Watched {
    Watched(Random random, explore::Checks& c) : load{random}, checks{c} {}

    /// Holds at every moment. Tasks that were served and have not gone on yet hold permits nobody has seen so far.
    void look() {
        const auto served = static_cast<std::int64_t>(line.called(permits.waiting()));
        const auto out = total - permits.available();
        checks.require(out >= held && out <= held + most_at_once * served, "free and held permits add up");
        const auto first_asks_for = line.first_asks_for(permits.waiting());
        checks.require(first_asks_for == 0 || permits.available() < first_asks_for, "the first in line is served");
    }
    void add(std::int64_t n) {
        total += n;
        permits.add_permits(n);
        if (permits.available() < 0) checks.saw(below_zero);
        look();
    }

    Semaphore permits{permits_at_first};
    Random load;
    explore::Checks& checks;
    std::int64_t total = permits_at_first;
    std::int64_t held = 0;
    sync_test::Line line;
};

/// The account of one permit that is out. Declared after the permit, so that it is settled before that returns.
class Held {
public:
    Held(Watched& w, std::int64_t n) : watched_{w}, n_{n} {
        w.held += n;
        w.look();
    }
    ~Held() { watched_.held -= n_; }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

private:
    Watched& watched_;
    std::int64_t n_;
};

Task<void> hold(Executor& engine, Watched& w, std::int64_t n) {
    const Held account{w, n};
    const auto pauses = w.load.below(3);
    for (std::uint64_t i = 0; i < pauses; ++i) {
        // Others give up at the same instant as this sleep ends.
        if (w.load.below(3) == 0)
            co_await engine.sleep(1ms);
        else
            co_await engine.yield();
        w.look();
    }
}

Task<void> acquire_and_hold(Executor& engine, Watched& w, std::int64_t n) {
    Semaphore::Permit permit;
    {
        const sync_test::Line::Place place{w.line, n};
        if (w.permits.waiting() > 0 || w.permits.available() < n) w.checks.saw(waited);
        try {
            permit = co_await w.permits.acquire(n);
        } catch (const weir::Cancelled&) {
            w.checks.saw(cancelled_in_line);
            throw;
        }
        w.checks.require(place.in_turn(w.permits.waiting()), "first come, first served");
    }
    co_await hold(engine, w, n);
}

Task<void> try_and_hold(Executor& engine, Watched& w, std::int64_t n) {
    const auto in_line = w.permits.waiting();
    const auto permit = w.permits.try_acquire(n);
    if (!permit) co_return;
    w.checks.saw(taken_without_waiting);
    w.checks.require(in_line == 0, "try_acquire does not overtake the line");
    co_await hold(engine, w, n);
}

Task<void> user(Executor& engine, Watched& w, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        w.look();
        const auto n = 1 + static_cast<std::int64_t>(w.load.below(most_at_once));
        const auto how = w.load.below(4);
        if (how == 0) {
            co_await try_and_hold(engine, w, n);
        } else if (how == 1) {
            const auto done = co_await weir::timeout(engine, 1ms, acquire_and_hold(engine, w, n));
            if (!done) w.checks.saw(gave_up_in_time);
        } else {
            co_await acquire_and_hold(engine, w, n);
        }
        if (w.load.below(2) == 0) co_await engine.sleep(1ms);
    }
}

/// Takes a permit away for a while.
Task<void> resize(Executor& engine, Watched& w) {
    const auto pauses = w.load.below(8);
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    w.add(-1);
    co_await engine.sleep(1ms);
    w.add(1);
}

void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks};
    const auto make = [&](int i) { return i == 2 ? resize(engine, w) : user(engine, w, size.rounds); };
    engine.run(explore::with_two_cancelled(engine, w.load, checks, size.tasks, make));
    checks.require(w.held == 0, "the account is settled");
    checks.require(w.permits.available() == permits_at_first, "permits are conserved");
    checks.require(w.permits.waiting() == 0, "nobody waits at rest");
    checks.require(w.permits.try_acquire(permits_at_first).has_value(), "at rest all permits can be taken at once");
}

class TestSemaphoreExplore : public QObject {
    Q_OBJECT

private slots:
    void permits_are_conserved_data() { explore::ways(); }
    void permits_are_conserved() {
        explore::holds({.occasions = occasions, .size = {6, 3}, .small = {2, 1}}, scenario);
    }
};

}  // namespace test_semaphore_explore

WEIR_TEST(test_semaphore_explore, TestSemaphoreExplore)
#include "test_semaphore_explore.moc"
