// Every kind of fault strikes in every lab: switched on for three seconds of a run, it changes the figure that it
// should, and when it is over the lab goes on as before. No lab goes without one of them. In virtual time.
#include <QTest>
#include <iterator>
#include <string>
#include <vector>

#include "core/metrics/histogram.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_lab_faults {

using namespace weir;
using namespace weir::labs;
using lab_runs::between;
using lab_runs::Runs;
using lab_runs::total_of;

constexpr double begins_s = 10;
constexpr double lasts_s = 3;  // as long as the buttons say
constexpr double settles_s = 1;
constexpr double ends_s = 25;  // what has queued up is worked off long before

/// What items came to in a part of a run.
struct Figures {
    double completed = 0;  ///< a second
    double failed = 0;
    double timed_out = 0;
    double latency_ms = 0;  ///< mean of those that ended
    bool operator==(const Figures&) const = default;
};

Figures figures(const std::vector<Sample>& samples, double from_s, double to_s) {
    const auto rate = [&](Fate fate) {
        return static_cast<double>(between(samples, total_of(fate), from_s, to_s)) / (to_s - from_s);
    };
    metrics::SparseHistogram latencies;
    for (const auto& s : samples)
        if (s.t_s > from_s + 1e-9 && s.t_s <= to_s + 1e-9) latencies.merge(s.latencies);
    return {rate(Fate::completed), rate(Fate::failed), rate(Fate::timed_out), latencies.mean() / 1e6};
}

/// A kind of fault, and what it does to a lab, beside the same run without it.
struct Fault {
    const char* name;
    std::string id;  ///< a parameter, or a button
    double value = 0;
    double timeout_ms = 0;
    bool (*strikes)(const Figures& struck, const Figures& spared) = nullptr;
    bool passes = true;  ///< the lab is as before when it is over
};

bool stands_still(const Figures& struck, const Figures& spared) { return struck.completed < 0.1 * spared.completed; }
bool fails(const Figures& struck, const Figures& spared) {
    return stands_still(struck, spared) && struck.failed > 0 && struck.timed_out == 0;
}
bool times_out(const Figures& struck, const Figures& spared) {
    return stands_still(struck, spared) && struck.timed_out > 0;
}
// Where tasks go on until they are asked to stop, all that slow steps can delay is when they notice.
bool is_slow(const Figures& struck, const Figures& spared) { return struck.latency_ms > 1.05 * spared.latency_ms; }

const Fault faults[] = {
    {"failure", "fault.failure", 100, 0, fails},
    {"crash", "fault.crash", 100, 0, fails},
    {"slow", "fault.slow", 100, 0, is_slow},
    {"hang", "fault.hang", 100, 1000, times_out},
    {"hang for good", "fault.hang", 100, 0, stands_still, false},
    {"outage", "fault.outage", 1, 0, fails},
    {"spike", "fault.spike", 1, 0, is_slow},
    {"button: outage", "outage", 0, 0, fails},
    {"button: spike", "spike", 0, 0, is_slow},
};

std::string text(const Figures& f) {
    return "completed " + std::to_string(f.completed) + "/s, failed " + std::to_string(f.failed) + "/s, timed out " +
           std::to_string(f.timed_out) + "/s, latency " + std::to_string(f.latency_ms) + " ms";
}

std::vector<Change> changes(const LabInfo& lab, const Fault& fault) {
    std::vector<Change> all;
    for (const auto& spec : lab.parameters)
        if (spec.id == fault.id) all = {{begins_s, spec.id, fault.value}, {begins_s + lasts_s, spec.id, 0}};
    for (const auto& action : lab.actions)
        if (action.id == fault.id)
            for (const auto& step : action.steps) all.push_back({begins_s + step.after_s, step.parameter, step.value});
    return all;
}

class TestLabFaults : public QObject {
    Q_OBJECT

private slots:
    void a_fault_strikes_and_passes_data() { rows(); }
    void a_fault_strikes_and_passes() {
        QFETCH(std::size_t, fault);
        const auto& kind = faults[fault];
        const auto spared = run(false, "production");
        const auto struck = run(true, "production");
        const auto before = figures(spared, 0, begins_s);
        QVERIFY2(before.completed > 0 && before.failed == 0 && before.timed_out == 0, text(before).c_str());
        const auto during = figures(struck, begins_s + settles_s, begins_s + lasts_s);
        const auto without = figures(spared, begins_s + settles_s, begins_s + lasts_s);
        QVERIFY2(kind.strikes(during, without), (text(during) + "; without it: " + text(without)).c_str());
        const auto after = figures(struck, ends_s - 7, ends_s);
        const bool as_before = after.completed > 0.5 * before.completed && after.failed == 0 && after.timed_out == 0;
        QVERIFY2(as_before || !kind.passes, text(after).c_str());
    }

    // Some never get over it, and one does not count what it has lost: all that can be asked is that it is struck.
    void a_fault_strikes_the_textbook_form_too_data() { rows(); }
    void a_fault_strikes_the_textbook_form_too() {
        const auto spared = run(false, "textbook");
        const auto struck = run(true, "textbook");
        const auto before = figures(spared, 0, begins_s);
        QVERIFY2(before.completed > 0 && before.failed == 0 && before.timed_out == 0, text(before).c_str());
        QVERIFY(figures(struck, 0, begins_s) == before);
        QVERIFY(figures(struck, begins_s, ends_s) != figures(spared, begins_s, ends_s));
    }

private:
    static void rows() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<std::size_t>("fault");
        for (const auto& lab : registry())
            for (std::size_t i = 0; i < std::size(faults); ++i)
                QTest::addRow("%s: %s", lab.id.c_str(), faults[i].name) << QByteArray::fromStdString(lab.id) << i;
    }

    /// The samples of this row's run, with its fault or without.
    static std::vector<Sample> run(bool with_fault, const char* variant) {
        QFETCH(QByteArray, lab);
        QFETCH(std::size_t, fault);
        const Runs runs{lab.toStdString()};
        auto e = runs.in_virtual_time(ends_s, {{"pool.workers", "4"}, {"variant", variant}});
        e.parameters["call.timeout"] = faults[fault].timeout_ms;
        if (with_fault) e.changes = changes(runs.lab(), faults[fault]);
        std::vector<Sample> samples;
        const auto result = run_experiment(e, {.on_sample = [&](const Sample& s) { samples.push_back(s); }});
        if (with_fault && e.changes.empty()) QTest::qFail("the lab has no such fault", __FILE__, __LINE__);
        if (!lab_runs::balanced(result)) QTest::qFail("the books do not balance", __FILE__, __LINE__);
        if (result.measured_s != ends_s) QTest::qFail("time did not go on", __FILE__, __LINE__);
        return samples;
    }
};

}  // namespace test_lab_faults

WEIR_TEST(test_lab_faults, TestLabFaults)
#include "test_lab_faults.moc"
