// The mutex under many schedules: one holder at a time, first come first served, whatever is cancelled or times out.
#include <QTest>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/mutex.h"
#include "tests/core/explore.h"
#include "tests/core/sync/line.h"
#include "tests/program.h"

namespace test_mutex_explore {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Mutex;
using weir::Random;
using weir::Simulation;
using weir::Task;

enum Occasion : std::size_t { waited, cancelled, gave_up, tried, in_vain };
const std::vector<const char*> occasions{"a task waits", "a task is cancelled", "a task gives up in time",
                                         "try_lock succeeds", "try_lock fails"};

struct Watched {
    Watched(Random random, explore::Checks& c) : load{random}, checks{c} {}

    Mutex mutex;
    Random load;
    explore::Checks& checks;
    int holders = 0;
    std::uint64_t counted = 0;  // guarded by the mutex, and read and written in two steps
    std::uint64_t sections = 0;
    sync_test::Line line;

    void look() const {
        checks.require(holders <= 1, "one holder at a time");
        checks.require(holders == 0 || mutex.locked(), "a held mutex is locked");
        checks.require(mutex.waiting() == 0 || mutex.locked(), "nobody waits for a free mutex");
    }
};

Task<void> critical_section(Executor& engine, Watched& w, Mutex::Guard guard) {
    ++w.holders;
    w.look();
    const auto seen = w.counted;
    if (w.load.below(3) == 0)
        co_await engine.sleep(1ms);
    else
        co_await engine.yield();
    w.look();
    w.counted = seen + 1;
    ++w.sections;
    --w.holders;
    guard.release();
    w.look();
}

/// Cancelled while it holds the lock: the guard comes back all the same.
Task<void> held(Executor& engine, Watched& w, Mutex::Guard guard) {
    try {
        co_await critical_section(engine, w, std::move(guard));
    } catch (const weir::Cancelled&) {
        --w.holders;
        throw;
    }
}

Task<void> lock_and_hold(Executor& engine, Watched& w) {
    Mutex::Guard guard;
    {
        const sync_test::Line::Place place{w.line};
        if (w.mutex.locked()) w.checks.saw(waited);
        try {
            guard = co_await w.mutex.lock();
        } catch (const weir::Cancelled&) {
            w.checks.saw(cancelled);
            throw;
        }
        w.checks.require(place.in_turn(w.mutex.waiting()), "first come, first served");
    }
    co_await held(engine, w, std::move(guard));
}

Task<void> user(Executor& engine, Watched& w, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        const auto how = w.load.below(4);
        if (how == 0) {
            auto guard = w.mutex.try_lock();
            w.checks.saw(guard ? tried : in_vain);
            if (guard) co_await held(engine, w, std::move(*guard));
        } else if (how == 1) {
            const auto done = co_await weir::timeout(engine, 1ms, lock_and_hold(engine, w));
            if (!done) w.checks.saw(gave_up);
        } else {
            co_await lock_and_hold(engine, w);
        }
        if (w.load.below(2) == 0) co_await engine.sleep(1ms);
    }
}

void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks};
    const auto make = [&](int) { return user(engine, w, size.rounds); };
    engine.run(explore::with_two_cancelled(engine, w.load, checks, size.tasks, make));
    checks.require(!w.mutex.locked(), "at rest it is free");
    checks.require(w.mutex.waiting() == 0, "nobody waits at rest");
    checks.require(w.counted == w.sections, "no update is lost");
}

class TestMutexExplore : public QObject {
    Q_OBJECT

private slots:
    void one_holder_at_a_time_data() { explore::ways(); }
    void one_holder_at_a_time() { explore::holds({.occasions = occasions, .size = {5, 3}, .small = {2, 1}}, scenario); }
};

}  // namespace test_mutex_explore

WEIR_TEST(test_mutex_explore, TestMutexExplore)
#include "test_mutex_explore.moc"
