// A lab runs with whatever its parameters take: each alone at either end of its range, however little sense that makes
// beside the others' (a batch larger than the queue, a deadline shorter than a step, more workers than there is work
// for), and all of them at once. Nothing hangs, nothing is lost, and time goes on.
#include <QTest>

#include "lab_figures.h"
#include "tests/program.h"

namespace test_lab_extremes {

using lab_runs::Runs;
using weir::labs::Experiment;
using weir::labs::Kind;
using weir::labs::LabInfo;
using weir::labs::ParameterSpec;

constexpr double length_s = 0.05;

enum class End : std::uint8_t { least, most };

double at(const ParameterSpec& spec, End end) {
    if (spec.kind == Kind::toggle) return end == End::least ? 0 : 1;
    if (spec.kind == Kind::choice) return end == End::least ? 0 : static_cast<double>(spec.choices.size() - 1);
    return end == End::least ? spec.minimum : spec.maximum;
}

void labs() {
    QTest::addColumn<QByteArray>("lab");
    for (const auto& lab : weir::labs::registry()) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
}

/// What went wrong, "" if nothing did.
std::string trouble(const Experiment& e) {
    try {
        const auto result = run_experiment(e);
        if (!lab_runs::balanced(result)) return "the books do not balance";
        if (result.measured_s != e.duration_s) return "time did not go on";
        if (lab_runs::count_of(result, "") == 0) return "it tells nothing of its own";
    } catch (const std::exception& thrown) {
        return thrown.what();
    }
    return {};
}

class TestLabExtremes : public QObject {
    Q_OBJECT

private slots:
    void a_lab_describes_itself_soundly_data() { labs(); }
    void a_lab_describes_itself_soundly() {
        QFETCH(QByteArray, lab);
        lab_runs::check_description(Runs{lab.toStdString()}.lab());
    }

    void a_lab_runs_at_each_end_of_each_range_data() { labs(); }
    void a_lab_runs_at_each_end_of_each_range() {
        QFETCH(QByteArray, lab);
        const Runs runs{lab.toStdString()};
        for (const auto end : {End::least, End::most}) {
            for (const auto& spec : runs.lab().parameters) {
                auto e = runs.in_virtual_time(length_s);
                e.parameters[spec.id] = at(spec, end);
                const auto wrong = trouble(e);
                QVERIFY2(wrong.empty(), (spec.id + (end == End::least ? " least: " : " most: ") + wrong).c_str());
            }
        }
    }

    void a_lab_runs_with_everything_at_one_end_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<bool>("production");
        for (const auto& lab : weir::labs::registry())
            for (const bool production : {true, false})
                QTest::addRow("%s, %s", lab.id.c_str(), production ? "production" : "textbook")
                    << QByteArray::fromStdString(lab.id) << production;
    }
    void a_lab_runs_with_everything_at_one_end() {
        QFETCH(QByteArray, lab);
        QFETCH(bool, production);
        const Runs runs{lab.toStdString()};
        for (const auto end : {End::least, End::most}) {
            auto e = runs.in_virtual_time(length_s);
            for (const auto& spec : runs.lab().parameters) e.parameters[spec.id] = at(spec, end);
            runs.set(e, {{"variant", production ? "production" : "textbook"}});
            const auto wrong = trouble(e);
            QVERIFY2(wrong.empty(), ((end == End::least ? "least: " : "most: ") + wrong).c_str());
        }
    }
};

}  // namespace test_lab_extremes

WEIR_TEST(test_lab_extremes, TestLabExtremes)
#include "test_lab_extremes.moc"
