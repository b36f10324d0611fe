// Counters add up, whoever reads them meanwhile.
#include <QTest>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "core/metrics/counter.h"
#include "tests/program.h"

namespace test_counter {

using namespace weir::metrics;

struct Counts {
    Counter come, gone;
};

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
        Sharded<Counts> counts(3);
        counts[0].come.add(5);
        counts[2].come.add(7);
        counts[2].come.add();
        counts[1].gone.add();
        QCOMPARE(counts.size(), std::size_t{3});
        QCOMPARE(counts[0].come.read(), std::uint64_t{5});
        QCOMPARE(counts[1].come.read(), std::uint64_t{0});
        QCOMPARE(counts[2].come.read(), std::uint64_t{8});
        QCOMPARE(counts.sum(&Counts::come), std::uint64_t{13});
        QCOMPARE(counts.sum(&Counts::gone), std::uint64_t{1});
    }

    void no_two_shards_share_a_cache_line() {
        Sharded<Counts> counts(4);
        for (std::size_t i = 1; i < counts.size(); ++i) {
            const auto apart = reinterpret_cast<char*>(&counts[i]) - reinterpret_cast<char*>(&counts[i - 1]);
            QVERIFY(apart >= static_cast<std::ptrdiff_t>(cache_line));
            QCOMPARE(reinterpret_cast<std::uintptr_t>(&counts[i]) % cache_line, std::uintptr_t{0});
        }
    }

    void one_writer_a_shard_loses_nothing_and_a_reader_never_sees_it_shrink() {
        constexpr std::uint64_t each = 200'000;
        constexpr std::size_t writers = 3;
        Sharded<Counts> counts(writers);
        std::vector<std::jthread> threads;
        for (std::size_t shard = 0; shard < writers; ++shard) {
            threads.emplace_back([&counts, shard] {
                for (std::uint64_t i = 0; i < each; ++i) counts[shard].come.add();
            });
        }
        std::uint64_t last = 0;
        bool grew_only = true;
        while (last < each * writers) {
            const auto now = counts.sum(&Counts::come);
            grew_only = grew_only && now >= last && now <= each * writers;
            last = now;
        }
        QVERIFY(grew_only);
        threads.clear();
        QCOMPARE(counts.sum(&Counts::come), each * writers);
    }
};

}  // namespace test_counter

WEIR_TEST(test_counter, TestCounter)
#include "test_counter.moc"
