// Every primitive hammered on real threads, with cancellations thrown in at random: the same invariants as under
// explored schedules, on 1 to 8 workers. Meant above all for ThreadSanitizer; takes a few seconds there.
#include <QTest>
#include <atomic>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/runtime/thread_pool.h"
#include "core/sync/channel.h"
#include "core/sync/mutex.h"
#include "core/sync/notify.h"
#include "core/sync/rw_lock.h"
#include "tests/program.h"

namespace test_sync_threads {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Random;
using weir::Receiver;
using weir::Sender;
using weir::Task;
using weir::TaskGroup;
using weir::ThreadPool;

constexpr int tasks = 8;
constexpr int steps = 60;
constexpr int rounds = 4;

Random stream(int round, int task) {
    return Random{static_cast<std::uint64_t>(round) * 100 + static_cast<std::uint64_t>(task)};
}

/// Every primitive's account sits here; the checks come after the tasks have ended.
struct Account {
    std::atomic<int> broken{0};
    void require(bool holds) {
        if (!holds) ++broken;
    }
};

/// Runs `task(i)` for every i: half of them in a scope that is cancelled at a random moment.
template <class Make>
Task<void> with_cancellations(Executor& engine, Random random, Make make) {
    TaskGroup lasting{engine};
    TaskGroup doomed{engine};
    for (int i = 0; i < tasks; ++i) (i % 2 == 0 ? lasting : doomed).spawn(make(i));
    const auto pauses = random.below(200);
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    doomed.cancel();
    co_await doomed.join();
    co_await lasting.join();
    doomed.rethrow_first();
    lasting.rethrow_first();
}

Task<void> pause(Executor& engine, Random& random) {
    const auto how = random.below(16);
    if (how < 8) co_await engine.yield();
    if (how == 8) co_await engine.sleep(20us);
}

// --- Semaphore ----------------------------------------------------------------------------------------------------

Task<void> acquire(weir::Semaphore& permits, std::int64_t n, weir::Semaphore::Permit& out) {
    out = co_await permits.acquire(n);
}

Task<void> use_permits(Executor& engine, weir::Semaphore& permits, std::atomic<std::int64_t>& held, Account& account,
                       Random random) {
    for (int i = 0; i < steps; ++i) {
        const auto n = 1 + static_cast<std::int64_t>(random.below(2));
        weir::Semaphore::Permit permit;
        switch (random.below(4)) {
            case 0:
                if (auto got = permits.try_acquire(n)) permit = std::move(*got);
                break;
            case 1:
                co_await weir::timeout(engine, 30us, acquire(permits, n, permit));
                break;
            default:
                permit = co_await permits.acquire(n);
        }
        if (!permit) continue;
        account.require(held.fetch_add(n) + n <= 3);
        held.fetch_sub(n);
        permit.release();
        co_await pause(engine, random);
    }
}

void hammer_semaphore(ThreadPool& engine, int round, Account& account) {
    weir::Semaphore permits{3};
    std::atomic<std::int64_t> held{0};
    engine.run(with_cancellations(engine, stream(round, tasks), [&](int i) {
        return use_permits(engine, permits, held, account, stream(round, i));
    }));
    account.require(permits.available() == 3 && permits.waiting() == 0 && held == 0);
}

// --- Mutex --------------------------------------------------------------------------------------------------------

Task<void> count_up(Executor& engine, weir::Mutex& mutex, int& count, std::atomic<int>& sections, Random random) {
    for (int i = 0; i < steps; ++i) {
        {
            const auto guard = co_await mutex.lock();
            ++count;  // not atomic: the mutex is what makes it one
            ++sections;
            if (random.below(8) == 0) co_await engine.yield();
        }
        co_await pause(engine, random);
    }
}

void hammer_mutex(ThreadPool& engine, int round, Account& account) {
    weir::Mutex mutex;
    int count = 0;
    std::atomic<int> sections{0};
    engine.run(with_cancellations(engine, stream(round, tasks),
                                  [&](int i) { return count_up(engine, mutex, count, sections, stream(round, i)); }));
    account.require(count == sections && !mutex.locked() && mutex.waiting() == 0);
}

// --- Reader-writer lock ---------------------------------------------------------------------------------------------

struct Shared {
    weir::RwLock lock;
    int value = 0;  // not atomic
    std::atomic<int> readers{0};
    std::atomic<int> writers{0};
};

Task<void> read_and_write(Executor& engine, Shared& shared, Account& account, Random random) {
    for (int i = 0; i < steps; ++i) {
        if (random.below(4) == 0) {
            const auto guard = co_await shared.lock.write();
            account.require(++shared.writers == 1 && shared.readers == 0);
            ++shared.value;
            --shared.writers;
        } else {
            const auto guard = co_await shared.lock.read();
            ++shared.readers;
            account.require(shared.writers == 0 && shared.value >= 0);
            --shared.readers;
        }
        co_await pause(engine, random);
    }
}

void hammer_rw_lock(ThreadPool& engine, int round, Account& account) {
    Shared shared;
    engine.run(with_cancellations(engine, stream(round, tasks),
                                  [&](int i) { return read_and_write(engine, shared, account, stream(round, i)); }));
    account.require(shared.lock.try_write().has_value());
}

// --- Notify -------------------------------------------------------------------------------------------------------

/// Items behind an atomic count; Notify is the only thing that tells of them.
struct Pile {
    weir::Notify told;
    std::atomic<int> items{0};
    std::atomic<int> taken{0};
    std::atomic<bool> finished{false};
    std::atomic<int> consumers{0};

