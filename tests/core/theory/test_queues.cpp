// The queueing formulas agree with tabulated values, with each other, and stay finite for large systems.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/theory/erlang.h"
#include "core/theory/little.h"
#include "core/theory/mmck.h"
#include "core/theory/repairman.h"
#include "tests/program.h"

namespace test_queues {

using namespace weir::theory;

bool near(double actual, double expected, double relative) {
    return std::abs(actual - expected) <= relative * std::abs(expected);
}

/// An arrival rate, as offered load per server from 0.01 to 3 (mu is 1).
rc::Gen<double> a_load_per_server() {
    return rc::gen::map(rc::gen::inRange(1, 301), [](int percent) { return percent / 100.0; });
}

class TestQueues : public QObject {
    Q_OBJECT

private slots:
    void erlang_b_matches_the_tables_data() {
        QTest::addColumn<double>("load");
        QTest::addColumn<int>("servers");
        QTest::addColumn<double>("loss");
        QTest::newRow("no server") << 3.0 << 0 << 1.0;
        QTest::newRow("no load") << 0.0 << 5 << 0.0;
        QTest::newRow("1 on 1") << 1.0 << 1 << 0.5;
        QTest::newRow("2 on 2") << 2.0 << 2 << 0.4;
        QTest::newRow("10 on 10") << 10.0 << 10 << 0.214582;
        QTest::newRow("10 on 15") << 10.0 << 15 << 0.0364969;
        QTest::newRow("4.461 on 10: 1 %") << 4.461 << 10 << 0.01;
        QTest::newRow("84.06 on 100: 1 %") << 84.06 << 100 << 0.01;
    }
    void erlang_b_matches_the_tables() {
        QFETCH(double, load);
        QFETCH(int, servers);
        QFETCH(double, loss);
        QVERIFY2(near(erlang_b(load, servers), loss, 1e-3),
                 qPrintable(QString::number(erlang_b(load, servers), 'g', 9)));
    }

    void erlang_c_matches_the_tables_data() {
        QTest::addColumn<double>("load");
        QTest::addColumn<int>("servers");
        QTest::addColumn<double>("waits");
        QTest::newRow("M/M/1: the load") << 0.7 << 1 << 0.7;
        QTest::newRow("1 on 2") << 1.0 << 2 << 1.0 / 3;
        QTest::newRow("2 on 3") << 2.0 << 3 << 4.0 / 9;
        QTest::newRow("8 on 10") << 8.0 << 10 << 0.409180;
        QTest::newRow("overload") << 10.0 << 10 << 1.0;
    }
    void erlang_c_matches_the_tables() {
        QFETCH(double, load);
        QFETCH(int, servers);
        QFETCH(double, waits);
        QVERIFY2(near(erlang_c(load, servers), waits, 1e-5),
                 qPrintable(QString::number(erlang_c(load, servers), 'g', 9)));
    }

    void mean_wait_of_one_server_is_the_textbook_one() {
        QVERIFY(near(mmc_mean_wait_s(8, 10, 1), 0.4, 1e-12));  // rho / (mu - lambda)
        QVERIFY(std::isinf(mmc_mean_wait_s(10, 10, 1)));
    }

    void one_server_with_room_for_k_matches_its_closed_form() {
        QVERIFY(rc::check("M/M/1/K", [] {
            const double rho = *a_load_per_server();
            const int k = *rc::gen::inRange(1, 40);
            const auto queue = mmck(rho, 1, 1, k);
            const double states = k + 1.0;
            const bool balanced = rho == 1.0;
            const double p0 = balanced ? 1 / states : (1 - rho) / (1 - std::pow(rho, states));
            const double l =
                balanced ? k / 2.0 : rho / (1 - rho) - states * std::pow(rho, states) / (1 - std::pow(rho, states));
            RC_ASSERT(near(queue.loss, p0 * std::pow(rho, k), 1e-9));
            RC_ASSERT(near(queue.in_system, l, 1e-9));
        }));
    }

    void without_room_to_wait_it_is_erlang_b() {
        QVERIFY(rc::check("M/M/c/c", [] {
            const int c = *rc::gen::inRange(1, 200);
            const double load = *a_load_per_server() * c;
            const auto queue = mmck(load, 1, c, c);
            RC_ASSERT(near(queue.loss, erlang_b(load, c), 1e-9));
            RC_ASSERT(queue.in_queue == 0.0);
            RC_ASSERT(queue.wait_s == 0.0);
        }));
    }

