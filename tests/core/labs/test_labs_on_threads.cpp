// Every lab on real threads, in both variants, with 1 to 8 workers: items fail, crash, hang and are given up while
// whatever acts at once is moved about. The run is cut off in the middle of it and begun anew. After each run its
// history is checked: every item has one fate and none is lost, every figure agrees, and the lab's own books show what
// its pattern promises.
#include <QTest>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/random.h"
#include "lab_figures.h"

using lab_runs::Runs;
using lab_runs::Settings;
using nlohmann::json;
using weir::Fate;
using weir::Random;
using weir::labs::Acts;
using weir::labs::EngineKind;
using weir::labs::Experiment;
using weir::labs::ItemEvent;
using weir::labs::Kind;
using weir::labs::LabInfo;
using weir::labs::ParameterSpec;
using weir::labs::Run;

namespace {

constexpr double cut_off_s = 0.02;
constexpr double length_s = 0.04;
constexpr std::uint64_t enough_items = 20;  // a run goes on until they have come, however busy the machine is
constexpr double far_too_long_s = 5;

/// What the figures of a production lab must say after a run of any luck.
struct Promise {
    const char* lab;
    Settings settings;              ///< besides those of all labs
    std::vector<std::string> kept;  ///< not moved about: what the promise is about
    bool (*holds)(const json& detail, std::uint64_t offered);
};

const Promise promises[] = {
    {"fan-out",
     {{"items", "40"}, {"order", "input"}},
     {"order"},
     [](const json& d, std::uint64_t) { return d.at("out_of_order_results") == 0; }},
    {"pipeline",
     {{"stage1.latency", "0.5"}, {"stage2.latency", "1"}, {"stage3.latency", "0.5"}},
     {"queue.capacity"},
     [](const json& d, std::uint64_t) {
         return std::ranges::all_of(d.at("stages"), [](const json& stage) { return stage.at("queue_max") <= 16; });
     }},
    {"rate-limiter",
     {{"rate", "2000"}, {"burst", "5"}},
     {"rate", "burst", "algorithm"},
     [](const json& d, std::uint64_t) {
         const auto& worst = d.at("worst_window");
         return worst.at("grants").get<double>() <= worst.at("allowed").get<double>() + 1e-6;
     }},
    {"join",
     {{"cpu_time", "0.5"}, {"io_time", "1"}, {"pause", "1"}},
     {},
     [](const json& d, std::uint64_t) { return d.at("outlived") == 0; }},
    {"shutdown",
     {{"depth", "3"},
      {"step_time", "1"},
      {"steps", "5"},
      {"life", "5"},
      {"pause", "1"},
      {"deadline", "5"},
      {"cleanup_time", "1"}},
     {},
     [](const json& d, std::uint64_t) { return d.at("outlived") == 0 && d.at("reported") == d.at("tasks"); }},
    {"service",
     {{"layer.1", "hedge"},
      {"layer.2", "retry"},
      {"layer.3", "breaker"},
      {"layer.4", "timeout"},
      {"layer.5", "concurrency"},
      {"layer.6", "rate_limit"},
      {"rate", "5000"},
      {"retry.backoff", "1"},
      {"hedge.delay", "1"},
      {"breaker.open_for", "0.01"}},
     {"retry.max_attempts", "layer.1", "layer.2", "layer.3", "layer.4", "layer.5", "layer.6"},
     // Each of at most two hedged calls is tried at most three times.
     [](const json& d, std::uint64_t offered) { return d.at("attempts").get<std::uint64_t>() <= 6 * offered; }},
    {"shared-state",
     {{"think_time", "0.2"}, {"hold_time", "0.1"}, {"writers", "6"}},
     {"update"},
     [](const json& d, std::uint64_t) { return d.at("lost_updates") == 0; }},
    {"work-stealing",
     {{"task_time", "0.1"}, {"tasks", "100"}},
     {},
     [](const json& d, std::uint64_t) { return d.at("lost") == 0 && d.at("twice") == 0; }},
    {"circuit-breaker",
     {{"breaker.open_for", "0.01"}, {"breaker.half_open_deadline", "0.02"}, {"breaker.window", "10"}},
     {"breaker.probes"},
     [](const json& d, std::uint64_t) { return d.at("max_probes_in_flight") <= 3; }},
    {"batching",
     {{"batch.cost_fixed", "1"}, {"batch.cost_item", "0.05"}, {"batch.linger", "2"}},
     {"batch.size"},
     [](const json& d, std::uint64_t) { return d.at("mean_size") <= 16; }},
};

// In every lab that has them.
const Settings common{{"load.rate", "4000"},    {"service.latency", "1"}, {"queue.capacity", "16"},
                      {"limit.in_flight", "8"}, {"call.timeout", "10"},   {"fault.failure", "5"},
                      {"fault.slow", "5"},      {"fault.hang", "2"},      {"fault.crash", "5"}};

const Promise* promise_of(const LabInfo& lab) {
    const auto* const found = std::ranges::find(promises, lab.id, &Promise::lab);
    return found == std::end(promises) ? nullptr : found;
}

/// The life of every item, as told by the events.
class History {
public:
    void add(const ItemEvent& event) {
        auto& stage = items_[event.item];
        switch (event.kind) {
            case ItemEvent::Kind::arrived:
                require(stage == Stage::unknown);
                stage = Stage::arrived;
                break;
            case ItemEvent::Kind::started:
                require(stage == Stage::arrived);
                stage = Stage::started;
                break;
            case ItemEvent::Kind::ended:
                require(stage == Stage::arrived || (stage == Stage::started && event.fate != Fate::rejected));
                stage = Stage::ended;
                ++fates_[weir::index_of(event.fate)];
        }
    }
    /// Whether each has lived once, from its arrival to its end, and all together as these figures tell.
    bool agrees_with(const weir::labs::Figures& figures) const {
        const auto ended = [](const auto& item) { return item.second == Stage::ended; };
        return sound_ && items_.size() == figures.offered && std::ranges::all_of(items_, ended) &&
               fates_ == figures.fates;
    }

private:
    enum class Stage : std::uint8_t { unknown, arrived, started, ended };
    void require(bool holds) { sound_ = sound_ && holds; }

