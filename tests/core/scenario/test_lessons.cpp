// Every lesson that the program carries is run: its figures are there to be measured, exactly one answer is right, and
// its goal is out of reach at first and within reach by the solution it names.
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "core/labs/runner.h"
#include "core/scenario/lesson.h"
#include "tests/program.h"

namespace test_lessons {

using namespace weir::labs;
using namespace weir::scenario;

// Good practice, each item a lesson that measures it.
const std::vector<std::string> practices{"Concurrency limits",
                                         "Backpressure",
                                         "Cooperative cancellation",
                                         "Lock contention",
                                         "Rate limiting",
                                         "Circuit breakers",
                                         "Batching",
                                         "Profiling tasks",
                                         "Choosing the primitive",
                                         "Designing for failure"};

// What a learner may take to see whether a goal is reached, after its own time.
constexpr double patience_s = 20;

struct Read {
    std::vector<Lesson> lessons;
    std::vector<std::string> errors;
};

const Read& read_all() {
    static const Read all = [] {
        Read read;
        const QDir folder{QStringLiteral(WEIR_SOURCE "/resources/lessons")};
        for (const auto& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file{folder.filePath(name)};
            if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(name));
            auto lesson = parse_lesson(file.readAll().toStdString(), name.toStdString(), registry());
            if (lesson)
                read.lessons.push_back(*lesson);
            else
                read.errors.push_back(lesson.error());
        }
        return read;
    }();
    return all;
}

const std::vector<Lesson>& all_lessons() { return read_all().lessons; }

History history_of(const Experiment& experiment) {
    History history;
    Observer observer;
    observer.on_sample = [&](const Sample& sample) { history.add(sample); };
    run_experiment(experiment, observer);
    return history;
}

void each_lesson() {
    QTest::addColumn<int>("number");
    const auto& lessons = all_lessons();
    for (std::size_t i = 0; i < lessons.size(); ++i) QTest::newRow(lessons[i].id.c_str()) << static_cast<int>(i);
}

/// The goal of a lesson watched in a run from these parameters.
GoalWatch watched(const Lesson& lesson, const std::map<std::string, double>& parameters) {
    auto experiment = experiment_of(lesson.task, lesson);
    for (const auto& [id, value] : parameters) experiment.parameters[id] = value;
    experiment.duration_s = lesson.task.goal.for_s + patience_s;
    GoalWatch watch{lesson.task.goal, *find_lab(lesson.experiment.lab)};
    watch.look(history_of(experiment));
    return watch;
}

std::string told(const Lesson& lesson, const GoalWatch& watch) {
    std::string text;
    const auto& lab = *find_lab(lesson.experiment.lab);
    for (std::size_t i = 0; i < watch.values().size(); ++i) {
        const auto& condition = lesson.task.goal.conditions[i];
        text += "\n  " + words_of(condition, lab) + ": " +
                format_figure(watch.values()[i], unit_of(condition.measure, lab));
    }
    return text + "\n  held for " + format_figure(watch.held_s(), "s");
}

class TestLessons : public QObject {
    Q_OBJECT
private slots:
    void each_is_read() {
        for (const auto& error : read_all().errors) QFAIL(error.c_str());
    }

    void each_is_carried_by_the_program() {
        QFile list{QStringLiteral(WEIR_SOURCE "/resources/weir.qrc")};
        QVERIFY(list.open(QIODevice::ReadOnly));
        const auto carried = list.readAll();
        for (const auto& lesson : all_lessons()) {
            const auto entry = "<file>lessons/" + lesson.id + ".json</file>";
            QVERIFY2(carried.contains(entry.c_str()), lesson.id.c_str());
        }
    }

    void each_lab_and_each_good_practice_has_one() {
        std::map<std::string, int> labs;
        std::map<std::string, int> of_practice;
        for (const auto& lesson : all_lessons()) {
            ++labs[lesson.experiment.lab];
            ++of_practice[lesson.practice];
        }
        for (const auto& lab : registry()) QVERIFY2(labs[lab.id] > 0, lab.id.c_str());
        for (const auto& practice : practices) QVERIFY2(of_practice[practice] > 0, practice.c_str());
    }

    void exactly_one_answer_is_right_data() { each_lesson(); }
    void exactly_one_answer_is_right() {
        QFETCH(int, number);
        const auto lesson = all_lessons()[static_cast<std::size_t>(number)];
        const auto& lab = *find_lab(lesson.experiment.lab);
        const auto history = history_of(lesson.experiment);
        const auto figures = measure(lesson, lab, history);
        std::string told;
        for (std::size_t i = 0; i < figures.size(); ++i)
            told += "\n  " + lesson.figures[i].label + ": " +
                    format_figure(figures[i], unit_of(lesson.figures[i].measure, lab));
        int right = 0;
        for (const auto& answer : lesson.answers) {
            const bool so = holds(answer, lesson, figures);
            right += so ? 1 : 0;
            told += std::string{"\n  "} + (so ? "[x] " : "[ ] ") + answer.text;
        }
        told += "\n  " + with_figures(lesson.why, lesson, lab, figures);
        qInfo("%s%s", lesson.title.c_str(), told.c_str());
        for (const double figure : figures) QVERIFY(std::isfinite(figure));
        if (!lesson.drawing) {
            QCOMPARE(right, 1);
            return;
        }
        // The curve fits its axis and fills a good part of it, and is no flat line that anybody would draw.
        double highest = 0;
        double lowest = lesson.drawing->up_to;
        for (int s = 0; s + 1 <= lesson.experiment.duration_s; ++s) {
            const double value = value_of({lesson.drawing->series, ""}, lab, history, s, s + 1);
            if (std::isnan(value)) continue;
            highest = std::max(highest, value);
            lowest = std::min(lowest, value);
        }
        qInfo("drawn: %g to %g, axis to %g", lowest, highest, lesson.drawing->up_to);
        QVERIFY(highest <= lesson.drawing->up_to);
        QVERIFY(highest >= 0.4 * lesson.drawing->up_to);
        QVERIFY(lowest < 0.7 * highest);
    }

    void the_goal_is_to_be_reached_and_not_reached_at_first_data() { each_lesson(); }
    void the_goal_is_to_be_reached_and_not_reached_at_first() {
        QFETCH(int, number);
        const auto lesson = all_lessons()[static_cast<std::size_t>(number)];
        const auto& lab = *find_lab(lesson.experiment.lab);
        const auto first = watched(lesson, {});
        qInfo("at first:%s", told(lesson, first).c_str());
        QVERIFY(!first.reached());
        const auto solved = watched(lesson, lesson.task.solution);
        qInfo("by the solution:%s", told(lesson, solved).c_str());
        QVERIFY(solved.reached());
        for (const auto& [id, value] : lesson.task.solution) {
            const auto begin = lesson.task.parameters.find(id);
            const bool changes = begin == lesson.task.parameters.end() || begin->second != value;
            QVERIFY2(changes, (id + " is so already").c_str());
            QVERIFY2(!check(**find_spec(lab, id), value), id.c_str());
        }
    }
};

}  // namespace test_lessons

WEIR_TEST(test_lessons, TestLessons)
#include "test_lessons.moc"
