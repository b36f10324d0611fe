#include "core/scenario/lesson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/labs/text.h"
#include "core/scenario/experiment_json.h"
#include "core/scenario/json_input.h"

namespace weir::scenario {

using labs::in_quotes;
using labs::LabInfo;

namespace {

constexpr std::size_t fewest_answers = 2;

/// Where we are in the file, put before what is wrong there.
Problem at(const std::string& place, const Problem& problem) {
    return problem ? Problem{place + ": " + *problem} : std::nullopt;
}

using Keys = std::vector<std::string>;

/// That it is an object with these keys, of which `needed` must be there.
Problem check_object(const Parsed& object, const Keys& known, const Keys& needed) {
    if (!object.is_object()) return "expected an object with " + labs::joined(known) + got(object);
    if (auto problem = check_keys(object, known)) return problem;
    for (const auto& key : needed)
        if (!object.contains(key)) return key + ": missing";
    return std::nullopt;
}

Problem read_words(const Parsed& object, const char* key, std::string& words) {
    if (!object.contains(key)) return std::nullopt;
    const auto& value = object[key];
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
        return std::string{key} + ": expected words" + got(value);
    words = value.get<std::string>();
    return std::nullopt;
}

Problem read_number(const Parsed& object, const char* key, double& number) {
    if (!object.contains(key)) return std::nullopt;
    if (!object[key].is_number()) return std::string{key} + ": expected a number" + got(object[key]);
    number = object[key].get<double>();
    return std::nullopt;
}

Problem read_bounds(const Parsed& object, Bounds& bounds) {
    if (auto problem = read_number(object, "at_least", bounds.at_least)) return problem;
    if (auto problem = read_number(object, "at_most", bounds.at_most)) return problem;
    if (!object.contains("at_least") && !object.contains("at_most")) return "expected at_least, at_most or both";
    if (bounds.at_least > bounds.at_most) return "at_least: expected no more than at_most";
    return std::nullopt;
}

Problem read_series(const Parsed& object, const char* key, const LabInfo& lab, std::string& id) {
    if (auto problem = read_words(object, key, id)) return problem;
    if (id.empty()) return std::nullopt;
    Keys known;
    for (const auto& series : lab.series) known.push_back(series.id);
    if (std::ranges::find(known, id) != known.end()) return std::nullopt;
    return std::string{key} + ": unknown series " + in_quotes(id) + labs::suggestion(id, known) + ", expected one of " +
           labs::joined(known);
}

Problem read_measure(const Parsed& object, const LabInfo& lab, Measure& measure) {
    if (auto problem = read_series(object, "series", lab, measure.series)) return problem;
    return read_series(object, "share_of", lab, measure.share_of);
}

Problem read_figure(const Parsed& object, const LabInfo& lab, Lesson& lesson) {
    static const Keys keys{"id", "label", "series", "share_of", "from_s", "to_s"};
    Figure figure;
    if (auto problem = check_object(object, keys, {"id", "label", "series", "from_s", "to_s"})) return problem;
    if (auto problem = read_words(object, "id", figure.id)) return problem;
    if (std::ranges::find(lesson.figures, figure.id, &Figure::id) != lesson.figures.end())
        return "id: " + in_quotes(figure.id) + " given twice";
    if (auto problem = read_words(object, "label", figure.label)) return problem;
    if (auto problem = read_measure(object, lab, figure.measure)) return problem;
    if (auto problem = read_number(object, "from_s", figure.from_s)) return problem;
    if (auto problem = read_number(object, "to_s", figure.to_s)) return problem;
    if (!(figure.from_s >= 0 && figure.from_s < figure.to_s && figure.to_s <= lesson.experiment.duration_s))
        return "from_s, to_s: expected a time within the experiment's " +
               labs::format_number(lesson.experiment.duration_s) + " s";
    lesson.figures.push_back(std::move(figure));
    return std::nullopt;
}

Problem check_figure(const std::string& id, const Lesson& lesson) {
    if (std::ranges::find(lesson.figures, id, &Figure::id) != lesson.figures.end()) return std::nullopt;
    Keys known;
    for (const auto& figure : lesson.figures) known.push_back(figure.id);
    return "unknown figure " + in_quotes(id) + labs::suggestion(id, known) + ", expected one of " + labs::joined(known);
}

Problem read_answer(const Parsed& object, const LabInfo&, Lesson& lesson) {
    static const Keys keys{"text", "figure", "relative_to", "at_least", "at_most"};
    Answer answer;
    if (auto problem = check_object(object, keys, {"text", "figure"})) return problem;
    if (auto problem = read_words(object, "text", answer.text)) return problem;
    if (auto problem = read_words(object, "figure", answer.figure)) return problem;
    if (auto problem = at("figure", check_figure(answer.figure, lesson))) return problem;
    if (auto problem = read_words(object, "relative_to", answer.relative_to)) return problem;
    if (!answer.relative_to.empty())
        if (auto problem = at("relative_to", check_figure(answer.relative_to, lesson))) return problem;
    if (auto problem = read_bounds(object, answer.bounds)) return problem;
    lesson.answers.push_back(std::move(answer));
    return std::nullopt;
}

Problem read_condition(const Parsed& object, const LabInfo& lab, Lesson& lesson) {
    static const Keys keys{"series", "share_of", "at_least", "at_most"};
    Condition condition;
    if (auto problem = check_object(object, keys, {"series"})) return problem;
    if (auto problem = read_measure(object, lab, condition.measure)) return problem;
    if (auto problem = read_bounds(object, condition.bounds)) return problem;
    lesson.task.goal.conditions.push_back(std::move(condition));
    return std::nullopt;
}

using ReadOne = Problem (*)(const Parsed&, const LabInfo&, Lesson&);

Problem read_each(const Parsed& object, const char* key, ReadOne read, const LabInfo& lab, Lesson& lesson) {
    if (!object.contains(key)) return std::nullopt;
    const auto& array = object[key];
    if (!array.is_array()) return std::string{key} + ": expected an array" + got(array);
    for (std::size_t i = 0; i < array.size(); ++i) {
        auto problem = read(array[i], lab, lesson);
        if (problem) return at(std::string{key} + "[" + std::to_string(i) + "]", problem);
    }
    return std::nullopt;
}

Problem read_drawing(const Parsed& object, const LabInfo& lab, Lesson& lesson) {
    static const Keys keys{"series", "up_to"};
    Drawing drawing;
    if (auto problem = check_object(object, keys, keys)) return problem;
    if (auto problem = read_series(object, "series", lab, drawing.series)) return problem;
    if (auto problem = read_number(object, "up_to", drawing.up_to)) return problem;
    if (!(drawing.up_to > 0 && std::isfinite(drawing.up_to)))
        return "up_to: expected the top of the axis, above 0" + got(object["up_to"]);
    lesson.drawing = std::move(drawing);
    return std::nullopt;
}

Problem read_task(const Parsed& object, const LabInfo& lab, Lesson& lesson) {
    static const Keys keys{"text", "parameters", "solution", "conditions", "for_s"};
    auto& task = lesson.task;
    if (auto problem = check_object(object, keys, keys)) return problem;
    if (auto problem = read_words(object, "text", task.text)) return problem;
    if (auto problem = at("parameters", read_parameters(object["parameters"], lab, task.parameters))) return problem;
    if (auto problem = at("solution", read_parameters(object["solution"], lab, task.solution))) return problem;
    if (auto problem = read_each(object, "conditions", read_condition, lab, lesson)) return problem;
    if (task.goal.conditions.empty()) return "conditions: expected at least one";
    if (auto problem = read_number(object, "for_s", task.goal.for_s)) return problem;
    if (!(task.goal.for_s > 0 && task.goal.for_s <= longest_lesson_s))
        return "for_s: expected seconds above 0, at most " + labs::format_number(longest_lesson_s) +
               got(object["for_s"]);
    return std::nullopt;
}

/// Each {id} in a text, with what comes before it; the rest at the end with an empty id.
void each_figure(const std::string& text,
                 const std::function<void(std::string_view before, std::string_view id)>& tell) {
    std::string_view rest{text};
    while (true) {
        const auto open = rest.find('{');
        const auto close = open == std::string_view::npos ? open : rest.find('}', open);
        if (close == std::string_view::npos) break;
        tell(rest.substr(0, open), rest.substr(open + 1, close - open - 1));
        rest.remove_prefix(close + 1);
    }
    tell(rest, {});
}

Problem check_experiment(const labs::Experiment& experiment) {
    if (experiment.engine != labs::EngineKind::virtual_time)
        return "engine: expected virtual: a measured answer is to be the same everywhere";
    if (experiment.duration_s > longest_lesson_s)
        return "duration_s: expected at most " + labs::format_number(longest_lesson_s);
    return std::nullopt;
}

Problem read_lesson(const Parsed& root, std::span<const LabInfo> labs, Lesson& lesson) {
    static const Keys keys{"weir",    "title",   "practice", "question", "experiment",
                           "figures", "answers", "drawing",  "why",      "goal"};
    if (auto problem = check_object(root, keys, {"weir", "title", "question", "experiment", "figures", "why", "goal"}))
        return problem;
    if (auto problem = check_version(root)) return problem;
    if (auto problem = read_words(root, "title", lesson.title)) return problem;
    if (auto problem = read_words(root, "practice", lesson.practice)) return problem;
    if (auto problem = read_words(root, "question", lesson.question)) return problem;
    if (auto problem = read_words(root, "why", lesson.why)) return problem;
    if (auto problem = at("experiment", read_experiment(root["experiment"], labs, lesson.experiment))) return problem;
    if (auto problem = at("experiment", check_experiment(lesson.experiment))) return problem;
    const auto& lab = *std::ranges::find(labs, lesson.experiment.lab, &LabInfo::id);
    if (auto problem = read_each(root, "figures", read_figure, lab, lesson)) return problem;
    if (auto problem = read_each(root, "answers", read_answer, lab, lesson)) return problem;
    if (root.contains("drawing"))
        if (auto problem = at("drawing", read_drawing(root["drawing"], lab, lesson))) return problem;
    if (lesson.drawing ? !lesson.answers.empty() : lesson.answers.size() < fewest_answers)
        return "expected either two or more answers or a drawing";
    Problem unknown;
    each_figure(lesson.why, [&](std::string_view, std::string_view id) {
        if (!id.empty() && !unknown) unknown = at("why", check_figure(std::string{id}, lesson));
    });
    if (unknown) return unknown;
    return at("goal", read_task(root["goal"], lab, lesson));
}

double figure_of(const std::string& id, const Lesson& lesson, std::span<const double> figures) {
    const auto found = std::ranges::find(lesson.figures, id, &Figure::id);
    return figures[static_cast<std::size_t>(found - lesson.figures.begin())];
}

}  // namespace

std::expected<Lesson, std::string> parse_lesson(std::string_view text, const std::string& name,
                                                std::span<const LabInfo> labs) {
    const auto root = read_json(text, name);
    if (!root) return std::unexpected(root.error());
    Lesson lesson;
    lesson.id = std::filesystem::path{name}.stem().string();
    if (const auto problem = read_lesson(*root, labs, lesson)) return std::unexpected(name + ": " + *problem);
    return lesson;
}

std::vector<double> measure(const Lesson& lesson, const LabInfo& lab, const labs::History& history) {
    std::vector<double> figures;
    figures.reserve(lesson.figures.size());
    for (const auto& figure : lesson.figures)
        figures.push_back(value_of(figure.measure, lab, history, figure.from_s, figure.to_s));
    return figures;
}

bool holds(const Answer& answer, const Lesson& lesson, std::span<const double> figures) {
    const double figure = figure_of(answer.figure, lesson, figures);
    if (answer.relative_to.empty()) return answer.bounds.hold(figure);
    const double other = figure_of(answer.relative_to, lesson, figures);
    return other > 0 && answer.bounds.hold(figure / other);
}

std::string with_figures(const std::string& text, const Lesson& lesson, const LabInfo& lab,
                         std::span<const double> figures, FormatFigure* format) {
    std::string whole;
    each_figure(text, [&](std::string_view before, std::string_view id) {
        whole += before;
        if (id.empty()) return;
        const std::string name{id};
        const auto& figure = *std::ranges::find(lesson.figures, name, &Figure::id);
        whole += format(figure_of(name, lesson, figures), unit_of(figure.measure, lab));
    });
    return whole;
}

std::vector<double> curve(const Lesson& lesson, const LabInfo& lab, const labs::History& history, std::size_t steps) {
    std::vector<double> values;
    values.reserve(steps);
    const double step_s = lesson.experiment.duration_s / static_cast<double>(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        const double from_s = static_cast<double>(i) * step_s;
        values.push_back(value_of({lesson.drawing->series, ""}, lab, history, from_s, from_s + step_s));
    }
    return values;
}

double distance(const Drawing& drawing, std::span<const double> drawn, std::span<const double> measured) {
    double sum = 0;
    int compared = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        if (std::isnan(measured[i]) || std::isnan(drawn[i])) continue;
        sum += std::abs(std::clamp(measured[i], 0.0, drawing.up_to) - drawn[i]) / drawing.up_to;
        ++compared;
    }
    return compared > 0 ? 100 * sum / compared : std::numeric_limits<double>::quiet_NaN();
}

labs::Experiment experiment_of(const Task& task, const Lesson& lesson) {
    auto experiment = lesson.experiment;
    experiment.changes.clear();
    for (const auto& [id, value] : task.parameters) experiment.parameters[id] = value;
    return experiment;
}

}  // namespace weir::scenario
