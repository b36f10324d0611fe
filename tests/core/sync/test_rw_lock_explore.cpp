// The reader-writer lock under many schedules: readers xor one writer, first come first served among both.
#include <QTest>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/rw_lock.h"
#include "tests/core/explore.h"
#include "tests/core/sync/line.h"
#include "tests/program.h"

namespace test_rw_lock_explore {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Random;
using weir::RwLock;
using weir::Simulation;
using weir::Task;

constexpr std::int64_t to_read = 1;
constexpr std::int64_t to_write = 2;

enum Occasion : std::size_t {
    together,
    writer_waits,
    reader_behind_writer,
    cancelled,
    gave_up,
    tried_read,
    tried_write
};
const std::vector<const char*> occasions{"several read together", "a writer waits",  "a reader waits behind a writer",
                                         "a task is cancelled",   "a task gives up", "try_read succeeds",
                                         "try_write succeeds"};

struct Watched {
    Watched(Random random, explore::Checks& c) : load{random}, checks{c} {}

    RwLock lock;
    Random load;
    explore::Checks& checks;
    int readers = 0;
    int writers = 0;
    sync_test::Line line;

    void look() const {
        checks.require(writers <= 1, "one writer at a time");
        checks.require(readers == 0 || writers == 0, "readers or a writer, never both");
        const auto first_asks_for = line.first_asks_for(lock.waiting());
        checks.require(first_asks_for != to_read || writers > 0, "a reader waits first only for a writer");
        checks.require(first_asks_for != to_write || readers + writers > 0, "a writer waits first only for somebody");
    }
};

/// Who holds the lock, as the account has it. Declared after the guard.
class Inside {
public:
    Inside(Watched& w, bool writes) : count_{writes ? w.writers : w.readers} {
        ++count_;
        w.look();
        if (w.readers > 1) w.checks.saw(together);
    }
    ~Inside() { --count_; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    int& count_;
};

Task<void> inside(Executor& engine, Watched& w, bool writes, RwLock::Guard /* returns with the frame */) {
    const Inside account{w, writes};
    const auto pauses = w.load.below(3);
    for (std::uint64_t i = 0; i < pauses; ++i) {
        if (w.load.below(3) == 0)
            co_await engine.sleep(1ms);
        else
            co_await engine.yield();
        w.look();
    }
}

Task<void> enter(Executor& engine, Watched& w, bool writes) {
    RwLock::Guard guard;
    {
        const sync_test::Line::Place place{w.line, writes ? to_write : to_read};
        if (writes && w.readers + w.writers > 0) w.checks.saw(writer_waits);
        if (!writes && w.readers > 0 && w.lock.waiting() > 0) w.checks.saw(reader_behind_writer);
        try {
            if (writes)
                guard = co_await w.lock.write();
            else
                guard = co_await w.lock.read();
        } catch (const weir::Cancelled&) {
            w.checks.saw(cancelled);
            throw;
        }
        w.checks.require(place.in_turn(w.lock.waiting()), "first come, first served");
    }
    co_await inside(engine, w, writes, std::move(guard));
}

Task<void> user(Executor& engine, Watched& w, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        const bool writes = w.load.below(3) == 0;
        const auto how = w.load.below(4);
        if (how == 0) {
            const auto in_line = w.lock.waiting();
            auto guard = writes ? w.lock.try_write() : w.lock.try_read();
            if (guard) {
                w.checks.saw(writes ? tried_write : tried_read);
                w.checks.require(in_line == 0, "trying does not overtake the line");
                co_await inside(engine, w, writes, std::move(*guard));
            }
        } else if (how == 1) {
            const auto done = co_await weir::timeout(engine, 1ms, enter(engine, w, writes));
            if (!done) w.checks.saw(gave_up);
        } else {
            co_await enter(engine, w, writes);
        }
        if (w.load.below(2) == 0) co_await engine.sleep(1ms);
    }
}

void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks};
    const auto make = [&](int) { return user(engine, w, size.rounds); };
    engine.run(explore::with_two_cancelled(engine, w.load, checks, size.tasks, make));
    checks.require(w.readers == 0 && w.writers == 0, "the account is settled");
    checks.require(w.lock.waiting() == 0, "nobody waits at rest");
    checks.require(w.lock.try_write().has_value(), "at rest it is free for a writer");
}

class TestRwLockExplore : public QObject {
    Q_OBJECT

private slots:
    void readers_or_one_writer_data() { explore::ways(); }
    void readers_or_one_writer() {
        explore::holds({.occasions = occasions, .size = {6, 3}, .small = {2, 1}}, scenario);
    }
};

}  // namespace test_rw_lock_explore

WEIR_TEST(test_rw_lock_explore, TestRwLockExplore)
#include "test_rw_lock_explore.moc"
