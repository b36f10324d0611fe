#include "ui/lessons/lesson_panel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/lessons/answer_button.h"
#include "ui/lessons/curve_canvas.h"
#include "ui/text.h"
#include "ui/text_line.h"

namespace weir::ui {
namespace {

constexpr int parts_of_progress = 1000;
constexpr int go_width = 120;  // the same at each step

QLabel* wrapped(const QString& words) {
    auto* label = new QLabel{words};
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    return label;
}

/// A column that scrolls where a small window has no room for it.
QScrollArea* scrolling(QWidget* column) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setMinimumHeight(40);
    area->setWidget(column);
    return area;
}

void empty(QVBoxLayout& column) {
    while (auto* item = column.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

}  // namespace

LessonPanel::LessonPanel(const Theme& theme, QWidget* parent)
    : QWidget{parent},
      theme_{&theme},
      chooser_{new QComboBox},
      path_{new TextLine},
      question_{wrapped({})},
      answers_box_{new QWidget},
      answers_{new QVBoxLayout{answers_box_}},
      choice_{new QButtonGroup{this}},
      canvas_{new CurveCanvas{theme}},
      results_box_{new QWidget},
      results_{new QVBoxLayout{results_box_}},
      note_{wrapped({})},
      held_{new QProgressBar},
      held_words_{wrapped({})},
      go_{new QPushButton} {
    setAccessibleName(tr("Lesson"));
    setWhatsThis(
        tr("A lesson: say what you expect, watch the run, compare it with what was measured, and reach the goal "
           "by hand."));
    auto* rows = new QVBoxLayout{this};
    rows->setContentsMargins(12, 6, 12, 8);
    rows->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    chooser_->setAccessibleName(tr("Lesson of this lab"));
    chooser_->setWhatsThis(tr("The lessons of this lab. All labs' are in the list on the left and in the menu."));
    go_->setWhatsThis(tr("Takes the lesson its next step: the run, the goal, the next lesson."));
    canvas_->setWhatsThis(
        tr("Draw here with the mouse how it will go, or with the arrow keys: Left and Right move in "
           "time, Up and Down change the value."));
    chooser_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    go_->setObjectName(QStringLiteral("primary"));
    go_->setAutoDefault(false);
    go_->setMinimumWidth(go_width);
    head->addWidget(chooser_);
    head->addWidget(path_, 1);
    head->addWidget(go_);
    rows->addLayout(head);

    auto* left = new QWidget;
    auto* left_column = new QVBoxLayout{left};
    left_column->setContentsMargins(0, 0, 0, 0);
    left_column->setSpacing(8);
    answers_->setContentsMargins(0, 0, 0, 0);
    answers_->setSpacing(4);
    note_->setObjectName(QStringLiteral("caption"));
    left_column->addWidget(question_);
    left_column->addWidget(answers_box_);
    left_column->addWidget(note_);
    left_column->addStretch();
    results_->setContentsMargins(0, 0, 0, 0);
    results_->setSpacing(4);
    auto* right = new QWidget;
    auto* right_column = new QVBoxLayout{right};
    right_column->setContentsMargins(0, 0, 0, 0);
    right_column->addWidget(results_box_);
    held_->setRange(0, parts_of_progress);
    held_->setTextVisible(false);
    held_->setAccessibleName(tr("How long the goal has held"));
    right_column->addWidget(held_);
    right_column->addWidget(held_words_);
    right_column->addStretch();
    results_area_ = scrolling(right);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(24);
    columns->addWidget(scrolling(left), 1);
    columns->addWidget(canvas_, 1);
    columns->addWidget(results_area_, 1);
    rows->addLayout(columns, 1);
    canvas_->hide();  // until there is something to draw
    results_area_->hide();

    connect(chooser_, &QComboBox::activated, this, [this](int index) {
        const auto& all = all_lessons();
        emit lessonChosen(all[chooser_->itemData(index).toULongLong()]);
    });
    connect(choice_, &QButtonGroup::idToggled, this, [this] { refreshButton(); });
    connect(canvas_, &CurveCanvas::changed, this, &LessonPanel::refreshButton);
    connect(go_, &QPushButton::clicked, this, &LessonPanel::go);
}

void LessonPanel::showLab(const labs::LabInfo& lab) {
    if (lesson_ != nullptr && lesson_->experiment.lab == lab.id) return;
    for (const auto& lesson : all_lessons())
        if (lesson.experiment.lab == lab.id) return showLesson(lesson);
}

void LessonPanel::showLesson(const scenario::Lesson& lesson) {
    lesson_ = &lesson;
    lab_ = labs::find_lab(lesson.experiment.lab);
    chooser_->clear();
    const auto& all = all_lessons();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].experiment.lab != lesson.experiment.lab) continue;
        chooser_->addItem(text(all[i].title), QVariant::fromValue(static_cast<qulonglong>(i)));
        if (&all[i] == &lesson) chooser_->setCurrentIndex(chooser_->count() - 1);
    }
    note_->clear();
    fillAnswers();
    enter(Step::predict);
}

