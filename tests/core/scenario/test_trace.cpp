// A trace is one JSON document in which each worker's polls are in order and apart, each item begins once and ends once
// with its fate, and every change is there; it gives the same figures as the run.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <map>
#include <sstream>

#include "core/labs/run.h"
#include "core/labs/runner.h"
#include "core/scenario/trace.h"
#include "tests/core/labs/lab_runs.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_trace {

using namespace weir::labs;
using namespace lab_runs;
using weir::PollEvent;
using weir::Time;
using weir::scenario::TraceWriter;

struct Traced {
    RunResult result;
    QJsonObject document;
    QJsonArray events;
    std::uint64_t dropped = 0;
};

Traced trace_of(const Experiment& e) {
    std::ostringstream out;
    TraceWriter writer{out, lab(), e, workers_of(e, lab())};
    Traced traced;
    Observer observer;
    observer.on_sample = [&](const Sample& s) { writer.write(s); };
    observer.on_change = [&](const AppliedChange& c) { writer.write(c); };
    observer.on_item = [&](const ItemEvent& i) { writer.write(i); };
    observer.on_poll = [&](const PollEvent& p) { writer.write(p); };
    observer.on_dropped = [&](std::uint64_t items, std::uint64_t polls) {
        traced.dropped = items + polls;
        writer.finish(items, polls);
    };
    traced.result = run_experiment(e, observer);
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(out.str()), &error);
    if (error.error != QJsonParseError::NoError) qFatal("%s", qPrintable(error.errorString()));
    traced.document = document.object();
    traced.events = traced.document["traceEvents"].toArray();
    return traced;
}

Experiment busy(EngineKind engine) {
    auto e = experiment(engine, engine == EngineKind::threads ? 1 : 4,
                        {{"load.rate", "300"},
                         {"pool.workers", "2"},
                         {"service.work", "cpu"},
                         {"service.latency", "4"},
                         {"fault.failure", "20"},
                         {"breaker.mode", "disabled"}});
    at(e, 0.5, "fault.failure", "35");
    return e;
}

class TestTrace : public QObject {
    Q_OBJECT

private slots:
    void each_item_begins_once_and_ends_with_its_fate_data() { engines(); }
    void each_item_begins_once_and_ends_with_its_fate() {
        const auto traced = trace_of(busy(fetched_engine()));
        QCOMPARE(traced.dropped, std::uint64_t{0});
        std::map<qint64, std::pair<int, int>> items;  // begun, ended
        std::map<std::string, std::uint64_t> fates;
        for (const auto& value : traced.events) {
            const auto event = value.toObject();
            if (event["cat"].toString() != "item") continue;
            auto& [begun, ended] = items[event["id"].toInteger()];
            if (event["ph"].toString() == "b") ++begun;
            if (event["ph"].toString() == "e") ++ended;
            if (event["ph"].toString() == "e") ++fates[event["args"]["fate"].toString().toStdString()];
        }
        // On threads a few more may come between the reading of the figures and the last of the trace.
        QVERIFY(items.size() >= traced.result.offered && items.size() <= traced.result.offered + 50);
        for (const auto& [id, counts] : items) QVERIFY(counts.first == 1 && counts.second <= 1);
        for (const auto fate : weir::all_fates) {
            const auto told = fates[std::string{id_of(fate)}];
            QVERIFY(told >= count(traced.result, fate) && told <= count(traced.result, fate) + 50);
        }
    }

    void the_polls_of_a_worker_are_apart_and_last_as_long_as_the_work_data() { engines(); }
    void the_polls_of_a_worker_are_apart_and_last_as_long_as_the_work() {
        const auto engine = fetched_engine();
        const auto traced = trace_of(busy(engine));
        std::map<int, double> until;
        std::map<int, double> spent;
        for (const auto& value : traced.events) {
            const auto event = value.toObject();
            if (event["ph"].toString() != "X") continue;
            const int worker = event["tid"].toInt();
            const double begin = event["ts"].toDouble();
            QVERIFY(begin >= until[worker] - 0.0005);
            until[worker] = begin + event["dur"].toDouble();
            spent[worker] += event["dur"].toDouble() / 1e6;
        }
        QCOMPARE(until.size(), std::size_t{3});  // two workers and the outside
        QVERIFY(until.contains(2));
        if (engine == EngineKind::threads) return;
        // Twice 4 ms a call at 300 calls a second: both workers are at work six tenths of the time.
        QCOMPARE(spent[2], 0.0);
        const double share = (spent[0] + spent[1]) / (2 * 4);
        QVERIFY2(std::abs(share - 0.6) < 0.06, qPrintable(QString::number(share)));
    }

    void changes_and_series_are_on_the_same_axis() {
        const auto traced = trace_of(busy(EngineKind::virtual_time));
        int changes = 0;
        int offered = 0;
        for (const auto& value : traced.events) {
            const auto event = value.toObject();
            if (event["name"].toString() == "fault.failure = 35") {
                ++changes;
                QCOMPARE(event["ts"].toDouble(), 0.5e6);
                QCOMPARE(event["args"]["from"].toString(), QString("20"));
            }
            if (event["ph"].toString() == "C" && event["name"].toString() == "offered") ++offered;
        }
        QCOMPARE(changes, 1);
        QCOMPARE(offered, 40);
    }

    void observing_changes_nothing_and_equal_runs_give_equal_traces() {
        const auto e = busy(EngineKind::virtual_time);
        const auto first = trace_of(e);
        const auto plain = run_experiment(e);
        QCOMPARE(first.result.fates, plain.fates);
        QCOMPARE(first.result.latency_ms, plain.latency_ms);
        QCOMPARE(first.result.detail_json, plain.detail_json);
        QVERIFY(trace_of(e).document == first.document);
    }

    void what_was_left_out_is_told() {
        const auto fake = weir::labs::testing::fake_lab();
        std::ostringstream out;
        TraceWriter writer{out, fake, Experiment{}, 1};
        PollEvent poll;
        poll.begin = Time{std::chrono::nanoseconds{1'234'567}};
        poll.end = Time{std::chrono::nanoseconds{2'000'001}};
        poll.task = 0xdead'beef;
        poll.stolen = true;
        writer.write(poll);
        writer.finish(3, 4);
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(out.str()));
        QCOMPARE(document["otherData"]["dropped_item_events"].toInt(), 3);
        QCOMPARE(document["otherData"]["dropped_polls"].toInt(), 4);
        QVERIFY(out.str().find(
                    R"("ph":"X","name":"task 1","ts":1234.567,"pid":2,"tid":0,"dur":765.434,"args":{"stolen":true})") !=
                std::string::npos);
    }
};

}  // namespace test_trace

WEIR_TEST(test_trace, TestTrace)
#include "test_trace.moc"
