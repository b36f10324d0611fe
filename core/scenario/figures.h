// Measured figures of a run, and claims about them: what lessons predict and set as goals.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "core/labs/history.h"
#include "core/labs/lab.h"

namespace weir::scenario {

/// What is measured: one of a lab's series, or the share that a rate has in another.
struct Measure {
    std::string series;
    std::string share_of;  ///< "" or another rate: the series as a share of it, in per cent

    bool operator==(const Measure&) const = default;
};

/// As it is said: "completed", "failed / offered". Its unit: "/s", "%", "ms".
std::string label_of(const Measure& measure, const labs::LabInfo& lab);
std::string unit_of(const Measure& measure, const labs::LabInfo& lab);

/// The measure from `from_s` to `to_s`: a rate as it was over all of that time, a percentile of all items that ended in
/// it (histograms are merged), a gauge as the mean of its samples. NaN where there is nothing to measure: no sample in
/// that time, no item that ended, or a share of nothing. @pre the series are the lab's
double value_of(const Measure& measure, const labs::LabInfo& lab, const labs::History& history, double from_s,
                double to_s);

/// At least and at most so much. NaN is within no bounds.
struct Bounds {
    double at_least = -std::numeric_limits<double>::infinity();
    double at_most = std::numeric_limits<double>::infinity();

    bool hold(double value) const { return value >= at_least && value <= at_most; }
    bool operator==(const Bounds&) const = default;
};

struct Condition {
    Measure measure;
    Bounds bounds;

    bool operator==(const Condition&) const = default;
};

/// "p99 at most 250 ms"
std::string words_of(const Condition& condition, const labs::LabInfo& lab);

/// With three significant digits, as measured figures are shown, and its unit: "12.3 ms"; "–" for NaN.
std::string format_figure(double value, const std::string& unit);

/// Conditions that have to hold together for some time without a break. They are looked at in each sample, over the
/// second before it, as plots show it.
struct Goal {
    std::vector<Condition> conditions;
    double for_s = 10;

    bool operator==(const Goal&) const = default;
};

/// Watches a run for a goal. One run: a new one has a new watch. Not thread-safe.
class GoalWatch {
public:
    /// Both must outlive the watch. @pre the series of the goal are the lab's
    GoalWatch(const Goal& goal, const labs::LabInfo& lab);

    /// Looks at the samples that are new since the last call.
    void look(const labs::History& history);

    /// How long all conditions have held now, s.
    double held_s() const { return held_s_; }
    /// They have once held for all of the time; that cannot be undone.
    bool reached() const { return reached_; }
    /// The newest value of each condition's measure; NaN before there is one.
    const std::vector<double>& values() const { return values_; }

private:
    const Goal& goal_;
    const labs::LabInfo& lab_;
    std::vector<double> values_;
    double looked_to_s_ = 0;
    double held_s_ = 0;
    bool reached_ = false;
};

}  // namespace weir::scenario
