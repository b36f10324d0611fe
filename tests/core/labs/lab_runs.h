// Small help for tests that run a lab: experiments told by ids and words, and reading the figures.
#pragma once

#include <QTest>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/runner.h"

namespace lab_runs {

using Settings = std::vector<std::pair<std::string, std::string>>;

/// One lab, its experiments told by ids and words.
class Runs {
public:
    explicit Runs(std::string_view id) : lab_{*weir::labs::find_lab(id)} {}

    const weir::labs::LabInfo& lab() const { return lab_; }
    /// The button with this id.
    const weir::labs::ActionSpec& action(std::string_view id) const {
        for (const auto& action : lab_.actions)
            if (action.id == id) return action;
        qFatal("no button %s", std::string{id}.c_str());
    }

    /// What a word or number says as a value of this parameter.
    double value_of(const std::string& id, const std::string& word) const {
        for (const auto& spec : lab_.parameters)
            if (spec.id == id) return weir::labs::parse_value(spec, word).value();
        qFatal("no parameter %s", id.c_str());
    }
    void set(weir::labs::Experiment& e, const Settings& settings) const {
        for (const auto& [id, word] : settings) e.parameters[id] = value_of(id, word);
    }
    void at(weir::labs::Experiment& e, double at_s, const std::string& id, const std::string& word) const {
        e.changes.push_back({at_s, id, value_of(id, word)});
    }
    weir::labs::Experiment experiment(weir::labs::EngineKind engine, double duration_s,
                                      const Settings& settings = {}) const {
        weir::labs::Experiment e;
        e.lab = lab_.id;
        e.engine = engine;
        e.duration_s = duration_s;
        set(e, settings);
        return e;
    }
    weir::labs::Experiment in_virtual_time(double duration_s, const Settings& settings = {}) const {
        return experiment(weir::labs::EngineKind::virtual_time, duration_s, settings);
    }

private:
    const weir::labs::LabInfo& lab_;
};

// The circuit breaker's.
inline const Runs& breaker() {
    static const Runs runs{"circuit-breaker"};
    return runs;
}
inline const weir::labs::LabInfo& lab() { return breaker().lab(); }
inline std::size_t index_of(std::string_view id) {
    for (std::size_t i = 0; i < lab().parameters.size(); ++i)
        if (lab().parameters[i].id == id) return i;
    qFatal("no parameter %s", std::string{id}.c_str());
}
inline double value_of(const std::string& id, const std::string& word) { return breaker().value_of(id, word); }
inline weir::labs::Experiment experiment(weir::labs::EngineKind engine, double duration_s, const Settings& settings) {
    return breaker().experiment(engine, duration_s, settings);
}
inline weir::labs::Experiment in_virtual_time(double duration_s, const Settings& settings = {}) {
    return breaker().in_virtual_time(duration_s, settings);
}
inline void at(weir::labs::Experiment& e, double at_s, const std::string& id, const std::string& word) {
    breaker().at(e, at_s, id, word);
}

inline std::uint64_t count(const weir::labs::RunResult& result, weir::Fate fate) {
    return result.fates[weir::index_of(fate)];
}

/// Of the items that have ended.
inline double share(const weir::labs::RunResult& result, weir::Fate fate) {
    return static_cast<double>(count(result, fate)) / static_cast<double>(result.offered - result.in_flight);
}

/// Whether every item has one fate or is in flight.
inline bool balanced(const weir::labs::RunResult& result) {
    std::uint64_t sum = result.in_flight;
    for (const auto n : result.fates) sum += n;
    return sum == result.offered;
}

inline std::vector<weir::labs::Sample> samples_of(const weir::labs::Experiment& e) {
    std::vector<weir::labs::Sample> samples;
    weir::labs::run_experiment(e, {.on_sample = [&](const weir::labs::Sample& s) { samples.push_back(s); }});
    return samples;
}

/// Increase of a running total over (from_s, to_s]. Index as in Sample::totals.
inline std::uint64_t between(const std::vector<weir::labs::Sample>& samples, std::size_t total, double from_s,
                             double to_s) {
    const auto upto = [&](double t_s) {
        std::uint64_t n = 0;
        for (const auto& s : samples)
            if (s.t_s <= t_s + 1e-9) n = s.totals[total];
        return n;
    };
    return upto(to_s) - upto(from_s);
}

inline std::size_t total_of(weir::Fate fate) { return 1 + weir::index_of(fate); }

inline void engines() {
    QTest::addColumn<bool>("threads");
    QTest::newRow("virtual time") << false;
    QTest::newRow("threads") << true;
}

inline weir::labs::EngineKind fetched_engine() {
    QFETCH(bool, threads);
    return threads ? weir::labs::EngineKind::threads : weir::labs::EngineKind::virtual_time;
}

}  // namespace lab_runs