    std::unordered_map<std::uint64_t, Stage> items_;
    std::array<std::uint64_t, weir::fate_count> fates_{};
    bool sound_ = true;
};

/// A value near the one it has, within the range: from a quarter to four times as much.
double any_value(const ParameterSpec& spec, double now, Random& random) {
    if (spec.kind == Kind::toggle) return static_cast<double>(random.below(2));
    if (spec.kind == Kind::choice) return static_cast<double>(random.below(spec.choices.size()));
    const double value = now > 0 ? now * std::exp2(4 * random.uniform() - 2) : 5 * random.uniform();
    const double within = std::clamp(value, spec.minimum, spec.maximum);
    return spec.kind == Kind::integer ? std::round(within) : within;
}

struct Row {
    const LabInfo& lab;
    const Promise& promise;
    bool production;
    unsigned workers;

    Experiment experiment() const {
        const Runs runs{lab.id};
        Experiment e = runs.experiment(EngineKind::threads, 1, {{"variant", production ? "production" : "textbook"}});
        const auto has = [&](const auto& setting) {
            return std::ranges::find(lab.parameters, setting.first, &ParameterSpec::id) != lab.parameters.end();
        };
        for (const auto& setting : common)
            if (has(setting)) runs.set(e, {setting});
        runs.set(e, promise.settings);
        // From row to row another form of what has several.
        if (lab.id == "fan-out") runs.set(e, {{"mode", workers % 2 == 0 ? "open" : "batch"}});
        if (lab.id == "rate-limiter")
            e.parameters["algorithm"] = runs.value_of("algorithm", workers % 3 == 0   ? "leaky_bucket"
                                                                   : workers % 3 == 1 ? "sliding_window"
                                                                                      : "token_bucket");
        e.parameters["pool.workers"] = workers;
        e.seed = workers;
        return e;
    }
};

/// Whoever turns the knobs while a lab runs.
class Hand {
public:
    Hand(Run& run, const Row& row, bool keeps) : run_{run}, random_{row.workers, weir::Stream::load} {
        for (std::size_t i = 0; i < row.lab.parameters.size(); ++i) {
            const auto& spec = row.lab.parameters[i];
            const bool kept = keeps && std::ranges::find(row.promise.kept, spec.id) != row.promise.kept.end();
            if (spec.acts == Acts::at_once && !kept) free_.push_back(i);
        }
        const auto& parameters = run.parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i) initial_.push_back(parameters.get(i));
    }
    void move() {
        const auto& actions = run_.info().actions;
        if (!actions.empty() && random_.below(8) == 0) return run_.act(actions[random_.below(actions.size())]);
        const auto which = free_[random_.below(free_.size())];
        run_.apply(which, any_value(run_.info().parameters[which], initial_[which], random_));
    }

private:
    Run& run_;
    Random random_;
    std::vector<std::size_t> free_;
    std::vector<double> initial_;
};

