// What the window does for a lesson: lists them, runs what they ask for, and remembers how far the learner has come.
#include <QDockWidget>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/diagrams/diagram.h"
#include "ui/lessons/drawer.h"
#include "ui/lessons/lesson_panel.h"
#include "ui/run_bar.h"
#include "ui/text.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

// A lesson's run is to be watched, not waited for.
constexpr double watching_s = 12;

constexpr int mark_size = 12;

/// A ring for a lesson not begun, half full once its question is answered, full once its goal is reached.
QPixmap mark_of(Progress progress, const Theme& theme, double scale) {
    QPixmap picture{QSize{mark_size, mark_size} * scale};
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QPainter painter{&picture};
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle{1, 1, mark_size - 2, mark_size - 2};
    painter.setPen(QPen{progress == Progress::none ? theme.muted : theme.good, 1.4});
    painter.drawEllipse(circle);
    painter.setBrush(theme.good);
    constexpr int half_circle = 180 * 16;  // of Qt's sixteenths of a degree
    if (progress == Progress::answered) painter.drawPie(circle, half_circle / 2, half_circle);
    if (progress == Progress::reached) painter.drawEllipse(circle);
    return picture;
}

QString words_of(Progress progress) {
    switch (progress) {
        case Progress::none:
            return Window::tr("not begun");
        case Progress::answered:
            return Window::tr("question answered");
        case Progress::reached:
            return Window::tr("goal reached");
    }
    return {};
}

}  // namespace

void Window::buildLessons(QVBoxLayout& column) {
    auto* heading = new QLabel{tr("LESSONS")};
    heading->setObjectName(QStringLiteral("groupTitle"));
    heading->setContentsMargins(8, 8, 0, 2);
    column.addWidget(heading);
    lessons_ = new QListWidget;
    lessons_->setObjectName(QStringLiteral("lessonList"));
    lessons_->setAccessibleName(tr("Lessons"));
    lessons_->setWhatsThis(
        tr("The lessons: a question, a run that answers it, then a goal to reach by hand. The ring "
           "is half full once the question is answered and full once the goal is reached."));
    lessons_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    lessons_->setTextElideMode(Qt::ElideRight);
    for (const auto& lesson : all_lessons()) {
        auto* item = new QListWidgetItem{text(lesson.title), lessons_};
        item->setToolTip(lesson.practice.empty() ? text(lesson.title)
                                                 : tr("%1: %2").arg(text(lesson.practice), text(lesson.title)));
    }
    column.addWidget(lessons_, 1);
    // Not while the arrows go through the list: a lesson takes the lab over.
    const auto open = [this](const QListWidgetItem* item) {
        showLesson(all_lessons()[static_cast<std::size_t>(lessons_->row(item))]);
    };
    connect(lessons_, &QListWidget::itemClicked, this, open);
    connect(lessons_, &QListWidget::itemActivated, this, open);
    auto* panel = drawer_->lesson();
    connect(panel, &LessonPanel::lessonChosen, this, &Window::showLesson);
    connect(panel, &LessonPanel::runRequested, this, &Window::runForLesson);
    connect(panel, &LessonPanel::ended, this, [this] { setRunning(false); });
    connect(panel, &LessonPanel::progressed, this, [this](const scenario::Lesson& lesson, Progress progress) {
        if (options_.remember) remember_progress(lesson, progress);
        refreshLessons();
    });
}

void Window::buildLessonMenu(QMenu& menu) {
    for (const auto& lesson : all_lessons())
        connect(menu.addAction(text(lesson.title)), &QAction::triggered, this, [this, &lesson] { showLesson(lesson); });
}

void Window::refreshLessons() {
    const auto& all = all_lessons();
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto* item = lessons_->item(static_cast<int>(i));
        const auto progress = options_.remember ? progress_of(all[i]) : Progress::none;
        item->setIcon(mark_of(progress, *theme_, devicePixelRatioF()));
        item->setData(Qt::AccessibleTextRole, tr("%1, %2").arg(item->text(), words_of(progress)));
    }
}

/// The list shows which lesson was asked for, until another lab's is in the drawer.
void Window::markLesson(const scenario::Lesson* lesson) {
    const auto& all = all_lessons();
    const auto found = std::ranges::find_if(all, [&](const auto& each) { return &each == lesson; });
    lessons_->setCurrentRow(found != all.end() ? static_cast<int>(found - all.begin()) : -1);
}

void Window::showLesson(const scenario::Lesson& lesson) {
    drawer_->lesson()->showLesson(lesson);
    openDrawer(true);
    running_ = false;  // the question first
    open(lesson.experiment);
    markLesson(&lesson);
    drawer_->setCurrentWidget(drawer_->lesson());
}

void Window::runForLesson(const labs::Experiment& experiment) {
    running_ = true;
    // What is asked for a second time runs as long as the learner likes, in real time.
    const bool watched = drawer_->lesson()->step() == LessonPanel::Step::run;
    run_bar_->setSpeed(watched ? std::max(1.0, experiment.duration_s / watching_s) : 1);
    open(experiment);
    // Its button is not to be pressed now: by the keyboard one goes on at what is to be watched.
    if (watched && diagram_ != nullptr) diagram_->setFocus();
}

void Window::askLesson() { drawer_->lesson()->look(history_, session_->now_s(), session_->experiment()); }

}  // namespace weir::ui
