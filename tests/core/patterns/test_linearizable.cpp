// The checker of histories knows which are possible.
#include <QTest>
#include <vector>

#include "tests/core/patterns/state_watch.h"
#include "tests/program.h"

namespace test_linearizable {

using state_test::Found;
using state_test::Operation;
using Kind = Operation::Kind;

class TestLinearizable : public QObject {
    Q_OBJECT

private slots:
    void the_checker_knows_which_histories_are_possible_data() {
        QTest::addColumn<int>("read_ends");
        QTest::addColumn<int>("first_read");
        QTest::addColumn<int>("second_read");
        QTest::addColumn<bool>("possible");
        // A set of 7 lasts from 1 to 10; one read goes from 2 to read_ends, another from 6 to 8. 0: nothing is there.
        QTest::newRow("both before it") << 4 << 0 << 0 << true;
        QTest::newRow("between the reads") << 4 << 0 << 7 << true;
        QTest::newRow("both after it") << 4 << 7 << 7 << true;
        QTest::newRow("seen, then not, one after the other") << 4 << 7 << 0 << false;
        QTest::newRow("seen and not seen, beside each other") << 7 << 7 << 0 << true;
        QTest::newRow("a value nobody wrote") << 4 << 3 << 7 << false;
    }
    void the_checker_knows_which_histories_are_possible() {
        QFETCH(int, read_ends);
        QFETCH(int, first_read);
        QFETCH(int, second_read);
        QFETCH(bool, possible);
        const auto operation = [](Kind kind, std::uint64_t began, int ended, int found) {
            Operation op{kind, {1}, began};
            op.ended = static_cast<std::uint64_t>(ended);
            op.found.push_back(found == 0 ? Found{} : Found{found});
            op.written = 7;
            return op;
        };
        const std::vector history{operation(Kind::set, 1, 10, 0), operation(Kind::get, 2, read_ends, first_read),
                                  operation(Kind::get, 6, 8, second_read)};
        QCOMPARE(linearizability::holds(history, state_test::Values{}), possible);
    }
};

}  // namespace test_linearizable

WEIR_TEST(test_linearizable, TestLinearizable)
#include "test_linearizable.moc"