    void with_much_room_it_is_erlang_c() {
        QVERIFY(rc::check("M/M/c", [] {
            const int c = *rc::gen::inRange(1, 60);
            const double load = *rc::gen::inRange(1, 90) / 100.0 * c;
            const auto queue = mmck(load, 1, c, c + 5000);
            const double expected = mmc_mean_wait_s(load, 1, c);
            RC_ASSERT(std::abs(queue.wait_s - expected) <= 1e-9 * expected + 1e-15);
        }));
    }

    void what_goes_in_comes_out() {
        QVERIFY(rc::check("accepted = served, and Little's law holds", [] {
            const int c = *rc::gen::inRange(1, 1025);
            const int k = c + *rc::gen::inRange(0, 10'001);
            const double lambda = *a_load_per_server() * c * 25;
            const auto queue = mmck(lambda, 25, c, k);
            constexpr double rounding = 1e-9;  // of sums over ten thousand states
            RC_ASSERT(queue.loss >= 0.0 && queue.loss < 1.0);
            RC_ASSERT(queue.utilisation > 0.0 && queue.utilisation <= 1.0 + rounding);
            RC_ASSERT(near(queue.throughput_per_s, lambda * (1 - queue.loss), rounding));
            RC_ASSERT(littles_error(queue.in_system, queue.throughput_per_s, queue.time_in_system_s) < rounding);
        }));
    }

    void more_room_loses_less_and_waits_longer() {
        QVERIFY(rc::check("monotone in K", [] {
            const int c = *rc::gen::inRange(1, 50);
            const int k = c + *rc::gen::inRange(0, 100);
            const double lambda = *a_load_per_server() * c;
            const auto tight = mmck(lambda, 1, c, k);
            const auto roomy = mmck(lambda, 1, c, k + 1);
            constexpr double rounding = 1e-12;
            RC_ASSERT(roomy.loss <= tight.loss * (1 + rounding));
            RC_ASSERT(roomy.wait_s >= tight.wait_s * (1 - rounding));
        }));
    }

    void large_and_overloaded_systems_stay_finite() {
        const auto overloaded = mmck(1e5 * 1024, 1, 1024, 11'024);
        QVERIFY(near(overloaded.in_system, 11'024, 1e-4));
        QVERIFY(near(overloaded.utilisation, 1, 1e-9));
        const auto idle = mmck(0, 1, 1024, 11'024);
        QCOMPARE(idle.loss, 0.0);
        QCOMPARE(idle.time_in_system_s, 0.0);
        QVERIFY(near(mmck(1023, 1, 1024, 1024).loss, erlang_b(1023, 1024), 1e-9));
    }

    void a_closed_loop_matches_the_sum_over_its_states() {
        QVERIFY(rc::check("M/M/1//N", [] {
            const int users = *rc::gen::inRange(1, 60);
            const double think_s = *a_load_per_server() * 10;
            const auto loop = repairman(users, think_s, 1);
            // p(n) = p(0) N! / (N - n)! / z^n, n users with the server.
            double weight = 1;
            double sum = 1;
            double in_system = 0;
            for (int n = 1; n <= users; ++n) {
                weight *= (users - n + 1) / think_s;
                sum += weight;
                in_system += n * weight;
            }
            RC_ASSERT(near(loop.throughput_per_s, 1 - 1 / sum, 1e-9));
            RC_ASSERT(near(loop.in_system, in_system / sum, 1e-9));
            RC_ASSERT(littles_error(loop.in_system, loop.throughput_per_s, loop.time_in_system_s) < 1e-12);
            RC_ASSERT(near(loop.wait_s + 1, loop.time_in_system_s, 1e-12));
        }));
    }

    void a_closed_loop_of_one_never_waits_and_one_that_never_thinks_keeps_the_server_busy() {
        QVERIFY(near(repairman(1, 9, 1).throughput_per_s, 0.1, 1e-12));
        QCOMPARE(repairman(1, 9, 1).wait_s, 0.0);
        QVERIFY(near(repairman(5, 0, 2).throughput_per_s, 0.5, 1e-12));
        QVERIFY(near(repairman(5, 0, 2).wait_s, 8, 1e-12));
    }

    void littles_error_is_a_share() {
        QCOMPARE(littles_error(0, 0, 5), 0.0);
        QCOMPARE(littles_error(9, 100, 0.1), 0.1);
        QCOMPARE(littles_error(10, 90, 0.1), 0.1);
    }
};

}  // namespace test_queues

WEIR_TEST(test_queues, TestQueues)
#include "test_queues.moc"
