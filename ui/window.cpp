#include "ui/window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QLabel>
#include <QListWidget>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QUndoCommand>
#include <algorithm>
#include <vector>

#include "ui/badge.h"
#include "ui/controls/control_panel.h"
#include "ui/diagrams/diagram.h"
#include "ui/lessons/drawer.h"
#include "ui/other_run.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/status_bar.h"
#include "ui/text.h"
#include "ui/text_line.h"

namespace weir::ui {
namespace {

// Every tick moves what moves (60 Hz). Of three ticks, two draw half of the plots each and the third the state (20 Hz);
// every fifteenth draws the figures (4 Hz), not one that draws the state: nobody could read them faster. So no tick has
// much to do.
constexpr int tick_ms = 16;
constexpr std::uint64_t ticks_a_state = 3;
constexpr std::uint64_t ticks_a_text = 15;
constexpr std::uint64_t text_tick = 2;

// The second over which rates and percentiles in the status bar are taken, as in the plots.
constexpr double span_s = 1;

// Changes of one parameter that follow one another within this real time are one, as in the drag of a slider.
constexpr double drag_s = 0.5;

std::int64_t clock_ns() {
    static const QElapsedTimer clock = [] {
        QElapsedTimer t;
        t.start();
        return t;
    }();
    return clock.nsecsElapsed();
}

}  // namespace

/// One change of a parameter; the changes of one drag become one step.
class Window::ParameterChange final : public QUndoCommand {
public:
    ParameterChange(Window& window, std::size_t parameter, double from, double to, int gesture)
        : window_{window}, parameter_{parameter}, from_{from}, to_{to}, gesture_{gesture} {
        setText(tr("change of %1").arg(ui::text(window.session_->parameters().spec(parameter).label)));
    }
    int id() const override { return 1; }
    void undo() override { window_.applyParameter(parameter_, from_); }
    void redo() override { window_.applyParameter(parameter_, to_); }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const ParameterChange&>(*other);
        if (next.parameter_ != parameter_ || next.gesture_ != gesture_) return false;
        to_ = next.to_;
        return true;
    }

private:
    Window& window_;
    std::size_t parameter_;
    double from_;
    double to_;
    int gesture_;
};

Window::Window(const labs::Experiment& experiment, const WindowOptions& options)
    : options_{options}, theme_{&dark_theme()}, experiment_{experiment} {
    setWindowTitle(tr("Weir"));
    setAcceptDrops(true);
    recallModes();
    buildFrame();
    buildMenus();
    if (options_.remember) {
        const QSettings settings;
        theme_choice_ = std::clamp(settings.value(QStringLiteral("theme"), 0).toInt(), 0, 2);
    }
    if (options_.dark) theme_choice_ = *options_.dark ? 2 : 1;
    system_dark_ = !options_.dark && options_.system_dark();
    applyTheme();
    startSession(experiment_, options_.running);
    buildLab();
    // As large as designed, or as the screen has room for with a frame around it.
    const auto room = screen()->availableSize() - QSize{16, 48};
    resize(QSize{1440, 900}.boundedTo(room));
    resizeDocks({patterns_dock_, controls_dock_}, {200, 290}, Qt::Horizontal);
    if (options_.remember) {
        const QSettings settings;
        restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
        restoreState(settings.value(QStringLiteral("layout")).toByteArray());
        fitPlots(!drawer_dock_->isHidden());
        buildHint();
    }
    if (presenter_) hidePanels(true);
    if (diagram_ != nullptr) diagram_->setFocus();
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(tick_ms);
    connect(&timer_, &QTimer::timeout, this, &Window::tick);
    qApp->installEventFilter(this);
}

Window::~Window() { qApp->removeEventFilter(this); }

// --- The session --------------------------------------------------------------------------------------------------

template <class F>
void Window::onEach(F f) {
    f(*session_);
    if (other_ != nullptr) f(*other_->session);
}

void Window::startSession(const labs::Experiment& experiment, bool run) {
    endRuns();
    history_.clear();
    experiment_ = experiment;
    try {
        session_ = newRun(experiment_);
    } catch (const std::runtime_error& refused) {  // no threads to be had
        experiment_.engine = labs::EngineKind::virtual_time;
        session_ = newRun(experiment_);
        say(tr("%1; in virtual time instead").arg(text(refused.what())));
    }
    startOther();
    running_ = run;
    onEach([&](labs::Session& session) {
        session.set_speed(run_bar_->speed());
        if (run) session.run();
    });
    run_bar_->showState(running_, experiment_.engine, experiment_.seed);
    redraw();
}