LessonPanel::Taken LessonPanel::taken() const {
    return {lesson_, step_, choice_->checkedId(), canvas_->drawn(), started_};
}

void LessonPanel::goOn(const Taken& taken, const labs::History& history) {
    if (taken.lesson == nullptr) return;
    showLesson(*taken.lesson);
    if (auto* answer = choice_->button(taken.answer); answer != nullptr) answer->setChecked(true);
    if (lesson_->drawing) canvas_->setDrawn(taken.drawn);
    enter(taken.step);
    if (step_ == Step::compare) fillMeasured(history);
    started_ = taken.goal_started;
    refreshButton();
}

void LessonPanel::setTheme(const Theme& theme) {
    theme_ = &theme;
    canvas_->setTheme(theme);
    if (lesson_ != nullptr) enter(step_);
}

void LessonPanel::fillAnswers() {
    for (auto* button : choice_->buttons()) choice_->removeButton(button);
    empty(*answers_);
    for (std::size_t i = 0; i < lesson_->answers.size(); ++i) {
        auto* button = new AnswerButton{text(lesson_->answers[i].text)};
        choice_->addButton(button, static_cast<int>(i));
        answers_->addWidget(button);
    }
    if (lesson_->drawing) canvas_->showLesson(*lesson_, *lab_);
}

std::vector<QWidget*> LessonPanel::answers() const {
    std::vector<QWidget*> all;
    for (auto* button : choice_->buttons()) all.push_back(button);
    return all;
}

bool LessonPanel::isPredicted() const { return lesson_->drawing ? canvas_->isDrawn() : choice_->checkedId() >= 0; }

void LessonPanel::enter(Step step) {
    const bool other = step != step_;
    step_ = step;
    const std::pair<Step, QString> names[] = {{Step::predict, tr("Predict")},
                                              {Step::run, tr("Run")},
                                              {Step::compare, tr("Compare")},
                                              {Step::goal, tr("Reach the goal")}};
    TextLine::Pieces path;
    for (const auto& [each, name] : names) {
        if (!path.empty()) path.push_back({QStringLiteral(" → "), false, theme_->muted});
        path.push_back({name, each == step, each == step ? theme_->text : theme_->muted});
    }
    path_->setPieces(std::move(path));
    const bool goal = step == Step::goal;
    question_->setText(text(goal ? lesson_->task.text : lesson_->question));
    answers_box_->setVisible(!goal);
    for (auto* button : choice_->buttons()) button->setEnabled(step == Step::predict);
    canvas_->setVisible(lesson_->drawing.has_value() && !goal);
    canvas_->setDrawable(step == Step::predict);
    held_->setVisible(goal);
    held_words_->setVisible(goal);
    results_area_->setVisible(goal || step == Step::compare);
    if (other || step == Step::predict) {
        empty(*results_);
        conditions_.clear();
        started_ = false;
        watch_.reset();
        looked_to_s_ = 0;
        if (goal) fillGoal();
    }
    refreshButton();
}

void LessonPanel::refreshButton() {
    if (lesson_ == nullptr) return;
    switch (step_) {
        case Step::predict:
            go_->setText(tr("Run it"));
            go_->setToolTip(isPredicted() ? tr("Runs the experiment and measures")
                                          : tr("First say what you expect: choose or draw"));
            break;
        case Step::run:
            go_->setText(tr("Running…"));
            go_->setToolTip(tr("The answer comes at the end of the run"));
            break;
        case Step::compare:
            go_->setText(tr("Now by hand"));
            go_->setToolTip(tr("Reach a goal by changing parameters"));
            break;
        case Step::goal:
            go_->setText(started_ ? tr("Begin anew") : tr("Begin"));
            go_->setToolTip(tr("Starts the run from where the goal is still missed"));
            break;
    }
    go_->setEnabled(step_ == Step::predict ? isPredicted() : step_ != Step::run);
}

void LessonPanel::go() {
    switch (step_) {
        case Step::predict:
            note_->clear();
            enter(Step::run);
            emit runRequested(lesson_->experiment);
            break;
        case Step::run:
            break;
        case Step::compare:
            enter(Step::goal);
            break;
        case Step::goal:
            started_ = true;
            watch_.reset();
            looked_to_s_ = 0;
            note_->clear();
            refreshButton();
            emit runRequested(scenario::experiment_of(lesson_->task, *lesson_));
            break;
    }
}

void LessonPanel::look(const labs::History& history, double now_s, const labs::Experiment& experiment) {
    if (lesson_ == nullptr) return;
    if (step_ == Step::goal && started_ && experiment.lab == lesson_->experiment.lab) watchGoal(history);
    if (step_ != Step::run) return;
    const auto& asked = lesson_->experiment;
    const bool same = experiment.lab == asked.lab && experiment.engine == asked.engine &&
                      experiment.seed == asked.seed && experiment.parameters == asked.parameters &&
                      experiment.changes == asked.changes;
    if (!same) {
        note_->setText(tr("Something was changed by hand: this run does not answer the question. Run it again."));
        enter(Step::predict);
        return;
    }
    if (now_s < asked.duration_s || history.size() == 0 || history.samples().back().t_s + 1e-6 < asked.duration_s)
        return;
    emit ended();
    enter(Step::compare);
    fillMeasured(history);
    emit progressed(*lesson_, Progress::answered);
}

