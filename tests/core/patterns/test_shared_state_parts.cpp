// What a shared state is made of: the table of its values, and the pointer by which snapshots are published.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/patterns/shared_state_published.h"
#include "core/patterns/shared_state_table.h"
#include "tests/program.h"

namespace test_shared_state_parts {

using weir::patterns::shared_state::Published;
using weir::patterns::shared_state::Table;

/// All hash alike.
struct Lookalike {
    int number;
    bool operator==(const Lookalike&) const = default;
};

template <class Key, class Make>
void stays_whole(int count, Make key) {
    Table<Key, int> table;
    for (int i = 0; i < count; ++i) {
        QVERIFY(!table.put(key(i), i));
        QVERIFY(!table.find(key(i + 1)));
        for (int k = 0; k <= i; ++k) QCOMPARE(table.find(key(k)).value_or(-1), k);
    }
}

}  // namespace test_shared_state_parts

template <>
struct std::hash<test_shared_state_parts::Lookalike> {
    std::size_t operator()(const test_shared_state_parts::Lookalike& /*key*/) const { return 7; }
};

namespace test_shared_state_parts {

class TestSharedStateParts final : public QObject {
    Q_OBJECT

private slots:
    void a_table_grows_and_keeps_what_is_in_it() {
        stays_whole<std::size_t>(300, [](int i) { return static_cast<std::size_t>(i) << 32; });
        stays_whole<std::string>(100, [](int i) { return std::to_string(i); });
    }

    void keys_that_hash_alike_stay_apart() {
        stays_whole<Lookalike>(60, [](int i) { return Lookalike{i}; });
    }

    void put_yields_what_was_there_and_leaves_it_without_a_value() {
        Table<std::string, int> table;
        QVERIFY(!table.put("a", std::nullopt));
        QVERIFY(!table.find("a"));
        QVERIFY(!table.put("a", 1));
        QCOMPARE(table.put("a", std::nullopt).value_or(-1), 1);
        QCOMPARE(table.put("a", 2).value_or(-1), 1);
        const auto copy = table;
        table.put("a", 3);
        QCOMPARE(copy.find("a").value_or(-1), 2);
    }

    void what_is_read_stays_when_it_is_replaced() {
        Published<int> published{3, std::make_shared<const int>(1)};
        const auto before = published.read();
        published.replace(std::make_shared<const int>(2));
        QCOMPARE(*before, 1);
        QCOMPARE(*published.read(), 2);
        QCOMPARE(published.look([](int value) { return value; }), 2);
        QCOMPARE(published.latest(), 2);
    }

    void what_was_replaced_is_freed_with_its_last_reader() {
        auto value = std::make_shared<const int>(1);
        const std::weak_ptr<const int> alive{value};
        Published<int> published{3, std::move(value)};
        auto reader = published.read();
        published.replace(std::make_shared<const int>(2));
        QVERIFY(!alive.expired());
        reader.reset();
        QVERIFY(alive.expired());
    }

    void a_look_that_throws_holds_nobody_back() {
        Published<int> published{1, std::make_shared<const int>(1)};
        QVERIFY_EXCEPTION_THROWN(published.look([](int value) -> int { throw value; }), int);
        published.replace(std::make_shared<const int>(2));
        QCOMPARE(*published.read(), 2);
    }

    /// Whoever reads while not all are locked out would see a value older than one that was seen before.
    void no_thread_sees_an_older_value_than_another_has_seen() {
        constexpr int last = 20'000;
        Published<int> published{3, std::make_shared<const int>(0)};
        std::atomic<int> newest_seen{0};
        std::atomic<bool> in_order{true};
        {
            std::vector<std::jthread> readers;
            for (int i = 0; i < 4; ++i)
                readers.emplace_back([&, looks = i % 2 == 0] {
                    for (int value = 0; value < last;) {
                        int seen = newest_seen.load();
                        value = looks ? published.look([](int now) { return now; }) : *published.read();
                        if (value < seen) in_order = false;
                        while (seen < value && !newest_seen.compare_exchange_weak(seen, value)) {
                        }
                    }
                });
            for (int value = 1; value <= last; ++value) published.replace(std::make_shared<const int>(value));
        }
        QVERIFY(in_order);
    }
};

}  // namespace test_shared_state_parts

WEIR_TEST(test_shared_state_parts, TestSharedStateParts)
#include "test_shared_state_parts.moc"