/// Runs it for so long or a little longer, moving about in it, then stops it.
/// @param keeps leaves alone what the lab's promise is about, and looks whether it was kept
void run_and_check(const Row& row, double length, bool keeps) {
    weir::labs::RunOptions options;
    options.item_events = weir::labs::ItemEvents::all;
    Run run{row.experiment(), std::move(options)};
    Hand hand{run, row, keeps};
    History history;
    const auto collect = [&] { run.probe().drain_events([&](const ItemEvent& event) { history.add(event); }); };
    const auto goes_on = [&] {
        const double now = weir::to_seconds(run.engine().now());
        return now < length || (now < far_too_long_s && run.probe().figures().offered < enough_items);
    };
    while (goes_on()) {
        hand.move();
        QVERIFY(run.snapshot()->conserved());
        QVERIFY2(run.probe().failure().empty(), run.probe().failure().c_str());
        collect();
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    run.stop();
    collect();
    QCOMPARE(run.probe().dropped_events(), 0U);
    const auto figures = run.probe().figures();
    QVERIFY(figures.offered >= enough_items);
    QCOMPARE(figures.in_flight, 0U);
    QCOMPARE(figures.waiting, 0U);
    QCOMPARE(figures.rejected_after_start, 0U);
    QVERIFY(history.agrees_with(figures));
    if (!row.production) return;
    const auto result = run.result();
    QCOMPARE(lab_runs::count(result, Fate::dropped), 0U);
    QCOMPARE(result.unobserved_failures, 0U);
    if (keeps) QVERIFY2(row.promise.holds(lab_runs::detail_of(result), result.offered), result.detail_json.c_str());
}

}  // namespace

class TestLabsOnThreads : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void each_lab_has_its_promise() {
        for (const auto& lab : weir::labs::registry()) QVERIFY2(promise_of(lab) != nullptr, lab.id.c_str());
        QCOMPARE(std::size(promises), weir::labs::registry().size());
    }

    void every_history_is_sound_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<bool>("production");
        QTest::addColumn<unsigned>("workers");
        for (const auto& lab : weir::labs::registry())
            for (const bool production : {true, false})
                for (const unsigned workers : {1U, 2U, 3U, 5U, 8U})
                    QTest::addRow("%s, %s, %u workers", lab.id.c_str(), production ? "production" : "textbook", workers)
                        << QByteArray::fromStdString(lab.id) << production << workers;
    }
    void every_history_is_sound() {
        QFETCH(QByteArray, lab);
        QFETCH(bool, production);
        QFETCH(unsigned, workers);
        const auto& info = *weir::labs::find_lab(lab.toStdString());
        const Row row{info, *promise_of(info), production, workers};
        run_and_check(row, cut_off_s, false);
        if (!QTest::currentTestFailed()) run_and_check(row, length_s, true);
    }
};

QTEST_APPLESS_MAIN(TestLabsOnThreads)
#include "test_labs_on_threads.moc"
