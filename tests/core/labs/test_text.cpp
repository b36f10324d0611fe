// Messages stay on one line, numbers read back, and the nearest word is found.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/labs/text.h"
#include "tests/program.h"

namespace test_text {

using namespace weir::labs;

class TestText : public QObject {
    Q_OBJECT

private slots:
    void quoted_text_stays_on_one_short_line() {
        QCOMPARE(in_quotes("load.rate"), std::string("'load.rate'"));
        QCOMPARE(in_quotes("a\nb\tc\x1b[0m"), std::string("'a?b?c?[0m'"));
        QCOMPARE(in_quotes(std::string(61, 'x')), "'" + std::string(60, 'x') + "...'");
        // "ö" lies across the cut: it goes as a whole.
        QCOMPARE(in_quotes(std::string(59, 'x') + "öö"), "'" + std::string(59, 'x') + "...'");
        QVERIFY(rc::check("never a control character, never long", [](const std::string& text) {
            const auto result = in_quotes(text);
            RC_ASSERT(result.size() <= 65U);
            for (const char c : result) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
        }));
    }

    void numbers_are_plain_and_read_back() {
        QCOMPARE(format_number(0), std::string("0"));
        QCOMPARE(format_number(-0.0), std::string("0"));
        QCOMPARE(format_number(100'000), std::string("100000"));
        QCOMPARE(format_number(0.1), std::string("0.1"));
        QCOMPARE(format_number(-2.5), std::string("-2.5"));
        QCOMPARE(format_number(1e300), std::string("1e+300"));
        QVERIFY(rc::check("parse_number(format_number(x)) == x", [](double x) {
            RC_PRE(std::isfinite(x));
            RC_ASSERT(parse_number(format_number(x)).value() == x);
        }));
    }

    void only_whole_finite_numbers_are_numbers_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"", " ", " 1", "1 ", "1x", "x", "nan", "inf", "-inf", "1e999", "0x10", "1,5", "+1", "--1", "1e"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }
    void only_whole_finite_numbers_are_numbers() {
        QFETCH(QByteArray, text);
        QVERIFY(!parse_number(text.toStdString()));
    }

    void the_nearest_word_is_suggested() {
        const std::vector<std::string> ids{"load.rate", "load.burst", "limit.in_flight", "queue.capacity"};
        QCOMPARE(nearest("load.rat", ids), std::optional<std::string>("load.rate"));
        QCOMPARE(nearest("laod.rate", ids), std::optional<std::string>("load.rate"));
        QCOMPARE(nearest("capacity", ids), std::optional<std::string>("queue.capacity"));
        QCOMPARE(nearest("zzz", ids), std::optional<std::string>());
        QCOMPARE(nearest("", ids), std::optional<std::string>());
        QCOMPARE(nearest("load", ids), std::optional<std::string>());
        QCOMPARE(suggestion("load.rat", ids), std::string(" (did you mean 'load.rate'?)"));
        QCOMPARE(suggestion("zzz", ids), std::string());
    }
};

}  // namespace test_text

WEIR_TEST(test_text, TestText)
#include "test_text.moc"
