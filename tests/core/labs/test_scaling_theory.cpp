// How labs scale, in virtual time: the universal scalability law, fitted to throughputs measured with 1 to 16 at work,
// says within 3 % what was measured with a number that was left out of the fit, be it between the others or beyond
// them.
#include <QTest>
#include <cstddef>
#include <string>
#include <vector>

#include "core/theory/scaling.h"
#include "lab_figures.h"
#include "tests/program.h"

namespace test_scaling_theory {

using namespace weir;
using namespace weir::labs;
using lab_runs::near;
using lab_runs::Runs;
using lab_runs::Settings;

constexpr int at_work[] = {1, 2, 3, 4, 6, 8, 12, 16};

std::vector<theory::ThroughputAt> measured(const char* lab, const std::string& at_work_id, const Settings& settings) {
    const Runs runs{lab};
    std::vector<theory::ThroughputAt> all;
    for (const int n : at_work) {
        auto e = runs.in_virtual_time(200, settings);
        e.parameters[at_work_id] = n;
        all.push_back({static_cast<double>(n), run_experiment(e).throughput_per_s});
    }
    return all;
}

void check_each_left_out(const std::vector<theory::ThroughputAt>& all) {
    const auto law = theory::fit_usl(all).value();
    qInfo("one at work %.1f/s, contention %.4f, coherency %.6f", law.lambda, law.sigma, law.kappa);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto others = all;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        const double predicted = theory::fit_usl(others)->throughput(all[i].workers);
        qInfo("%g: %.1f/s, predicted %+.2f %%", all[i].workers, all[i].throughput,
              100 * (predicted / all[i].throughput - 1));
        QVERIFY(near(predicted, all[i].throughput));
    }
}

class TestScalingTheory : public QObject {
    Q_OBJECT

private slots:
    // A join pauses, which nobody can help with, then has 96 tasks of 10 ms to compute.
    void the_law_predicts_how_joins_scale_data() {
        QTest::addColumn<double>("pause_ms");
        QTest::addColumn<QByteArray>("spread");
        for (const double pause_ms : {10, 100, 1000})
            for (const char* spread : {"constant", "exponential"})
                QTest::addRow("pause %g ms, %s", pause_ms, spread) << pause_ms << QByteArray{spread};
    }
    void the_law_predicts_how_joins_scale() {
        QFETCH(double, pause_ms);
        QFETCH(QByteArray, spread);
        const auto all = measured("join", "pool.workers",
                                  {{"tasks", "96"},
                                   {"cpu_time", "10"},
                                   {"io_time", "0"},
                                   {"pause", std::to_string(pause_ms)},
                                   {"policy", "collect"},
                                   {"service.spread", spread.toStdString()},
                                   {"call.timeout", "0"}});
        check_each_left_out(all);
        // Of equal tasks no worker is ever left with the last one, and the pause is all there is to wait for.
        if (spread == "constant") QVERIFY(near(theory::fit_usl(all)->sigma, pause_ms / (pause_ms + 960)));
    }

    // Far from its knee. There a lock that all want is no case for the law: what a closed loop lets through bends more
    // sharply (core/theory/repairman.h).
    void the_law_predicts_how_a_lock_scales() {
        check_each_left_out(measured("shared-state", "writers",
                                     {{"readers", "0"},
                                      {"strategy", "mutex"},
                                      {"think_time", "20"},
                                      {"hold_time", "1"},
                                      {"service.spread", "exponential"},
                                      {"call.timeout", "0"}}));
    }
};

}  // namespace test_scaling_theory

WEIR_TEST(test_scaling_theory, TestScalingTheory)
#include "test_scaling_theory.moc"
