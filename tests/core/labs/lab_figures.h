// Reading the figures of a run that a lab adds as JSON, and checks that are the same for every lab.
#pragma once

#include <QTest>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "lab_runs.h"

namespace lab_runs {

inline nlohmann::json detail_of(const weir::labs::RunResult& result) {
    return nlohmann::json::parse(result.detail_json);
}

/// One of the lab's own figures that is a number, by its path: "batches", "first_wait_ms/p99".
inline double figure(const weir::labs::RunResult& result, const std::string& path) {
    return detail_of(result).at(nlohmann::json::json_pointer{"/" + path}).get<double>();
}

inline bool near(double measured, double expected, double within = 0.03) {
    return std::abs(measured / expected - 1) <= within;
}

/// Whether a share of about n items is what chance p would give, within five standard deviations.
inline bool is_chance(double measured, double p, std::uint64_t n) {
    return std::abs(measured - p) < 5 * std::sqrt(p * (1 - p) / static_cast<double>(n));
}

/// Each fault, and the fate of the item it strikes where call.timeout is shorter than a slow call.
inline void fault_rows() {
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("fate");
    for (const char* fault : {"fault.failure", "fault.crash"})
        QTest::newRow(fault) << QByteArray{fault} << static_cast<int>(weir::Fate::failed);
    for (const char* fault : {"fault.hang", "fault.slow"})
        QTest::newRow(fault) << QByteArray{fault} << static_cast<int>(weir::Fate::timed_out);
}

/// That its parameters are sound, and all that its plots and buttons name is there.
inline void check_description(const weir::labs::LabInfo& lab) {
    using namespace weir::labs;
    const auto problem = check_specs(lab.parameters);
    QVERIFY2(!problem, problem.value_or("").c_str());
    const Parameters parameters{lab.parameters};
    for (const auto& spec : lab.parameters) QVERIFY2(spec.help.ends_with('.'), spec.id.c_str());
    for (const auto& series : lab.series) {
        const auto sources = series.kind == SeriesKind::gauge ? lab.gauges.size() : 7 + lab.own_totals.size();
        QVERIFY2(series.source < sources, series.id.c_str());
    }
    for (const auto& plot : lab.plots) {
        for (const auto& id : plot.series)
            QVERIFY2(std::ranges::find(lab.series, id, &SeriesSpec::id) != lab.series.end(), id.c_str());
        for (const auto& limit : plot.limits) QVERIFY2(parameters.find(limit.parameter), limit.parameter.c_str());
    }
    for (const auto& action : lab.actions)
        for (const auto& step : action.steps) QVERIFY2(parameters.find(step.parameter), action.id.c_str());
}

}  // namespace lab_runs
