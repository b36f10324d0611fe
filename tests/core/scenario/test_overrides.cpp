// What a person types on the command line changes the experiment as said, or is refused in one line.
#include <QTest>

#include "core/scenario/overrides.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_overrides {

using namespace weir::labs;
using namespace weir::scenario;

const LabInfo lab = weir::labs::testing::fake_lab();

class TestOverrides : public QObject {
    Q_OBJECT

private slots:
    void durations_take_units_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("seconds");
        QTest::newRow("plain") << QByteArray("10") << 10.0;
        QTest::newRow("fraction") << QByteArray("0.25") << 0.25;
        QTest::newRow("s") << QByteArray("3s") << 3.0;
        QTest::newRow("ms") << QByteArray("500ms") << 0.5;
        QTest::newRow("m") << QByteArray("1.5m") << 90.0;
        QTest::newRow("h") << QByteArray("2h") << 7200.0;
        QTest::newRow("longest") << QByteArray("1000000") << 1e6;
    }
    void durations_take_units() {
        QFETCH(QByteArray, text);
        QFETCH(double, seconds);
        QCOMPARE(parse_duration_s(text.toStdString()), seconds);
        QCOMPARE(parse_time_s(text.toStdString()), seconds);
    }

    void other_durations_are_refused_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "s", "ten", "-1", "nan", "1e300", "10 s", "10d", "1000001", "300h", "1:00"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }
    void other_durations_are_refused() {
        QFETCH(QByteArray, text);
        QVERIFY(!parse_time_s(text.toStdString()));
        const auto duration = parse_duration_s(text.toStdString());
        QVERIFY(!duration);
        QCOMPARE(duration.error(), "expected seconds above 0, at most 1000000 (or such as 500ms, 2m, 1h), got '" +
                                       text.toStdString() + "'");
    }

    void a_time_may_be_zero_but_no_duration() {
        QCOMPARE(parse_time_s("0"), 0.0);
        QVERIFY(!parse_duration_s("0"));
        QVERIFY(!parse_duration_s("0ms"));
    }

    void seeds_are_whole_64_bit_numbers() {
        QCOMPARE(parse_seed("0"), std::uint64_t{0});
        QCOMPARE(parse_seed("18446744073709551615"), ~std::uint64_t{0});
        for (const char* text : {"", "-1", "1.0", "18446744073709551616", "0x1", "1 "})
            QVERIFY2(!parse_seed(text), text);
        QCOMPARE(parse_seed("x").error(),
                 std::string("expected a whole number from 0 to 18446744073709551615, got 'x'"));
    }

    void labs_are_found_or_listed() {
        const auto labs = weir::labs::testing::fake_labs();
        QCOMPARE(weir::scenario::find_lab(labs, "other-lab").value(), &labs[1]);
        QCOMPARE(weir::scenario::find_lab(labs, "zzz").error(),
                 std::string("expected a lab (fake-lab, other-lab), got 'zzz'"));
    }

    void set_replaces_a_value() {
        Experiment experiment;
        QVERIFY(apply_set("load.rate=300", lab, experiment));
        QVERIFY(apply_set("load.rate=301.5", lab, experiment));
        QVERIFY(apply_set("variant=textbook", lab, experiment));
        QVERIFY(apply_set("fault.outage=on", lab, experiment));
        QCOMPARE(experiment.parameters,
                 (std::map<std::string, double>{{"load.rate", 301.5}, {"variant", 0}, {"fault.outage", 1}}));
    }

    void at_keeps_changes_in_the_order_of_their_times() {
        Experiment experiment;
        QVERIFY(apply_at("5:load.rate=300", lab, experiment));
        QVERIFY(apply_at("500ms:fault.outage=on", lab, experiment));
        QVERIFY(apply_at("5:load.rate=400", lab, experiment));
        QVERIFY(apply_at("0:load.arrivals=closed", lab, experiment));
        const std::vector<Change> expected{
            {0, "load.arrivals", 3}, {0.5, "fault.outage", 1}, {5, "load.rate", 300}, {5, "load.rate", 400}};
        QVERIFY(experiment.changes == expected);
    }

    void bad_changes_are_named_and_change_nothing_data() {
        QTest::addColumn<bool>("timed");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](bool timed, const char* text, const char* message) {
            QTest::newRow(text) << timed << QByteArray(text) << QByteArray(message);
        };
        row(false, "load.rate", "expected ID=VALUE, got 'load.rate'");
        row(false, "load.rat=3", "expected a parameter of fake-lab, got 'load.rat' (did you mean 'load.rate'?)");
        row(false, "=3", "expected a parameter of fake-lab, got ''");
        row(false, "load.rate=", "load.rate: expected a number from 1 to 100000 /s, got ''");
        row(false, "load.rate=1=2", "load.rate: expected a number from 1 to 100000 /s, got '1=2'");
        row(false, "load.rate=0", "load.rate: expected a number from 1 to 100000 /s, got '0'");
        row(true, "load.rate=3", "expected TIME:ID=VALUE, got 'load.rate=3'");
        row(true, "5:load.rate", "expected ID=VALUE, got 'load.rate'");
        row(true, "x:load.rate=3", "expected seconds from 0 to 1000000 (or such as 500ms, 2m, 1h), got 'x'");
        row(true, "-1:load.rate=3", "expected seconds from 0 to 1000000 (or such as 500ms, 2m, 1h), got '-1'");
        row(true, "1:pool.workers=3", "pool.workers: acts by restart only and cannot change during a run");
        row(true, "1:queue.capacity=0", "queue.capacity: expected a whole number from 1 to 10000, got '0'");
    }
    void bad_changes_are_named_and_change_nothing() {
        QFETCH(bool, timed);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        Experiment experiment;
        const auto applied =
            timed ? apply_at(text.toStdString(), lab, experiment) : apply_set(text.toStdString(), lab, experiment);
        QVERIFY(!applied);
        QCOMPARE(applied.error().c_str(), message.constData());
        QVERIFY(experiment == Experiment{});
    }
};

}  // namespace test_overrides

WEIR_TEST(test_overrides, TestOverrides)
#include "test_overrides.moc"