void Window::restart(const labs::Experiment& experiment, bool same_lab) {
    if (!same_lab) undo_.clear();
    if (plots_ != nullptr) plots_->setParameters(nullptr);
    auto* const other_diagram = other_ != nullptr ? other_->diagram : nullptr;
    startSession(experiment, running_);
    if (!same_lab || (other_diagram != nullptr) != isComparing()) {
        buildLab();
        return;
    }
    plots_->clear();
    plots_->setParameters(&session_->parameters());
    if (diagram_ != nullptr) diagram_->clear();
    if (other_ != nullptr) {
        other_->diagram = other_diagram;
        other_->diagram->clear();
    }
    for (std::size_t i = 0; i < session_->parameters().size(); ++i)
        controls_->setValue(i, session_->parameters().get(i));
}

void Window::changeParameter(std::size_t parameter, double from, double to, int gesture) {
    undo_.push(new ParameterChange{*this, parameter, from, to, gesture});
}

void Window::applyParameter(std::size_t parameter, double value) {
    controls_->setValue(parameter, value);
    const auto& spec = session_->parameters().spec(parameter);
    experiment_.parameters[spec.id] = value;
    if (spec.acts == labs::Acts::on_restart)
        resetRun();
    else
        onEach([&](labs::Session& session) { session.set(parameter, value); });
    redraw();
}

void Window::setRunning(bool running) {
    running_ = running;
    onEach([&](labs::Session& session) { running ? session.run() : session.pause(); });
    run_bar_->showState(running_, experiment_.engine, experiment_.seed);
    redraw();
    updateTicking();
}

void Window::advanceTo(double t_s) {
    onEach([&](labs::Session& session) { session.advance_to(t_s); });
}

void Window::step() {
    session_->step();
    redraw();
}

void Window::resetRun() { restart(labs::Experiment{experiment_}, true); }

void Window::chooseEngine(labs::EngineKind engine) {
    if (engine == experiment_.engine) return;
    experiment_.engine = engine;
    resetRun();
}

void Window::chooseSeed(std::uint64_t seed) {
    experiment_.seed = seed;
    resetRun();
}

void Window::resetParameters() {
    const auto& specs = session_->info().parameters;
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < specs.size(); ++i)
        if (controls_->value(i) != specs[i].initial) changed.push_back(i);
    if (changed.empty()) return;  // nothing that could be undone
    undo_.beginMacro(tr("reset of all parameters"));
    for (const auto i : changed) changeParameter(i, controls_->value(i), specs[i].initial, -1 - static_cast<int>(i));
    undo_.endMacro();
}

void Window::pressAt(std::size_t action, const Setting& setting) {
    if (const auto i = session_->parameters().find(setting.parameter); i && controls_->value(*i) != setting.value)
        changeParameter(*i, controls_->value(*i), setting.value, -1 - static_cast<int>(*i));
    onEach([&](labs::Session& session) { session.act(action); });
}

void Window::showLab(int index) {
    const auto all = labs::registry();
    if (index < 0 || static_cast<std::size_t>(index) >= all.size()) return;
    const auto& lab = all[static_cast<std::size_t>(index)];
    if (lab.id == experiment_.lab) return;
    labs::Experiment next;
    next.lab = lab.id;
    next.engine = experiment_.engine;
    next.seed = experiment_.seed;
    restart(next, false);
}

// --- The tick -----------------------------------------------------------------------------------------------------

void Window::redraw() {
    stale_ = true;
    if (isVisible() && !isMinimized() && !timer_.isActive()) timer_.start();
}

void Window::tick() {
    // Paused and drawn: nothing moves, so nothing is done.
    if (!running_ && !stale_) {
        timer_.stop();
        return;
    }
    const auto begin = clock_ns();
    ++ticks_;
    const bool state_is_due = ticks_ % ticks_a_state == 0 || !running_;
    takeNews();
    const bool moves = !reduced_motion_ || ticks_ % ticks_a_text == 0 || !running_;
    if (diagram_ != nullptr && diagram_->isVisible() && moves) {
        // Compared, the two show their states by turns: both in one frame were the longest.
        const bool by_turns = running_ && !reduced_motion_;
        moveDiagrams(state_is_due, by_turns ? ticks_ % ticks_a_state == 1 : state_is_due);
    }
    const auto* other = other_ != nullptr ? &other_->history : nullptr;
    if (!running_)
        plots_->refresh(history_, session_->now_s(), PlotBoard::Share::all, other);
    else if (!state_is_due)
        plots_->refresh(history_, session_->now_s(), PlotBoard::Share::some, other);
    if (state_is_due) refreshState();
    if (ticks_ % ticks_a_text == text_tick || !running_) refreshTexts();
    if (state_is_due) askLesson();
    // A change made while paused reaches the snapshot a moment later: look for a second, then rest.
    if (running_)
        stale_ = true;
    else if (ticks_ % 60 == 0)
        stale_ = false;
    meter_.add(begin, clock_ns() - begin);
}

