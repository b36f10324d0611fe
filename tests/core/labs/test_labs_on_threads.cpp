// Every lab on real threads, for ThreadSanitizer and for its history: faults of all kinds, parameters and buttons at
// random while it runs, readers beside it, and an end in the middle of everything. Afterwards each item has arrived,
// started and ended as it must, once; and the lab's own books tell of nothing lost, torn or left behind.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "core/labs/run.h"
#include "core/runtime/random.h"
#include "lab_figures.h"
#include "tests/program.h"

namespace test_labs_on_threads {

using namespace std::chrono_literals;
using namespace weir::labs;
using lab_runs::figure;

#ifdef WEIR_SANITIZED
constexpr int changes = 15;  // what it looks for shows in fewer
#else
constexpr int changes = 36;
#endif

// More of them would only wait for a processor.
constexpr double most_items_per_s = 3000;

// And so many at one moment, three events each, fit into the ring many times over, however late its reader is: every
// event is heard of.
constexpr double most_at_once = 1000;

/// What became of one item.
struct Story {
    int arrived = 0;
    int started = 0;
    int ended = 0;
};

class History {
public:
    void read(Probe& probe) {
        probe.drain_events([this](const ItemEvent& event) {
            auto& story = stories_[event.item];
            switch (event.kind) {
                case ItemEvent::Kind::arrived:
                    ++story.arrived;
                    break;
                case ItemEvent::Kind::started:
                    ++story.started;
                    break;
                case ItemEvent::Kind::moved:
                    break;
                case ItemEvent::Kind::ended:
                    ++story.ended;
                    ++fates_[weir::index_of(event.fate)];
                    break;
            }
        });
    }

