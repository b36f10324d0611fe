// How the window looks: its theme, what is maximised, and what becomes of it when it is hidden or closed.
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QScrollArea>
#include <QSettings>
#include <QToolBar>
#include <QVBoxLayout>

#include "ui/diagrams/diagram.h"
#include "ui/lessons/drawer.h"
#include "ui/lessons/lesson_panel.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/stage.h"
#include "ui/text.h"
#include "ui/window.h"

namespace weir::ui {

void Window::chooseTheme(int choice) {
    theme_choice_ = choice;
    if (options_.remember) QSettings{}.setValue(QStringLiteral("theme"), choice);
    applyTheme();
}

void Window::applyTheme() {
    theme_ = &theme_for(theme_choice_ == 0 ? system_dark_ : theme_choice_ == 2, high_contrast_);
    // Each widget there is takes a new style sheet in, which takes long.
    if (const auto sheet = theme_->style_sheet(); qApp->styleSheet() != sheet) {
        qApp->setPalette(theme_->palette());
        qApp->setStyleSheet(sheet);
    }
    refreshLessons();
    for (auto* diagram : stage_->findChildren<Diagram*>()) diagram->setTheme(*theme_);
    drawer_->setTheme(*theme_);
    if (plots_ != nullptr) plots_->setTheme(*theme_);
    redraw();
}

void Window::chooseLanguage(Language language) {
    if (options_.remember) remember_language(language);
    speak(language);
}

void Window::rebuild() {
    language_ = spoken_language();
    const auto layout = saveState();
    const auto message = banner_->text();
    const bool good = banner_->property("good").toBool();
    const bool drawer = !drawer_dock_->isHidden();
    const QList<int> widths{patterns_dock_->width(), controls_dock_->width()};
    const auto lesson = drawer_->lesson()->taken();
    const int tab = drawer_->currentIndex();
    const bool frame_times = overlay_->isVisible();
    const double speed = run_bar_->speed();
    delete menuBar();
    for (auto* bar : findChildren<QToolBar*>(Qt::FindDirectChildrenOnly)) {
        removeToolBar(bar);
        delete bar;
    }
    for (auto* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly)) {
        removeDockWidget(dock);
        delete dock;
    }
    delete takeCentralWidget();
    diagram_ = nullptr;
    plots_ = nullptr;
    controls_ = nullptr;
    maximised_ = nullptr;
    const bool hint = std::exchange(hint_, nullptr) != nullptr;
    buildFrame();
    buildMenus();
    if (hint) buildHint();
    applyTheme();
    buildLab();
    pinChanges();
    fitPlots(drawer);
    // In a window that is shown already these come hidden; and beside a hidden middle the panels take its room.
    menuBar()->show();
    centre_->show();
    centre_layout_->activate();
    restoreState(layout);
    resizeDocks({patterns_dock_, controls_dock_}, widths, Qt::Horizontal);  // which it does not do to new ones
    run_bar_->setSpeed(speed);
    run_bar_->showState(running_, experiment_.engine, experiment_.seed);
    run_bar_->showComparing(isComparing());
    drawer_->lesson()->goOn(lesson, history_);
    drawer_->setCurrentIndex(tab);
    overlay_->setVisible(frame_times);
    say(message, good);
    if (diagram_ != nullptr) diagram_->setFocus();
    drawNow();
}

void Window::maximise(QWidget* part) {
    if (maximised_ != nullptr) {
        restoreParts();
        return;
    }
    if (part == nullptr) return;
    maximised_ = part;
    stage_->setVisible(part == stage_);
    plots_area_->setVisible(part != stage_);
    for (std::size_t i = 0; i < plots_->plotCount(); ++i)
        plots_->plot(i)->setVisible(part == stage_ || plots_->plot(i) == part);
}

void Window::restoreParts() {
    maximised_ = nullptr;
    stage_->show();
    plots_area_->show();
    for (std::size_t i = 0; i < plots_->plotCount(); ++i) plots_->plot(i)->show();
}

void Window::closeEvent(QCloseEvent* event) {
    if (options_.remember) {
        QSettings settings;
        settings.setValue(QStringLiteral("geometry"), saveGeometry());
        settings.setValue(QStringLiteral("layout"), presenter_ ? layout_before_ : saveState());
        dismissHint();
        settings.setValue(QStringLiteral("lab"), as_is(experiment_.lab));
    }
    QMainWindow::closeEvent(event);
}

void Window::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) updateTicking();
    if (event->type() == QEvent::LanguageChange && language_ != spoken_language()) rebuild();
}

void Window::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    updateTicking();
}

void Window::hideEvent(QHideEvent* event) {
    QMainWindow::hideEvent(event);
    updateTicking();
}

}  // namespace weir::ui
