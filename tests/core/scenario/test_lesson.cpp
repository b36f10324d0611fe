// A lesson file is read whole or refused in one line that names what is wrong; measured figures judge its answers.
#include <QTest>
#include <cmath>
#include <string>

#include "core/scenario/lesson.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_lesson {

using namespace weir::labs;
using namespace weir::scenario;

const std::vector<LabInfo> known_labs = weir::labs::testing::fake_labs();

const std::string good = R"({"weir": 1, "title": "Two loads", "practice": "Backpressure", "question": "Which is more?",
 "experiment": {"weir": 1, "lab": "fake-lab", "engine": "virtual", "duration_s": 10, "parameters": {"load.rate": 20},
                "changes": [{"at_s": 5, "parameter": "load.rate", "value": 40}]},
 "figures": [{"id": "first", "label": "At first", "series": "offered", "from_s": 0, "to_s": 5},
             {"id": "then", "label": "Then", "series": "offered", "from_s": 5, "to_s": 10},
             {"id": "lost", "label": "Lost", "series": "failed", "share_of": "offered", "from_s": 0, "to_s": 10}],
 "answers": [{"text": "The first", "figure": "then", "relative_to": "first", "at_most": 0.9},
             {"text": "The second", "figure": "then", "relative_to": "first", "at_least": 1.1}],
 "why": "It was {first}, then {then}.",
 "goal": {"text": "Offer more.", "parameters": {"load.rate": 30}, "solution": {"load.rate": 100}, "for_s": 5,
          "conditions": [{"series": "offered", "at_least": 60},
                         {"series": "failed", "share_of": "offered", "at_most": 1}]}})";

/// The lesson with one part of its text replaced.
std::string with(const std::string& part, const std::string& other) {
    auto text = good;
    const auto at = text.find(part);
    if (at == std::string::npos) qFatal("no such part: %s", part.c_str());
    return text.replace(at, part.size(), other);
}

History run() {
    History history;
    std::uint64_t offered = 0;
    for (int i = 0; i <= 100; ++i) {
        Sample sample;
        sample.t_s = i / 10.0;
        if (i > 0) offered += i <= 50 ? 2 : 4;
        sample.totals.assign(7, 0);
        sample.totals[0] = offered;
        sample.gauges = {0, 0};
        history.add(std::move(sample));
    }
    return history;
}

class TestLesson : public QObject {
    Q_OBJECT
private slots:
    void a_lesson_is_read_whole() {
        const auto lesson = parse_lesson(good, "folder/two-loads.json", known_labs);
        QVERIFY2(lesson.has_value(), lesson ? "" : lesson.error().c_str());
        QCOMPARE(lesson->id, "two-loads");
        QCOMPARE(lesson->title, "Two loads");
        QCOMPARE(lesson->practice, "Backpressure");
        QCOMPARE(lesson->experiment.lab, "fake-lab");
        QCOMPARE(lesson->experiment.changes.size(), 1u);
        QCOMPARE(lesson->figures.size(), 3u);
        QCOMPARE(lesson->figures[2].measure.share_of, "offered");
        QCOMPARE(lesson->answers.size(), 2u);
        QCOMPARE(lesson->answers[1].bounds.at_least, 1.1);
        QVERIFY(std::isinf(lesson->answers[1].bounds.at_most));
        QVERIFY(!lesson->drawing);
        QCOMPARE(lesson->task.goal.for_s, 5.0);
        QCOMPARE(lesson->task.goal.conditions.size(), 2u);
        QCOMPARE(lesson->task.solution.at("load.rate"), 100.0);
    }

    void the_answer_is_what_was_measured() {
        const auto lesson = parse_lesson(good, "l.json", known_labs).value();
        const auto& lab = known_labs[0];
        const auto figures = measure(lesson, lab, run());
        QCOMPARE(figures[0], 20.0);
        QCOMPARE(figures[1], 40.0);
        QCOMPARE(figures[2], 0.0);
        QVERIFY(!holds(lesson.answers[0], lesson, figures));
        QVERIFY(holds(lesson.answers[1], lesson, figures));
        QCOMPARE(with_figures(lesson.why, lesson, lab, figures), "It was 20/s, then 40/s.");
        // Before there is anything to measure no answer is right.
        const auto none = measure(lesson, lab, History{});
        QVERIFY(std::isnan(none[0]));
        QVERIFY(!holds(lesson.answers[0], lesson, none));
        QVERIFY(!holds(lesson.answers[1], lesson, none));
        QCOMPARE(with_figures("{first}{", lesson, lab, none), "–{");
    }

