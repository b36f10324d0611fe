// Flags are taken as the command knows them; everything else is refused by name.
#include <QTest>

#include "app/flags.h"
#include "tests/program.h"

namespace test_flags {

using namespace weir::app;

const std::vector<Flag> known{{"--seed", "a whole number"}, {"--set", "ID=VALUE", true}, {"--json", ""}};

class TestFlags : public QObject {
    Q_OBJECT

private slots:
    void flags_and_the_rest_come_in_any_order() {
        const std::vector<std::string> given{"lab", "--seed", "7", "--set", "a=1", "--json", "--set=b=2", "more"};
        const auto arguments = split(given, known);
        QVERIFY(arguments);
        QVERIFY(arguments->positional == (std::vector<std::string>{"lab", "more"}));
        QCOMPARE(arguments->value("--seed"), std::optional<std::string>("7"));
        QVERIFY(arguments->values("--set") == (std::vector<std::string>{"a=1", "b=2"}));
        QVERIFY(arguments->has("--json"));
    }

    void what_is_not_given_is_not_there() {
        const auto arguments = split({}, known);
        QVERIFY(arguments);
        QVERIFY(!arguments->has("--json"));
        QCOMPARE(arguments->value("--seed"), std::optional<std::string>());
        QVERIFY(arguments->values("--set").empty());
    }

    void after_two_dashes_everything_is_positional() {
        const std::vector<std::string> given{"--json", "--", "--seed", "--"};
        const auto arguments = split(given, known);
        QVERIFY(arguments);
        QVERIFY(arguments->has("--json"));
        QVERIFY(arguments->positional == (std::vector<std::string>{"--seed", "--"}));
    }

    void a_value_may_begin_with_one_dash() {
        const std::vector<std::string> given{"--seed", "-1"};
        QCOMPARE(split(given, known)->value("--seed"), std::optional<std::string>("-1"));
        const std::vector<std::string> empty{"--seed="};
        QCOMPARE(split(empty, known)->value("--seed"), std::optional<std::string>(""));
    }

    void misuse_is_named_data() {
        QTest::addColumn<QStringList>("given");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown") << QStringList{"--sed"}
                                 << "expected a flag (--seed, --set, --json), got '--sed' (did you mean '--seed'?)";
        QTest::newRow("short") << QStringList{"-x"} << "expected a flag (--seed, --set, --json), got '-x'";
        QTest::newRow("twice") << QStringList{"--seed", "1", "--seed=2"} << "--seed: expected once, given twice";
        QTest::newRow("no value") << QStringList{"--seed"} << "--seed: expected a whole number after it";
        QTest::newRow("forgotten value") << QStringList{"--seed", "--json"}
                                         << "--seed: expected a whole number after it";
        QTest::newRow("value of a switch") << QStringList{"--json=yes"} << "--json: expected no value, got 'yes'";
    }
    void misuse_is_named() {
        QFETCH(QStringList, given);
        QFETCH(QString, message);
        std::vector<std::string> arguments;
        for (const auto& one : given) arguments.push_back(one.toStdString());
        const auto result = split(arguments, known);
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(result.error()), message);
    }
};

}  // namespace test_flags

WEIR_TEST(test_flags, TestFlags)
#include "test_flags.moc"
