// The window's parts: what stands around every lab, and what is made anew for each.
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QToolBar>
#include <QVBoxLayout>

#include "ui/badge.h"
#include "ui/controls/control_panel.h"
#include "ui/diagrams/diagram.h"
#include "ui/lessons/drawer.h"
#include "ui/lessons/lesson_panel.h"
#include "ui/lessons/lesson_store.h"
#include "ui/other_run.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/stage.h"
#include "ui/status_bar.h"
#include "ui/text.h"
#include "ui/text_line.h"
#include "ui/window.h"

namespace weir::ui {
void Window::buildFrame() {
    run_bar_ = new RunBar;
    auto* bar = addToolBar(tr("Run"));
    bar->setObjectName(QStringLiteral("runToolBar"));
    bar->setMovable(false);
    bar->toggleViewAction()->setEnabled(false);
    bar->setContentsMargins(0, 0, 0, 0);
    run_bar_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(run_bar_);
    connect(run_bar_, &RunBar::runToggled, this, [this] { setRunning(!running_); });
    connect(run_bar_, &RunBar::stepRequested, this, &Window::step);
    connect(run_bar_, &RunBar::resetRequested, this, &Window::resetRun);
    connect(run_bar_, &RunBar::engineChosen, this, &Window::chooseEngine);
    connect(run_bar_, &RunBar::speedChosen, this, [this](double factor) {
        session_->set_speed(factor);
        if (other_ != nullptr) other_->session->set_speed(factor);
    });
    connect(run_bar_, &RunBar::compareChosen, this, &Window::setComparing);
    connect(run_bar_, &RunBar::seedChosen, this, &Window::chooseSeed);

    drawer_ = new Drawer{*theme_};
    patterns_ = new QListWidget;
    patterns_->setObjectName(QStringLiteral("patternList"));
    patterns_->setAccessibleName(tr("Patterns"));
    patterns_->setWhatsThis(tr("The patterns: each has a lab of its own, which runs as soon as it is chosen (1 … 0)."));
    for (const auto& lab : labs::registry()) patterns_->addItem(text(lab.title));
    connect(patterns_, &QListWidget::currentRowChanged, this, &Window::showLab);
    auto* left = new QWidget;
    left->setObjectName(QStringLiteral("patternPanel"));
    left->setAttribute(Qt::WA_StyledBackground);
    auto* left_column = new QVBoxLayout{left};
    left_column->setContentsMargins(8, 12, 8, 8);
    auto* heading = new QLabel{tr("PATTERNS")};
    heading->setObjectName(QStringLiteral("groupTitle"));
    heading->setContentsMargins(8, 0, 0, 2);
    left_column->addWidget(heading);
    // All patterns are seen, and the lessons have what room there is left.
    patterns_->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    patterns_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    left_column->addWidget(patterns_);
    buildLessons(*left_column);
    patterns_dock_ = new QDockWidget{tr("Patterns")};
    patterns_dock_->setObjectName(QStringLiteral("patternsDock"));
    patterns_dock_->setWidget(left);

    controls_dock_ = new QDockWidget{tr("Parameters")};
    controls_dock_->setObjectName(QStringLiteral("parametersDock"));
    drawer_dock_ = new QDockWidget{tr("Lessons, explanation and code")};
    drawer_dock_->setObjectName(QStringLiteral("drawerDock"));
    drawer_dock_->setWidget(drawer_);
    for (auto* dock : {patterns_dock_, controls_dock_, drawer_dock_}) {
        dock->setTitleBarWidget(new QWidget{dock});  // the panels have headings of their own
        dock->setFeatures(QDockWidget::DockWidgetClosable);
    }
    connect(drawer_, &Drawer::closeRequested, this, [this] { openDrawer(false); });
    drawer_dock_->hide();  // until asked for: the plots need the room
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    addDockWidget(Qt::BottomDockWidgetArea, drawer_dock_);
    addDockWidget(Qt::LeftDockWidgetArea, patterns_dock_);
    addDockWidget(Qt::RightDockWidgetArea, controls_dock_);

    centre_ = new QWidget;
    centre_->setObjectName(QStringLiteral("centre"));
    centre_->setAttribute(Qt::WA_StyledBackground);
    centre_layout_ = new QVBoxLayout{centre_};
    centre_layout_->setContentsMargins(14, 10, 14, 10);
    centre_layout_->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    title_ = new QLabel;
    title_->setObjectName(QStringLiteral("labTitle"));
    sentence_ = new TextLine;
    sentence_->setObjectName(QStringLiteral("caption"));
    badge_ = new Badge;
    badge_->setAccessibleName(tr("State of the lab"));
    head->addWidget(title_);
    head->addWidget(sentence_, 1);
    head->addWidget(badge_);
    centre_layout_->addLayout(head);
    banner_ = new QLabel;
    banner_->setObjectName(QStringLiteral("banner"));
    banner_->setWordWrap(true);
    banner_->setTextFormat(Qt::PlainText);  // what a file or its name holds is no markup
    banner_->setMinimumWidth(1);            // nor does a long word make the window wider
    banner_->setAccessibleName(tr("Message"));
    banner_->hide();
    auto* good_news = new QTimer{banner_};
    good_news->setSingleShot(true);
    good_news->setInterval(6000);
    connect(good_news, &QTimer::timeout, this, [this] { say({}); });
    centre_layout_->addWidget(banner_);
    reason_ = new TextLine;
    reason_->setObjectName(QStringLiteral("caption"));
    reason_->setAccessibleName(tr("Why the lab is in this state"));
    // Above the drawer the plots keep their height and scroll.
    plots_area_ = new QScrollArea;
    plots_area_->setFrameShape(QFrame::NoFrame);
    plots_area_->setWidgetResizable(true);
    plots_area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    plots_area_->setFocusPolicy(Qt::NoFocus);
    plots_area_->setMinimumWidth(500);
    plots_area_->setObjectName(QStringLiteral("plotsArea"));
    stage_ = new Stage;
    centre_layout_->addWidget(stage_, 9);
    centre_layout_->addWidget(reason_);
    centre_layout_->addWidget(plots_area_, 11);
    setCentralWidget(centre_);

    status_ = new StatusBar;
    auto* holder = new QToolBar{tr("Status")};
    holder->setObjectName(QStringLiteral("statusToolBar"));
    holder->setMovable(false);
    holder->toggleViewAction()->setEnabled(false);
    status_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    holder->addWidget(status_);
    addToolBar(Qt::BottomToolBarArea, holder);

    overlay_ = new QLabel{centre_};
    overlay_->setObjectName(QStringLiteral("banner"));
    overlay_->hide();
}

void Window::fitPlots(bool drawer) {
    const int one_row = presenter_ ? 60 : 120;  // half of one where the diagram takes more
    plots_area_->setMinimumHeight(drawer || isComparing() ? one_row : plots_->minimumSizeHint().height());
    stage_->setScrollable(drawer || (presenter_ && isComparing()));
}

void Window::openDrawer(bool open) {
    if (open != drawer_dock_->isHidden()) return;
    // The plots give way before the drawer comes: else the window would have to grow.
    if (open) {
        fitPlots(true);
        centre_layout_->activate();
    }
    drawer_dock_->setVisible(open);
    if (open) resizeDocks({drawer_dock_}, {height() * 2 / 5}, Qt::Vertical);
    if (!open) fitPlots(false);
}

void Window::buildLab() {
    const auto& info = session_->info();
    title_->setText(text(info.title));
    sentence_->setText(text(info.sentence));
    setWindowTitle(tr("%1 – Weir").arg(text(info.title)));

    if (maximised_ != nullptr) restoreParts();
    delete plots_;
    delete controls_;
    diagram_ = make_diagram(info, *theme_, stage_->widget());
    if (diagram_ != nullptr) diagram_->setReducedMotion(reduced_motion_);
    plots_ = new PlotBoard{info, *theme_, plots_area_->viewport()};
    plots_->setParameters(&session_->parameters());
    restoreSeries();
    connect(plots_, &PlotBoard::maximiseRequested, this, [this](QWidget* plot) { maximise(plot); });
    connect(plots_, &PlotBoard::message, this, &Window::say);
    connect(plots_, &PlotBoard::painted, this, [this](std::int64_t took_ns) { meter_.extend(took_ns); });
    if (other_ != nullptr) {
        other_->diagram = make_diagram(info, *theme_, stage_->widget());
        other_->diagram->setReducedMotion(reduced_motion_);
    }
    stage_->setDiagrams(diagram_, other_ != nullptr ? other_->diagram : nullptr);
    for (auto* diagram : stage_->findChildren<Diagram*>()) connect(diagram, &Diagram::pressed, this, &Window::pressAt);
    plots_->setComparing(isComparing());
    plots_area_->setWidget(plots_);
    plots_->setAutoFillBackground(false);
    fitPlots(!drawer_dock_->isHidden());
    drawer_->showLab(info);
    const int row = lessons_->currentRow();
    if (row >= 0 && &all_lessons()[static_cast<std::size_t>(row)] != drawer_->lesson()->lesson()) markLesson(nullptr);
    controls_ = new ControlPanel{info, controls_dock_};
    fitScale();
    controls_dock_->setWidget(controls_);
    for (std::size_t i = 0; i < info.parameters.size(); ++i) controls_->setValue(i, session_->parameters().get(i));
    connect(controls_, &ControlPanel::edited, this,
            [this](std::size_t i, double from, double to, int gesture) { changeParameter(i, from, to, gesture); });
    connect(controls_, &ControlPanel::resetRequested, this, &Window::resetParameters);
    connect(controls_, &ControlPanel::actionRequested, this, [this](std::size_t action) { pressAt(action, {}); });
    const QSignalBlocker quiet{patterns_};
    const auto all = labs::registry();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].id == info.id) patterns_->setCurrentRow(static_cast<int>(i));
}

}  // namespace weir::ui

#include "moc_window.cpp"