QLabel* LessonPanel::addLine(QVBoxLayout& column, const QString& words, bool quiet) {
    auto* label = wrapped(words);
    if (quiet) label->setObjectName(QStringLiteral("caption"));
    column.addWidget(label);
    return label;
}

void LessonPanel::fillMeasured(const labs::History& history) {
    const auto figures = scenario::measure(*lesson_, *lab_, history);
    if (lesson_->drawing) {
        auto measured = scenario::curve(*lesson_, *lab_, history, CurveCanvas::steps);
        const double off = scenario::distance(*lesson_->drawing, canvas_->drawn(), measured);
        canvas_->showMeasured(std::move(measured));
        if (!std::isnan(off))
            addLine(*results_, tr("Your curve (dashed) is %1 of the axis away from the measured one, in the mean.")
                                   .arg(text(scenario::format_figure(off, "%"))));
    } else {
        markAnswers(figures);
    }
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto& figure = lesson_->figures[i];
        addLine(*results_,
                tr("%1: %2").arg(text(figure.label),
                                 text(scenario::format_figure(figures[i], scenario::unit_of(figure.measure, *lab_)))),
                true);
    }
    const auto figure = [](double value, const std::string& unit) {
        return text(scenario::format_figure(value, unit)).toStdString();
    };
    addLine(*results_,
            as_is(scenario::with_figures(text(lesson_->why).toStdString(), *lesson_, *lab_, figures, figure)));
}

void LessonPanel::markAnswers(const std::vector<double>& figures) {
    bool any = false;
    for (std::size_t i = 0; i < lesson_->answers.size(); ++i) {
        const bool right = scenario::holds(lesson_->answers[i], *lesson_, figures);
        const bool chosen = choice_->checkedId() == static_cast<int>(i);
        any = any || right;
        auto* button = static_cast<AnswerButton*>(choice_->button(static_cast<int>(i)));
        auto words = text(lesson_->answers[i].text);
        if (right) words += chosen ? tr("  ✓ measured, as you said") : tr("  ✓ measured");
        if (!right && chosen) words += tr("  ✗ not so");
        button->setWords(words);
        button->setProperty("tone", right ? "good" : chosen ? "bad" : "");
        button->style()->polish(button);
    }
    if (!any) addLine(*results_, tr("What was measured is none of these."));
}

void LessonPanel::fillGoal() {
    for (const auto& condition : lesson_->task.goal.conditions) {
        conditions_.push_back(addLine(*results_, text(scenario::words_of(condition, *lab_))));
    }
    held_->setValue(0);
    held_words_->setText(tr("for %1 s without a break").arg(lesson_->task.goal.for_s));
}

void LessonPanel::watchGoal(const labs::History& history) {
    const auto& goal = lesson_->task.goal;
    if (history.size() == 0) return;
    const double newest_s = history.samples().back().t_s;
    if (!watch_ || newest_s < looked_to_s_) watch_.emplace(goal, *lab_);  // the run has begun anew
    looked_to_s_ = newest_s;
    const bool before = watch_->reached();
    watch_->look(history);
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
        const auto& condition = goal.conditions[i];
        const double value = watch_->values()[i];
        const bool holds = condition.bounds.hold(value);
        conditions_[i]->setText(
            tr("%1 %2: now %3")
                .arg(holds ? QStringLiteral("✓") : QStringLiteral("✗"), text(scenario::words_of(condition, *lab_)),
                     text(scenario::format_figure(value, scenario::unit_of(condition.measure, *lab_)))));
    }
    const double held_s = watch_->reached() ? goal.for_s : std::min(watch_->held_s(), goal.for_s);
    held_->setValue(static_cast<int>(held_s / goal.for_s * parts_of_progress));
    held_words_->setText(watch_->reached() ? tr("Reached: held for %1 s").arg(goal.for_s)
                                           : tr("held for %1 of %2 s").arg(held_s, 0, 'f', 1).arg(goal.for_s));
    if (watch_->reached() && !before) {
        note_->setText(tr("You have reached the goal."));
        emit progressed(*lesson_, Progress::reached);
    }
}

QString LessonPanel::words() const {
    QStringList all{question_->text()};
    for (const auto* button : choice_->buttons()) all << button->text();
    for (const auto* label : results_box_->findChildren<QLabel*>()) all << label->text();
    if (!note_->text().isEmpty()) all << note_->text();
    if (step_ == Step::goal) all << held_words_->text();
    return all.join(QLatin1Char{'\n'});
}

}  // namespace weir::ui

#include "moc_lesson_panel.cpp"
