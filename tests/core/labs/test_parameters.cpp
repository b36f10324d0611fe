// A parameter takes what its spec allows and nothing else, and says in one line what it expected.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <limits>

#include "core/labs/parameters.h"
#include "tests/program.h"

namespace test_parameters {

using namespace weir::labs;

ParameterSpec real_spec() {
    ParameterSpec spec;
    spec.id = "load.rate";
    spec.unit = "/s";
    spec.minimum = 1;
    spec.maximum = 100'000;
    spec.initial = 200;
    return spec;
}

ParameterSpec integer_spec() {
    ParameterSpec spec;
    spec.id = "queue.capacity";
    spec.kind = Kind::integer;
    spec.minimum = 1;
    spec.maximum = 10'000;
    spec.initial = 64;
    return spec;
}

ParameterSpec choice_spec() {
    ParameterSpec spec;
    spec.id = "load.arrivals";
    spec.kind = Kind::choice;
    spec.choices = {"constant", "poisson", "bursts"};
    spec.initial = 1;
    return spec;
}

ParameterSpec toggle_spec() {
    ParameterSpec spec;
    spec.id = "fault.outage";
    spec.kind = Kind::toggle;
    return spec;
}

ParameterSpec spec_of(const QByteArray& kind) {
    if (kind == "real") return real_spec();
    if (kind == "integer") return integer_spec();
    if (kind == "choice") return choice_spec();
    return toggle_spec();
}

std::vector<ParameterSpec> all_specs() { return {real_spec(), integer_spec(), choice_spec(), toggle_spec()}; }

/// A value the spec allows, of any kind.
rc::Gen<double> a_value(const ParameterSpec& spec) {
    switch (spec.kind) {
        case Kind::real:
            return rc::gen::map(rc::gen::inRange(0, 1'000'000'001),
                                [spec](int u) { return spec.minimum + (spec.maximum - spec.minimum) * u / 1e9; });
        case Kind::integer:
            return rc::gen::cast<double>(
                rc::gen::inRange(static_cast<int>(spec.minimum), static_cast<int>(spec.maximum) + 1));
        case Kind::choice:
            return rc::gen::cast<double>(rc::gen::inRange(0, static_cast<int>(spec.choices.size())));
        case Kind::toggle:
            break;
    }
    return rc::gen::cast<double>(rc::gen::inRange(0, 2));
}

class TestParameters : public QObject {
    Q_OBJECT

private slots:
    void every_value_reads_back_from_its_text() {
        QVERIFY(rc::check("parse_value(format_value(x)) == x", [] {
            const auto spec = *rc::gen::elementOf(all_specs());
            const double value = *a_value(spec);
            RC_ASSERT(!check(spec, value));
            RC_ASSERT(parse_value(spec, format_value(spec, value)).value() == value);
        }));
    }

    void values_read_as_written_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("number") << QByteArray("real") << QByteArray("250.5") << 250.5;
        QTest::newRow("exponent") << QByteArray("real") << QByteArray("1e3") << 1000.0;
        QTest::newRow("lower edge") << QByteArray("real") << QByteArray("1") << 1.0;
        QTest::newRow("upper edge") << QByteArray("real") << QByteArray("100000") << 100'000.0;
        QTest::newRow("whole number") << QByteArray("integer") << QByteArray("64") << 64.0;
        QTest::newRow("word") << QByteArray("choice") << QByteArray("bursts") << 2.0;
        QTest::newRow("on") << QByteArray("toggle") << QByteArray("on") << 1.0;
        QTest::newRow("true") << QByteArray("toggle") << QByteArray("true") << 1.0;
        QTest::newRow("off") << QByteArray("toggle") << QByteArray("off") << 0.0;
        QTest::newRow("false") << QByteArray("toggle") << QByteArray("false") << 0.0;
    }
    void values_read_as_written() {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, text);
        QFETCH(double, value);
        const auto parsed = parse_value(spec_of(kind), text.toStdString());
        QVERIFY2(parsed, parsed ? "" : parsed.error().c_str());
        QCOMPARE(*parsed, value);
    }

