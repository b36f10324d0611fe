// The drawer's page of a lesson: predict, run, compare with what was measured, then reach the goal by hand.
//
// The panel says what is to be run and looks at the samples; the window runs it. So a lesson needs no run of its own
// kind, and everything that can be done to a run can be done to this one.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/labs/history.h"
#include "core/scenario/lesson.h"
#include "ui/lessons/lesson_store.h"
#include "ui/theme.h"

class QButtonGroup;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace weir::ui {

class CurveCanvas;
class TextLine;

class LessonPanel final : public QWidget {
    Q_OBJECT
public:
    enum class Step { predict, run, compare, goal };

    explicit LessonPanel(const Theme& theme, QWidget* parent = nullptr);

    /// The lessons of this lab, the first of them open, if they are not shown already.
    void showLab(const labs::LabInfo& lab);
    /// One lesson, at its question. @pre it is one of all_lessons()
    void showLesson(const scenario::Lesson& lesson);
    void setTheme(const Theme& theme);

    /// Looks at the run as it is now. Call it some times a second while the lab is shown.
    /// @param experiment what has run: who changes it by hand gets no answer
    void look(const labs::History& history, double now_s, const labs::Experiment& experiment);

    /// How far a lesson has come, for a panel in another language to go on with.
    struct Taken {
        const scenario::Lesson* lesson = nullptr;
        Step step = Step::predict;
        int answer = -1;
        std::vector<double> drawn;
        bool goal_started = false;
    };
    Taken taken() const;
    /// @param history of the lesson's run
    void goOn(const Taken& taken, const labs::History& history);

    const scenario::Lesson* lesson() const { return lesson_; }
    Step step() const { return step_; }
    CurveCanvas* canvas() const { return canvas_; }
    QPushButton* button() const { return go_; }  ///< what leads on from this step
    std::vector<QWidget*> answers() const;
    QString words() const;  ///< all that is written in this step, for who cannot see it

signals:
    void lessonChosen(const weir::scenario::Lesson& lesson);  ///< another one of the lab, by hand
    void runRequested(const weir::labs::Experiment& experiment);
    void ended();  ///< the run has come to its end: what comes after it is not part of the lesson
    void progressed(const weir::scenario::Lesson& lesson, weir::ui::Progress progress);

private:
    void enter(Step step);
    void fillAnswers();
    void fillMeasured(const labs::History& history);
    void fillGoal();
    void watchGoal(const labs::History& history);
    void markAnswers(const std::vector<double>& figures);
    void refreshButton();
    void go();
    bool isPredicted() const;
    QLabel* addLine(QVBoxLayout& column, const QString& words, bool quiet = false);

    const Theme* theme_;
    const labs::LabInfo* lab_ = nullptr;
    const scenario::Lesson* lesson_ = nullptr;
    Step step_ = Step::predict;
    bool started_ = false;  // the goal's run
    std::optional<scenario::GoalWatch> watch_;
    double looked_to_s_ = 0;

    QComboBox* chooser_;
    TextLine* path_;
    QLabel* question_;
    QWidget* answers_box_;
    QVBoxLayout* answers_;
    QButtonGroup* choice_;
    CurveCanvas* canvas_;
    QScrollArea* results_area_ = nullptr;
    QWidget* results_box_;
    QVBoxLayout* results_;
    QLabel* note_;
    QProgressBar* held_;
    QLabel* held_words_;
    std::vector<QLabel*> conditions_;
    QPushButton* go_;
};

}  // namespace weir::ui
