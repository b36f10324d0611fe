// What the user has the window be like, remembered from one start to the next: contrast, presenter's mode, reduced
// motion, the series in the plots, and that the hint has been seen.
#include <QApplication>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QMenu>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>
#include <utility>

#include "ui/controls/control_panel.h"
#include "ui/diagrams/diagram.h"
#include "ui/hint_line.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"
#include "ui/stage.h"
#include "ui/text.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

// Read from the back of a room, and still everything in a window of 1280 by 720.
constexpr double presenter_scale = 1.4;

const QString contrast_key = QStringLiteral("high_contrast");
const QString presenter_key = QStringLiteral("presenter");
const QString motion_key = QStringLiteral("reduced_motion");
const QString hint_key = QStringLiteral("hint_seen");

/// Where the choice for a plot is kept. Titles have slashes, which divide a key.
QString series_key(const labs::LabInfo& info, std::size_t plot) {
    return QStringLiteral("series/%1/%2")
        .arg(as_is(info.id), QString::fromLatin1(QUrl::toPercentEncoding(as_is(info.plots[plot].title))));
}

}  // namespace

void Window::recallModes() {
    if (options_.remember) {
        const QSettings settings;
        high_contrast_ = settings.value(contrast_key).toBool();
        presenter_ = settings.value(presenter_key).toBool();
        reduced_motion_ = settings.value(motion_key).toBool();
    }
    set_interface_scale(presenter_ ? presenter_scale : 1);
    QEvent larger{QEvent::ApplicationFontChange};  // Qt tells only windows that have been shown
    QApplication::sendEvent(this, &larger);
    setDockOptions(reduced_motion_ ? DockOptions{} : AnimatedDocks);
}

void Window::buildModes(QMenu& menu) {
    presenter_action_ = menu.addAction(tr("P&resenter mode"));
    presenter_action_->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    presenter_action_->setAutoRepeat(false);
    presenter_action_->setCheckable(true);
    presenter_action_->setChecked(presenter_);
    connect(presenter_action_, &QAction::toggled, this, &Window::setPresenter);
    motion_action_ = menu.addAction(tr("Re&duced motion"));
    motion_action_->setCheckable(true);
    motion_action_->setChecked(reduced_motion_);
    connect(motion_action_, &QAction::toggled, this, &Window::setReducedMotion);
}

void Window::buildContrast(QMenu& menu) {
    menu.addSeparator();
    contrast_action_ = menu.addAction(tr("&High contrast"));
    contrast_action_->setCheckable(true);
    contrast_action_->setChecked(high_contrast_);
    connect(contrast_action_, &QAction::toggled, this, &Window::chooseContrast);
}

void Window::keep(const QString& key, bool on) const {
    if (options_.remember) QSettings{}.setValue(key, on);
}

void Window::chooseContrast(bool high) {
    if (std::exchange(high_contrast_, high) == high) return;
    contrast_action_->setChecked(high);
    keep(contrast_key, high);
    applyTheme();
}

void Window::setReducedMotion(bool reduced) {
    if (std::exchange(reduced_motion_, reduced) == reduced) return;
    motion_action_->setChecked(reduced);
    keep(motion_key, reduced);
    setDockOptions(reduced ? DockOptions{} : AnimatedDocks);
    for (auto* diagram : stage_->findChildren<Diagram*>()) diagram->setReducedMotion(reduced);
    redraw();
}

void Window::setPresenter(bool on) {
    if (std::exchange(presenter_, on) == on) return;
    presenter_action_->setChecked(on);
    keep(presenter_key, on);
    if (on) hidePanels(true);  // first: what is larger needs their room
    set_interface_scale(on ? presenter_scale : 1);
    applyTheme();
    fitScale();
    fitPlots(!drawer_dock_->isHidden());
    if (!on) hidePanels(false);
}

void Window::hidePanels(bool hidden) {
    if (hidden) {
        layout_before_ = saveState();
        patterns_dock_->hide();
        controls_dock_->hide();
    } else {
        const bool drawer = !drawer_dock_->isHidden();  // it may have been opened meanwhile, or closed
        restoreState(layout_before_);
        drawer_dock_->setVisible(drawer);
        fitPlots(!drawer_dock_->isHidden());
    }
}

void Window::fitScale() {
    patterns_dock_->widget()->setMinimumWidth(scaled(190));
    controls_->setMinimumWidth(scaled(282));
    stage_->fitScale();
}

void Window::followSystem() {
    system_dark_ = options_.system_dark();
    if (theme_choice_ == 0) applyTheme();
}

void Window::buildHint() {
    if (QSettings{}.value(hint_key).toBool()) return;
    hint_ = new HintLine;
    connect(hint_, &HintLine::dismissed, this, &Window::dismissHint);
    centre_layout_->insertWidget(1, hint_);
}

void Window::dismissHint() {
    if (hint_ == nullptr) return;
    hint_->hide();  // deleted once its own click is over
    hint_->deleteLater();
    hint_ = nullptr;
    keep(hint_key, true);
}

void Window::restoreSeries() {
    const auto& info = session_->info();
    const auto plot_at = [this](std::size_t i) { return qobject_cast<TimePlot*>(plots_->plot(i)); };
    if (options_.remember) {
        const QSettings settings;
        for (std::size_t i = 0; i < plots_->plotCount(); ++i)
            plot_at(i)->chooseSeries(settings.value(series_key(info, i)).toStringList());
    }
    connect(plots_, &PlotBoard::seriesChosen, this, [this, &info, plot_at](std::size_t i) {
        redraw();
        if (!options_.remember) return;
        QSettings settings;
        if (plot_at(i)->asDesigned())
            settings.remove(series_key(info, i));
        else
            settings.setValue(series_key(info, i), plot_at(i)->series());
    });
}

void Window::openContextMenu() {
    auto* const widget = QApplication::focusWidget();
    if (widget == nullptr) return;
    const auto at = widget->rect().center();
    QContextMenuEvent asked{QContextMenuEvent::Keyboard, at, widget->mapToGlobal(at)};
    QApplication::sendEvent(widget, &asked);
}

}  // namespace weir::ui