/// @param state whether to show the run's newest state, too  @param other_state the same of the other run
void Window::moveDiagrams(bool state, bool other_state) {
    if (state) diagram_->show(session_->snapshot());
    diagram_->animate(session_->now_s());
    if (other_ == nullptr) return;
    if (other_state) other_->diagram->show(other_->session->snapshot());
    other_->diagram->animate(other_->session->now_s());
}

void Window::takeNews() {
    std::vector<labs::Sample> samples;
    session_->take_samples(samples);
    for (auto& sample : samples) history_.add(std::move(sample));
    std::vector<labs::AppliedChange> changes;
    session_->take_changes(changes);
    for (const auto& change : changes) {
        plots_->pinChange(change, drag_s * pace());
        // A change that was not made by hand, the end of an outage for one, shows on the panel as well.
        if (session_->parameters().get(change.parameter) == change.to) controls_->setValue(change.parameter, change.to);
    }
    if (diagram_ == nullptr) return;
    std::vector<labs::ItemEvent> events;
    session_->take_events(events);
    diagram_->addEvents(events);
    if (other_ != nullptr) takeOtherNews();
}

/// The changes of the run so far, for plots that are new.
void Window::pinChanges() {
    const auto experiment = session_->experiment();
    const auto& parameters = session_->parameters();
    std::map<std::string, double> values = experiment.parameters;
    for (const auto& change : experiment.changes) {
        const auto i = parameters.find(change.parameter);
        if (!i || change.at_s > session_->now_s()) continue;
        const auto before = values.try_emplace(change.parameter, parameters.spec(*i).initial).first;
        plots_->pinChange({change.at_s, *i, before->second, change.value}, drag_s * pace());
        before->second = change.value;
    }
}

double Window::pace() const { return experiment_.engine == labs::EngineKind::virtual_time ? run_bar_->speed() : 1; }

void Window::refreshState() {
    const auto snapshot = session_->snapshot();
    const auto& parameters = session_->parameters();
    if (const auto variant = parameters.find("variant")) drawer_->setVariant(parameters.get(*variant) == 0);
    badge_->show(text(snapshot->badge.text), theme_->of(snapshot->badge.tone));
    reason_->setText(text(snapshot->reason));
}

void Window::refreshTexts() {
    const auto snapshot = session_->snapshot();
    const auto& info = session_->info();
    StatusBar::Figures f;
    f.now_s = session_->now_s();
    onEach([&](const labs::Session& session) { f.dropped += session.dropped(); });
    if (other_ != nullptr) captionVariants();
    if (running_) f.frames = meter_.read();  // else hardly any are drawn, and none are missed
    f.p99_ms = std::numeric_limits<double>::quiet_NaN();
    if (history_.size() > 0) {
        for (const auto& series : info.series) {
            if (series.id == "completed") f.completed_per_s = history_.value(series, history_.size() - 1, span_s);
            if (series.id == "latency_p99") f.p99_ms = history_.value(series, history_.size() - 1, span_s);
        }
        if (std::isnan(f.completed_per_s)) f.completed_per_s = 0;
    }
    status_->showFigures(*snapshot, f, *theme_);
    onEach([&](const labs::Session& session) {
        if (const auto failure = session.failure(); !failure.empty())
            say(tr("The run has ended: %1").arg(text(failure)));
    });
    if (overlay_->isVisible()) {
        overlay_->setText(tr("%1 fps · work p50 %2 ms · p99 %3 ms")
                              .arg(f.frames.fps, 0, 'f', 1)
                              .arg(f.frames.work_p50_ms, 0, 'f', 2)
                              .arg(f.frames.work_p99_ms, 0, 'f', 2));
        overlay_->adjustSize();
        overlay_->move(centre_->width() - overlay_->width() - 16, 44);
        overlay_->raise();
    }
}

void Window::drawNow() {
    takeNews();
    if (diagram_ != nullptr) moveDiagrams(true, true);
    plots_->refresh(history_, session_->now_s(), PlotBoard::Share::all, other_ != nullptr ? &other_->history : nullptr);
    refreshState();
    refreshTexts();
}

void Window::updateTicking() {
    const bool seen = isVisible() && !isMinimized();
    if (seen && !timer_.isActive()) {
        meter_.clear();
        timer_.start();
    } else if (!seen) {
        timer_.stop();
    }
    if (!running_) meter_.clear();
}

bool Window::event(QEvent* event) {
    if (event->type() == QEvent::ThemeChange) followSystem();
    if (event->type() != QEvent::UpdateRequest) return QMainWindow::event(event);
    // Everything that the tick has asked to be drawn is painted here.
    const auto begin = clock_ns();
    const bool handled = QMainWindow::event(event);
    meter_.extend(clock_ns() - begin);
    return handled;
}

}  // namespace weir::ui