    /// The first item that has not arrived once, started once at most and ended once, in words.
    std::string wrong() const {
        for (const auto& [item, story] : stories_) {
            if (story.arrived != 1 || story.started > 1 || story.ended != 1)
                return "item " + std::to_string(item) + " arrived " + std::to_string(story.arrived) + ", started " +
                       std::to_string(story.started) + ", ended " + std::to_string(story.ended) + " times";
        }
        return {};
    }
    std::uint64_t items() const { return stories_.size(); }
    const std::array<std::uint64_t, weir::fate_count>& fates() const { return fates_; }

private:
    std::map<std::uint64_t, Story> stories_;
    std::array<std::uint64_t, weir::fate_count> fates_{};
};

/// Any value that the parameter takes; of times only short ones, and of faults few enough that something is left.
double any_value(const ParameterSpec& spec, weir::Random& random) {
    const double share = static_cast<double>(random.below(1001)) / 1000;
    if (spec.unit == "ms" || (spec.unit == "%" && spec.id.starts_with("fault.")))
        return std::min(spec.maximum, spec.minimum + 20 * share);
    if (spec.unit == "s") return std::min(spec.maximum, spec.minimum + 0.02 * share);
    switch (spec.kind) {
        case Kind::toggle:
            return static_cast<double>(random.below(2));
        case Kind::choice:
            return static_cast<double>(random.below(spec.choices.size()));
        case Kind::integer:
            return std::round(spec.minimum + share * share * (std::min(spec.maximum, most_at_once) - spec.minimum));
        case Kind::real:
            break;
    }
    if (spec.unit == "/s") return std::min(spec.maximum, std::max(spec.minimum, most_items_per_s * share));
    return spec.minimum + share * share * (spec.maximum - spec.minimum);
}

/// Faults of every kind that the lab has, and work short enough that much happens.
Experiment trouble(const LabInfo& lab, bool textbook, unsigned workers) {
    Experiment e;
    e.lab = lab.id;
    e.engine = EngineKind::threads;
    e.duration_s = 3600;
    for (const auto& spec : lab.parameters) {
        if (spec.id == "variant") e.parameters[spec.id] = textbook ? 0 : 1;
        if (spec.id == "pool.workers") e.parameters[spec.id] = workers;
        if (spec.id == "load.rate") e.parameters[spec.id] = most_items_per_s;
        if (spec.unit == "ms") e.parameters[spec.id] = std::min(spec.maximum, spec.minimum + 3);
        if (spec.unit == "s") e.parameters[spec.id] = std::min(spec.maximum, spec.minimum + 0.01);
        for (const char* fault : {"fault.failure", "fault.crash", "fault.slow", "fault.hang"})
            if (spec.id == fault) e.parameters[spec.id] = 5;
    }
    return e;
}

void disturb(Run& run, weir::Random& random) {
    const auto& specs = run.parameters().specs();
    const auto& actions = run.info().actions;
    if (!actions.empty() && random.below(8) == 0) return run.act(actions[random.below(actions.size())]);
    const auto i = random.below(specs.size());
    if (specs[i].acts == Acts::on_restart) return;
    run.apply(i, any_value(specs[i], random));
}

/// A fixed window lets twice its permits out around a boundary.
bool in_fixed_windows(const Run& run) {
    const auto algorithm = run.parameters().find("algorithm");
    if (!algorithm) return false;
    const auto& choices = run.parameters().spec(*algorithm).choices;
    return choices[static_cast<std::size_t>(run.parameters().get(*algorithm))] == "fixed_window";
}

/// What a lab's books say that must not be, whatever has been changed meanwhile; of its production form.
/// @param fixed_windows whether the limiter has had them
std::string wrong_in_books(const RunResult& result, bool fixed_windows) {
    const auto is_zero = [&](const char* name) {
        return figure(result, name) == 0 ? std::string{} : std::string{name} + ": " + result.detail_json;
    };
    if (result.lab == "work-stealing") return is_zero("lost") + is_zero("twice");
    if (result.lab == "shared-state") return is_zero("lost_updates");
    if (result.lab == "join" || result.lab == "shutdown") return is_zero("outlived");
    if (result.lab == "rate-limiter" &&
        figure(result, "worst_window/grants") > (fixed_windows ? 2 : 1) * figure(result, "worst_window/allowed") + 1e-6)
        return result.detail_json;
    return {};
}

class TestLabsOnThreads : public QObject {
    Q_OBJECT

private slots:
    void every_item_has_one_story_whatever_happens_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<bool>("textbook");
        QTest::addColumn<unsigned>("workers");
        for (const auto& lab : registry()) {
            for (const bool textbook : {false, true})
                for (const unsigned workers : {1U, 2U, 3U, 5U, 8U})
                    QTest::addRow("%s, %s, %u workers", lab.id.c_str(), textbook ? "textbook" : "production", workers)
                        << QByteArray::fromStdString(lab.id) << textbook << workers;
        }
    }
    void every_item_has_one_story_whatever_happens() {
        QFETCH(QByteArray, lab);
        QFETCH(bool, textbook);
        QFETCH(unsigned, workers);
        const auto& info = *find_lab(lab.toStdString());
        weir::Random random{workers * 1000U + (textbook ? 1U : 0U)};
        RunOptions options;
        options.item_events = ItemEvents::all;
        Run run{trouble(info, textbook, workers), std::move(options)};
        History history;
        // However late the threads begin, and where bursts are far apart.
        while (run.result().offered == 0) std::this_thread::sleep_for(1ms);
        bool fixed_windows = false;
        for (int i = 0; i < changes; ++i) {
            disturb(run, random);
            fixed_windows = fixed_windows || in_fixed_windows(run);
            if (const auto outage = run.parameters().find("fault.outage"); outage && i % 4 == 3) run.apply(*outage, 0);
            if (i % 8 == 0) QVERIFY(lab_runs::balanced(run.result()));
            if (i % 4 == 0) QVERIFY(run.snapshot() != nullptr);
            history.read(run.probe());
            std::this_thread::sleep_for(2ms);
        }
        run.stop();
        history.read(run.probe());
        const auto result = run.result();
        QCOMPARE(result.in_flight, std::uint64_t{0});
        QVERIFY(lab_runs::balanced(result));
        QVERIFY2(result.offered > 0, "nothing was offered");
        QCOMPARE(run.probe().dropped_events(), std::uint64_t{0});
        QCOMPARE(history.items(), result.offered);
        QVERIFY2(history.wrong().empty(), history.wrong().c_str());
        QVERIFY(history.fates() == result.fates);
        if (textbook) return;
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        const auto wrong = wrong_in_books(result, fixed_windows);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

}  // namespace test_labs_on_threads

WEIR_TEST(test_labs_on_threads, TestLabsOnThreads)
#include "test_labs_on_threads.moc"