    bool take() {
        auto n = items.load();
        while (n > 0 && !items.compare_exchange_weak(n, n - 1)) {
        }
        if (n == 0) return false;
        ++taken;
        if (n > 1) told.notify_one();
        return true;
    }
};

Task<void> pile_up(Executor& engine, Pile& pile, Random random) {
    for (int i = 0; i < steps; ++i) {
        ++pile.items;
        pile.told.notify_one();
        co_await pause(engine, random);
    }
}

Task<void> take_off(Pile& pile) {
    while (!pile.finished)
        if (!pile.take()) co_await pile.told.wait();
    --pile.consumers;
}

/// Gives up its wait again and again. A notification it got it acts on, so it loses none.
Task<void> take_off_now_and_then(Executor& engine, Pile& pile) {
    while (!pile.finished)
        if (!pile.take())
            co_await weir::timeout(engine, 20us,
                                   [](weir::Notify& told) -> Task<void> { co_await told.wait(); }(pile.told));
    --pile.consumers;
}

Task<void> pile_and_take(Executor& engine, Pile& pile, int round) {
    TaskGroup producers{engine};
    TaskGroup consumers{engine};
    pile.consumers = tasks / 4 * 2;
    for (int i = 0; i < tasks / 2; ++i) producers.spawn(pile_up(engine, pile, stream(round, i)));
    for (int i = 0; i < tasks / 4; ++i) consumers.spawn(take_off(pile));
    for (int i = 0; i < tasks / 4; ++i) consumers.spawn(take_off_now_and_then(engine, pile));
    co_await producers.join();
    while (pile.taken < tasks / 2 * steps) co_await engine.sleep(50us);
    pile.finished = true;
    // One may have seen that it is not finished, and begin to wait only now: no notification is kept for more than one.
    while (pile.consumers > 0) {
        pile.told.notify_all();
        co_await engine.sleep(50us);
    }
    co_await consumers.join();
}

void hammer_notify(ThreadPool& engine, int round, Account& account) {
    Pile pile;
    engine.run(pile_and_take(engine, pile, round));
    account.require(pile.items == 0 && pile.told.waiting() == 0);
}

// --- Channel ------------------------------------------------------------------------------------------------------

struct Post {
    std::vector<std::atomic<int>> sent = std::vector<std::atomic<int>>(tasks * steps);
    std::vector<std::atomic<int>> received = std::vector<std::atomic<int>>(tasks * steps);
};

Task<bool> send_by_reservation(Executor& engine, Sender<int>& sender, int message, Random& random, bool& sent) {
    auto permit = co_await sender.reserve();
    if (!permit) co_return false;
    if (random.below(4) == 0) co_await engine.yield();
    if (random.below(4) > 0) sent = std::move(*permit).send(std::move(message));
    co_return true;
}

Task<void> send_in_time(Sender<int>& sender, int message, bool& sent) {
    sent = co_await sender.send(std::move(message));
}

Task<void> send_all(Executor& engine, Sender<int> sender, int id, Post& post, Random random) {
    for (int i = 0; i < steps; ++i) {
        const int message = id * steps + i;
        bool sent = false;
        switch (random.below(4)) {
            case 0:
                sent = sender.try_send(int{message}) == weir::SendResult::sent;
                break;
            case 1:
                co_await weir::timeout(engine, 20us, send_in_time(sender, message, sent));
                break;
            case 2:
                co_await send_by_reservation(engine, sender, message, random, sent);
                break;
            default:
                sent = co_await sender.send(int{message});
        }
        if (sent) ++post.sent[static_cast<std::size_t>(message)];
    }
}

Task<void> receive_in_time(Receiver<int>& receiver, std::optional<int>& out, bool& ended) {
    out = co_await receiver.receive();
    ended = !out;
}

Task<void> receive_all(Executor& engine, Receiver<int>& receiver, Post& post, Account& account, Random random) {
    std::vector<int> last(tasks, -1);
    bool ended = false;
    while (!ended) {
        std::optional<int> message;
        if (random.below(3) == 0)
            co_await weir::timeout(engine, 20us, receive_in_time(receiver, message, ended));
        else
            co_await receive_in_time(receiver, message, ended);
        if (!message) continue;
        const auto id = static_cast<std::size_t>(*message / steps);
        account.require(*message > last[id]);
        last[id] = *message;
        ++post.received[static_cast<std::size_t>(*message)];
    }
}

Task<void> send_and_receive(Executor& engine, Post& post, Account& account, int round) {
    auto [sender, receiver] = weir::channel<int>(1 + static_cast<std::size_t>(round) % 3);
    auto receiving = engine.spawn(receive_all(engine, receiver, post, account, stream(round, tasks + 1)));
    {
        const Sender<int> last{std::move(sender)};
        co_await with_cancellations(engine, stream(round, tasks),
                                    [&](int i) { return send_all(engine, last, i, post, stream(round, i)); });
    }
    co_await std::move(receiving);
}

void hammer_channel(ThreadPool& engine, int round, Account& account) {
    Post post;
    engine.run(send_and_receive(engine, post, account, round));
    for (std::size_t i = 0; i < post.sent.size(); ++i) account.require(post.sent[i] == post.received[i]);
}

class TestSyncThreads : public QObject {
    Q_OBJECT

private slots:
    void invariants_hold_on_threads_data() {
        QTest::addColumn<int>("primitive");
        QTest::addColumn<unsigned>("workers");
        const char* const names[] = {"semaphore", "mutex", "rw-lock", "notify", "channel"};
        for (int i = 0; i < 5; ++i)
            for (const unsigned workers : {1U, 2U, 3U, 8U})
                QTest::addRow("%s, %u workers", names[i], workers) << i << workers;
    }
    void invariants_hold_on_threads() {
        QFETCH(int, primitive);
        QFETCH(unsigned, workers);
        void (*const hammers[])(ThreadPool&, int, Account&) = {hammer_semaphore, hammer_mutex, hammer_rw_lock,
                                                               hammer_notify, hammer_channel};
        weir::ThreadPoolOptions options;
        options.workers = workers;
        Account account;
        {
            ThreadPool engine{options};
            for (int round = 0; round < rounds; ++round) hammers[primitive](engine, round, account);
            QCOMPARE(engine.unobserved_failures(), 0U);
        }
        QCOMPARE(account.broken.load(), 0);
        QCOMPARE(weir::frame_pool::live_frames(), 0);
    }
};

}  // namespace test_sync_threads

WEIR_TEST(test_sync_threads, TestSyncThreads)
#include "test_sync_threads.moc"
