// Counters add up, whoever reads them meanwhile.
#include <QTest>
#include <thread>
#include <vector>

#include "core/metrics/counter.h"

using namespace weir::metrics;

class TestCounter : public QObject {
    Q_OBJECT

private slots:
    void a_counter_adds_up() {
        Counter counter;
        QCOMPARE(counter.read(), std::uint64_t{0});
        counter.add();
        counter.add(41);
        QCOMPARE(counter.read(), std::uint64_t{42});
    }

    void shards_keep_their_own_count_and_sum() {
        ShardedCounter counter(3);
        counter.add(0, 5);
        counter.add(2, 7);
        counter.add(2);
        QCOMPARE(counter.size(), std::size_t{3});
        QCOMPARE(counter.read(0), std::uint64_t{5});
        QCOMPARE(counter.read(1), std::uint64_t{0});
        QCOMPARE(counter.read(2), std::uint64_t{8});
        QCOMPARE(counter.read(), std::uint64_t{13});
    }

    void one_writer_a_shard_loses_nothing_and_a_reader_never_sees_it_shrink() {
        constexpr std::uint64_t each = 200'000;
        constexpr std::size_t writers = 3;
        ShardedCounter counter(writers);
        std::vector<std::jthread> threads;
        for (std::size_t shard = 0; shard < writers; ++shard) {
            threads.emplace_back([&counter, shard] {
                for (std::uint64_t i = 0; i < each; ++i) counter.add(shard);
            });
        }
        std::uint64_t last = 0;
        bool grew_only = true;
        while (last < each * writers) {
            const auto now = counter.read();
            grew_only = grew_only && now >= last && now <= each * writers;
            last = now;
        }
        QVERIFY(grew_only);
        threads.clear();
        QCOMPARE(counter.read(), each * writers);
    }
};

QTEST_APPLESS_MAIN(TestCounter)
#include "test_counter.moc"
