// Lessons: guided experiments. A question, a prediction, the run, the measured answer beside the prediction, one
// sentence why; then a goal to be reached by hand. As JSON:
//
//   {"weir": 1, "title": "...", "practice": "Concurrency limits", "question": "...",
//    "experiment": {an experiment in virtual time, as experiment_file.h says},
//    "figures": [{"id": "few", "label": "Throughput with 4", "series": "completed", "from_s": 5, "to_s": 10}, ...],
//    "answers": [{"text": "...", "figure": "many", "relative_to": "few", "at_least": 1.8, "at_most": 2.2}, ...],
//    "why": "With 4 it is {few}, with 8 {many}.",
//    "goal": {"text": "...", "parameters": {...}, "for_s": 10, "solution": {...},
//             "conditions": [{"series": "failed", "share_of": "offered", "at_most": 1}, ...]}}
//
// A learner who is to draw a curve rather than choose finds "drawing": {"series": "queue", "up_to": 100} in place of
// "answers". The right answer stands nowhere: it is the one whose claim holds of what was measured. No figure stands in
// a text, either: {few} becomes the figure as measured. "practice" is the item of good practice that a lesson is about
// and may be left out.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/labs/experiment.h"
#include "core/labs/history.h"
#include "core/labs/lab.h"
#include "core/scenario/figures.h"

namespace weir::scenario {

/// A lesson's run is short enough for a History to keep each of its samples.
inline constexpr double longest_lesson_s = 300;

/// A figure of the lesson's run.
struct Figure {
    std::string id;     ///< a word; texts name it as {id}
    std::string label;  ///< what it is, in the table of what was measured
    Measure measure;
    double from_s = 0;
    double to_s = 0;

    bool operator==(const Figure&) const = default;
};

/// What somebody may think, and the claim that it comes to.
struct Answer {
    std::string text;
    std::string figure;
    std::string relative_to;  ///< "": the figure itself is within the bounds; else the ratio of the two is
    Bounds bounds;

    bool operator==(const Answer&) const = default;
};

/// A curve over the time of the run, to be drawn on an axis from 0 to `up_to`.
struct Drawing {
    std::string series;
    double up_to = 0;

    bool operator==(const Drawing&) const = default;
};

/// What to reach by hand, and from where.
struct Task {
    std::string text;
    std::map<std::string, double> parameters;  ///< to begin with; those of the lesson's experiment where not named
    std::map<std::string, double> solution;    ///< one way to reach it, for tests
    Goal goal;

    bool operator==(const Task&) const = default;
};

struct Lesson {
    std::string id;  ///< the name of its file, without ".json"
    std::string title;
    std::string practice;
    std::string question;
    labs::Experiment experiment;
    std::vector<Figure> figures;
    std::vector<Answer> answers;     ///< two or more, or none and
    std::optional<Drawing> drawing;  ///< this
    std::string why;
    Task task;

    bool operator==(const Lesson&) const = default;
};

/// Reads a lesson for one of `labs`. The error is one line that begins with `name`, names the key and says what was
/// expected.
std::expected<Lesson, std::string> parse_lesson(std::string_view text, const std::string& name,
                                                std::span<const labs::LabInfo> labs);

/// The lesson's figures in a run, in the order of Lesson::figures; NaN for one that cannot be measured (yet).
std::vector<double> measure(const Lesson& lesson, const labs::LabInfo& lab, const labs::History& history);

/// Whether an answer's claim holds of these figures.
bool holds(const Answer& answer, const Lesson& lesson, std::span<const double> figures);

/// The text with each {id} replaced by that figure with its unit.
using FormatFigure = std::string(double value, const std::string& unit);
std::string with_figures(const std::string& text, const Lesson& lesson, const labs::LabInfo& lab,
                         std::span<const double> figures, FormatFigure* format = format_figure);

/// The curve as it was measured: the series' value in each of so many equal steps of the run. @pre the lesson has a
/// drawing
std::vector<double> curve(const Lesson& lesson, const labs::LabInfo& lab, const labs::History& history,
                          std::size_t steps);

/// How far a drawn curve is from the measured one in the mean, in per cent of the axis; what lies above it counts as
/// its top. Steps that are NaN in either do not count. NaN if nothing can be compared. @pre both have as many steps
double distance(const Drawing& drawing, std::span<const double> drawn, std::span<const double> measured);

/// The experiment in which the goal is to be reached by hand: that of the lesson from the task's parameters, without
/// the timed changes.
labs::Experiment experiment_of(const Task& task, const Lesson& lesson);

}  // namespace weir::scenario