    void what_does_not_fit_is_refused_in_one_line_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* kind, const char* text, const char* message) {
            QTest::newRow(name) << QByteArray(kind) << QByteArray(text) << QByteArray(message);
        };
        row("empty", "real", "", "load.rate: expected a number from 1 to 100000 /s, got ''");
        row("blank", "real", " 5", "load.rate: expected a number from 1 to 100000 /s, got ' 5'");
        row("trailing garbage", "real", "5/s", "load.rate: expected a number from 1 to 100000 /s, got '5/s'");
        row("two lines", "real", "5\n6", "load.rate: expected a number from 1 to 100000 /s, got '5?6'");
        row("nan", "real", "nan", "load.rate: expected a number from 1 to 100000 /s, got 'nan'");
        row("inf", "real", "inf", "load.rate: expected a number from 1 to 100000 /s, got 'inf'");
        row("too small", "real", "0.999", "load.rate: expected a number from 1 to 100000 /s, got '0.999'");
        row("too large", "real", "1e9", "load.rate: expected a number from 1 to 100000 /s, got '1e9'");
        row("not whole", "integer", "2.5", "queue.capacity: expected a whole number from 1 to 10000, got '2.5'");
        row("zero", "integer", "0", "queue.capacity: expected a whole number from 1 to 10000, got '0'");
        row("mistyped word", "choice", "poison",
            "load.arrivals: expected one of constant, poisson, bursts, got 'poison' (did you mean 'poisson'?)");
        row("index for a word", "choice", "1", "load.arrivals: expected one of constant, poisson, bursts, got '1'");
        row("number for a toggle", "toggle", "1", "fault.outage: expected on or off, got '1'");
        row("wrong case", "toggle", "ON", "fault.outage: expected on or off, got 'ON'");
    }
    void what_does_not_fit_is_refused_in_one_line() {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto parsed = parse_value(spec_of(kind), text.toStdString());
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().c_str(), message.constData());
    }

    void numbers_are_checked_the_same_way() {
        QCOMPARE(check(real_spec(), 0.5),
                 std::optional<std::string>("load.rate: expected a number from 1 to 100000 /s, got 0.5"));
        for (const auto& spec : all_specs()) {
            QVERIFY(!check(spec, spec.initial));
            QVERIFY(check(spec, std::nan("")));
            QVERIFY(check(spec, std::numeric_limits<double>::infinity()));
            QVERIFY(check(spec, -1));
            QVERIFY(check(spec, 1e9));
        }
        for (const auto& spec : {integer_spec(), choice_spec(), toggle_spec()}) QVERIFY(check(spec, 0.5));
    }

    void values_start_at_their_defaults_and_keep_what_is_set() {
        Parameters parameters(all_specs());
        QCOMPARE(parameters.size(), std::size_t{4});
        QCOMPARE(parameters.find("queue.capacity"), std::optional<std::size_t>(1));
        QCOMPARE(parameters.find("queue"), std::optional<std::size_t>());
        QCOMPARE(parameters.get(1), 64.0);
        parameters.set(1, 65);
        QCOMPARE(parameters.get(1), 65.0);
        QCOMPARE(parameters.get(0), 200.0);
    }

    void a_parameter_is_shown_only_while_the_one_it_hangs_on_is_shown_and_fits() {
        auto burst = integer_spec();
        burst.id = "load.burst";
        burst.shown_when = Relevance{"load.arrivals", {"bursts"}};
        auto arrivals = choice_spec();
        arrivals.shown_when = Relevance{"fault.outage", {"off"}};
        Parameters parameters({toggle_spec(), arrivals, burst});
        QVERIFY(parameters.is_relevant(0));
        QVERIFY(parameters.is_relevant(1));
        QVERIFY(!parameters.is_relevant(2));
        parameters.set(1, 2);
        QVERIFY(parameters.is_relevant(2));
        parameters.set(0, 1);
        QVERIFY(!parameters.is_relevant(1));
        QVERIFY(!parameters.is_relevant(2));
    }

    void of_several_parameters_it_hangs_on_one_is_enough() {
        auto other = choice_spec();
        other.id = "load.arrivals.2";
        auto burst = integer_spec();
        burst.id = "load.burst";
        burst.shown_when = Relevance{"load.arrivals", {"bursts"}, {"load.arrivals.2"}};
        Parameters parameters({choice_spec(), other, burst});
        QVERIFY(!parameters.is_relevant(2));
        parameters.set(1, 2);
        QVERIFY(parameters.is_relevant(2));
        parameters.set(0, 2);
        QVERIFY(parameters.is_relevant(2));
        parameters.set(1, 0);
        QVERIFY(parameters.is_relevant(2));
    }

    void a_parameter_that_hangs_on_a_number_is_shown_while_that_is_above_0() {
        auto limit = integer_spec();
        limit.id = "queue.limit";
        limit.minimum = 0;
        auto alarm = integer_spec();
        alarm.shown_when = Relevance{"queue.limit"};
        Parameters parameters({limit, alarm});
        parameters.set(0, 0);
        QVERIFY(!parameters.is_relevant(1));
        parameters.set(0, 1);
        QVERIFY(parameters.is_relevant(1));
    }

    void unsound_specs_are_named() {
        const auto problem = [](auto change) {
            auto specs = all_specs();
            change(specs);
            return check_specs(specs).value_or("sound");
        };
        QCOMPARE(problem([](auto&) {}), std::string("sound"));
        QVERIFY(problem([](auto& s) { s[1].id = s[0].id; }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].id = ""; }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].initial = 0; }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].minimum = s[0].maximum; }) != "sound");
        QVERIFY(problem([](auto& s) { s[1].initial = 1.5; }) != "sound");
        QVERIFY(problem([](auto& s) { s[2].choices.clear(); }) != "sound");
        QVERIFY(problem([](auto& s) { s[3].choices = {"on"}; }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].shown_when = Relevance{"nobody", {"x"}}; }) != "sound");
        QVERIFY(problem([](auto& s) {
                    s[0].shown_when = Relevance{"load.arrivals", {"bursts"}, {"nobody"}};
                }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].shown_when = Relevance{"queue.capacity", {"1"}}; }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].shown_when = Relevance{"load.arrivals", {"poison"}}; }) != "sound");
        QVERIFY(problem([](auto& s) { s[0].shown_when = Relevance{"load.arrivals"}; }) != "sound");
        QCOMPARE(problem([](auto& s) { s[0].shown_when = Relevance{"queue.capacity"}; }), std::string("sound"));
        QVERIFY(problem([](auto& s) { s[0].shown_when = Relevance{"fault.outage", {"true"}}; }) != "sound");
        QVERIFY(problem([](auto& s) { s[2].shown_when = Relevance{"load.arrivals", {"bursts"}}; }) != "sound");
        QCOMPARE(problem([](auto& s) {
                     s[0].shown_when = Relevance{"load.arrivals", {"bursts"}};
                 }),
                 std::string("sound"));
    }
};

}  // namespace test_parameters

WEIR_TEST(test_parameters, TestParameters)
#include "test_parameters.moc"
