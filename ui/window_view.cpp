// How the window looks: its theme, what is maximised, and what becomes of it when it is hidden or closed.
#include <QApplication>
#include <QCloseEvent>
#include <QLabel>
#include <QScrollArea>
#include <QSettings>

#include "ui/diagrams/diagram.h"
#include "ui/lessons/drawer.h"
#include "ui/plots/plot_board.h"
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
    // Each widget there is takes a new style sheet in, which takes long: not when another lab alone is shown.
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
        settings.setValue(QStringLiteral("lab"), text(experiment_.lab));
    }
    QMainWindow::closeEvent(event);
}

void Window::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) updateTicking();
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