    void a_drawn_curve_is_compared_in_per_cent_of_its_axis() {
        const auto text =
            with(R"("answers": [{"text": "The first", "figure": "then", "relative_to": "first", "at_most": 0.9},
             {"text": "The second", "figure": "then", "relative_to": "first", "at_least": 1.1}])",
                 R"("drawing": {"series": "offered", "up_to": 100})");
        const auto lesson = parse_lesson(text, "l.json", known_labs).value();
        const auto& lab = known_labs[0];
        const auto measured = curve(lesson, lab, run(), 2);
        QCOMPARE(measured, (std::vector<double>{20, 40}));
        const auto off = [&](double first, double second) {
            return distance(*lesson.drawing, std::vector<double>{first, second}, measured);
        };
        QCOMPARE(off(20, 40), 0.0);
        QCOMPARE(off(30, 60), 15.0);
        QCOMPARE(off(std::nan(""), 50), 10.0);
        QVERIFY(std::isnan(off(std::nan(""), std::nan(""))));
        QCOMPARE(curve(lesson, lab, run(), 20).size(), 20u);
        QVERIFY(std::isnan(curve(lesson, lab, History{}, 2)[0]));
    }

    void the_task_begins_where_it_says() {
        const auto lesson = parse_lesson(good, "l.json", known_labs).value();
        const auto experiment = experiment_of(lesson.task, lesson);
        QCOMPARE(experiment.parameters.at("load.rate"), 30.0);
        QVERIFY(experiment.changes.empty());
        QCOMPARE(experiment.lab, "fake-lab");
    }

    void what_is_wrong_is_said_in_one_line_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("error");
        const auto row = [](const char* name, const std::string& text, const std::string& error) {
            QTest::newRow(name) << text << "l.json" + error;
        };
        row("malformed", good.substr(0, good.size() - 1), ":12:85: expected well-formed JSON");
        row("not an object", "[]", ": expected an object with weir, title");
        row("no title", with(R"("title": "Two loads", )", ""), ": title: missing");
        row("empty title", with("Two loads", ""), ": title: expected words, got text ''");
        row("unknown key", with("\"practice\"", "\"practise\""), ": unknown key 'practise' (did you mean 'practice'?)");
        row("twice", with("\"practice\"", "\"title\""), ": key 'title' given twice");
        row("lab", with("fake-lab", "fake-lob"), ": experiment: lab: expected a lab (fake-lab, other-lab)");
        row("threads", with("virtual", "threads"), ": experiment: engine: expected virtual");
        row("long", with("\"duration_s\": 10", "\"duration_s\": 301"),
            ": experiment: duration_s: expected at most 300");
        row("series", with("\"series\": \"offered\"", "\"series\": \"ofered\""),
            ": figures[0]: series: unknown series 'ofered' (did you mean 'offered'?)");
        row("figure twice", with("\"id\": \"then\"", "\"id\": \"first\""), ": figures[1]: id: 'first' given twice");
        row("beyond the run", with("\"to_s\": 10}", "\"to_s\": 11}"),
            ": figures[1]: from_s, to_s: expected a time within");
        row("figure of an answer", with("\"figure\": \"then\"", "\"figure\": \"them\""),
            ": answers[0]: figure: unknown figure 'them' (did you mean 'then'?)");
        row("no bounds", with(", \"at_most\": 0.9", ""), ": answers[0]: expected at_least, at_most or both");
        row("bounds the wrong way", with("\"at_most\": 0.9", "\"at_most\": 1, \"at_least\": 2"),
            ": answers[0]: at_least: expected no more than at_most");
        row("one answer",
            with(R"(,
             {"text": "The second", "figure": "then", "relative_to": "first", "at_least": 1.1})",
                 ""),
            ": expected either two or more answers or a drawing");
        row("answers and a drawing", with("\"why\"", R"("drawing": {"series": "queue", "up_to": 9}, "why")"),
            ": expected either two or more answers or a drawing");
        row("flat axis", with("\"why\"", R"("drawing": {"series": "queue", "up_to": 0}, "why")"),
            ": drawing: up_to: expected the top of the axis, above 0, got '0'");
        row("figure in a text", with("{first}, then", "{last}, then"), ": why: unknown figure 'last'");
        row("goal without conditions",
            with(
                R"([{"series": "offered", "at_least": 60},
                         {"series": "failed", "share_of": "offered", "at_most": 1}])",
                "[]"),
            ": goal: conditions: expected at least one");
        row("goal of no time", with("\"for_s\": 5", "\"for_s\": 0"),
            ": goal: for_s: expected seconds above 0, at most 300");
        row("solution", with("\"solution\": {\"load.rate\": 100}", "\"solution\": {\"load.rate\": 0}"),
            ": goal: solution: load.rate: expected a number from 1 to 100000 /s");
    }
    void what_is_wrong_is_said_in_one_line() {
        QFETCH(std::string, text);
        QFETCH(std::string, error);
        const auto lesson = parse_lesson(text, "l.json", known_labs);
        QVERIFY(!lesson.has_value());
        QVERIFY2(lesson.error().starts_with(error), lesson.error().c_str());
        QVERIFY(lesson.error().find('\n') == std::string::npos);
    }
};

}  // namespace test_lesson

WEIR_TEST(test_lesson, TestLesson)
#include "test_lesson.moc"
