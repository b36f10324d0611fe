#include "core/scenario/figures.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "core/labs/text.h"

namespace weir::scenario {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double per_cent = 100;

// Rates and percentiles of a moment are those of so long before it.
constexpr double moment_s = 1;

// Times of samples are sums of tenths: two that ought to be equal need not be.
constexpr double same_time_s = 1e-6;

const labs::SeriesSpec& series_of(const labs::LabInfo& lab, const std::string& id) {
    const auto found = std::ranges::find(lab.series, id, &labs::SeriesSpec::id);
    assert(found != lab.series.end());
    return *found;
}

/// The first sample after a time.
std::size_t first_after(const labs::History& history, double t_s) {
    const auto samples = history.samples();
    const auto after = std::ranges::upper_bound(samples, t_s + same_time_s, {}, &labs::Sample::t_s);
    return static_cast<std::size_t>(after - samples.begin());
}

double value_of(const labs::SeriesSpec& series, const labs::History& history, double from_s, double to_s) {
    const auto begin = first_after(history, from_s);
    const auto end = first_after(history, to_s);
    if (begin >= end) return nothing;
    if (series.kind != labs::SeriesKind::gauge) {
        const auto last = end - 1;
        return history.value(series, last, history.samples()[last].t_s - from_s - same_time_s);
    }
    double sum = 0;
    for (auto i = begin; i < end; ++i) sum += history.value(series, i, 0);
    return sum / static_cast<double>(end - begin);
}

}  // namespace

std::string label_of(const Measure& measure, const labs::LabInfo& lab) {
    const auto& label = series_of(lab, measure.series).label;
    return measure.share_of.empty() ? label : label + " / " + series_of(lab, measure.share_of).label;
}

std::string unit_of(const Measure& measure, const labs::LabInfo& lab) {
    return measure.share_of.empty() ? series_of(lab, measure.series).unit : "%";
}

double value_of(const Measure& measure, const labs::LabInfo& lab, const labs::History& history, double from_s,
                double to_s) {
    const auto value = value_of(series_of(lab, measure.series), history, from_s, to_s);
    if (measure.share_of.empty()) return value;
    const auto whole = value_of(series_of(lab, measure.share_of), history, from_s, to_s);
    return whole > 0 ? per_cent * value / whole : nothing;
}

std::string format_figure(double value, const std::string& unit) {
    if (!std::isfinite(value)) return "–";
    constexpr int digits = 3;
    std::array<char, 32> text{};
    const double size = std::abs(value);
    // Whole numbers stay whole however large; what is below a thousandth is nothing to be seen.
    const auto end =
        size >= 1000 || value == 0
            ? std::to_chars(text.data(), text.data() + text.size(), std::round(value), std::chars_format::fixed, 0)
            : std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed,
                            std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(size))), 0, 3));
    std::string number{text.data(), end.ptr};
    if (const auto point = number.find('.'); point != std::string::npos) {
        number.erase(number.find_last_not_of('0') + 1);
        if (number.back() == '.') number.pop_back();
    }
    if (unit.empty()) return number;
    return number + (unit.front() == '/' ? "" : " ") + unit;
}

std::string words_of(const Condition& condition, const labs::LabInfo& lab) {
    const auto unit = unit_of(condition.measure, lab);
    std::string words = label_of(condition.measure, lab);
    const bool least = std::isfinite(condition.bounds.at_least);
    const bool most = std::isfinite(condition.bounds.at_most);
    if (least) words += " at least " + format_figure(condition.bounds.at_least, unit);
    if (least && most) words += " and";
    if (most) words += " at most " + format_figure(condition.bounds.at_most, unit);
    return words;
}

GoalWatch::GoalWatch(const Goal& goal, const labs::LabInfo& lab)
    : goal_{goal}, lab_{lab}, values_(goal.conditions.size(), nothing) {}

void GoalWatch::look(const labs::History& history) {
    const auto samples = history.samples();
    for (auto i = first_after(history, looked_to_s_); i < samples.size(); ++i) {
        const double now_s = samples[i].t_s;
        bool all = true;
        for (std::size_t c = 0; c < values_.size(); ++c) {
            values_[c] = value_of(goal_.conditions[c].measure, lab_, history, now_s - moment_s, now_s);
            all = goal_.conditions[c].bounds.hold(values_[c]) && all;
        }
        held_s_ = all ? held_s_ + (now_s - looked_to_s_) : 0;
        looked_to_s_ = now_s;
        if (held_s_ + same_time_s >= goal_.for_s) reached_ = true;
    }
}

}  // namespace weir::scenario
