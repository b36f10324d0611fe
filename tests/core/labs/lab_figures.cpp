#include "lab_figures.h"

#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace lab_runs {
namespace {

nlohmann::json at(const weir::labs::RunResult& result, const std::string& path) {
    const auto all = nlohmann::json::parse(result.detail_json);
    return path.empty() ? all : all.at(nlohmann::json::json_pointer{"/" + path});
}

}  // namespace

double figure(const weir::labs::RunResult& result, const std::string& path) {
    const auto value = at(result, path);
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    return value.get<double>();
}
std::vector<double> figures(const weir::labs::RunResult& result, const std::string& path) {
    return at(result, path).get<std::vector<double>>();
}
std::size_t count_of(const weir::labs::RunResult& result, const std::string& path) { return at(result, path).size(); }
std::string words(const weir::labs::RunResult& result, const std::string& path) {
    return at(result, path).get<std::string>();
}
bool is_unknown(const weir::labs::RunResult& result, const std::string& path) { return at(result, path).is_null(); }

void fault_rows() {
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("fate");
    for (const char* fault : {"fault.failure", "fault.crash"})
        QTest::newRow(fault) << QByteArray{fault} << static_cast<int>(weir::Fate::failed);
    for (const char* fault : {"fault.hang", "fault.slow"})
        QTest::newRow(fault) << QByteArray{fault} << static_cast<int>(weir::Fate::timed_out);
}

void check_description(const weir::labs::LabInfo& lab) {
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
        std::set<Tone> tones;  // two lines of one colour could not be told apart
        for (const auto& id : plot.series) {
            const auto series = std::ranges::find(lab.series, id, &SeriesSpec::id);
            QVERIFY2(series != lab.series.end(), id.c_str());
            const auto tone = series->tone == Tone::neutral ? Tone::muted : series->tone;
            QVERIFY2(tones.insert(tone).second, (plot.title + ": " + id).c_str());
        }
        for (const auto& limit : plot.limits) QVERIFY2(parameters.find(limit.parameter), limit.parameter.c_str());
    }
    for (const auto& action : lab.actions)
        for (const auto& step : action.steps) QVERIFY2(parameters.find(step.parameter), action.id.c_str());
}

}  // namespace lab_runs
