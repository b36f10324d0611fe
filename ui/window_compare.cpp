// Comparing variants: the other one runs beside the lab's own run, on the same load, and is drawn beside it.
#include <QApplication>
#include <future>
#include <limits>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "ui/diagrams/diagram.h"
#include "ui/other_run.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/stage.h"
#include "ui/text.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

// As rates and percentiles in the status bar.
constexpr double caption_span_s = 1;

double newest(const labs::History& history, const labs::LabInfo& info, const char* id) {
    for (const auto& series : info.series)
        if (series.id == id && history.size() > 0) return history.value(series, history.size() - 1, caption_span_s);
    return std::numeric_limits<double>::quiet_NaN();
}

/// The other variant of the same run: the same seed, so the same load.
labs::Experiment other_variant(labs::Experiment experiment, const labs::LabInfo& info) {
    const labs::Parameters defaults{info.parameters};
    const auto given = experiment.parameters.find("variant");
    const double variant =
        given != experiment.parameters.end() ? given->second : defaults.get(*defaults.find("variant"));
    experiment.parameters["variant"] = 1 - variant;
    return experiment;
}

}  // namespace

bool Window::isComparing() const { return other_ != nullptr; }

void Window::setComparing(bool comparing) {
    if (comparing == isComparing()) return;
    comparing_ = comparing;
    // What has the focus in the middle is about to be replaced: by the keyboard one goes on from there.
    const bool inside = centre_->isAncestorOf(QApplication::focusWidget());
    plots_->setParameters(nullptr);
    startSession(labs::Experiment{experiment_}, running_);
    buildLab();
    run_bar_->showComparing(isComparing());
    if (inside && diagram_ != nullptr) diagram_->setFocus();
}

/// Beside what comes: to cancel all that is under way at 100 000 items a second takes a quarter of a second. Waits for
/// those that ended before them, so that there are never more than two.
void Window::endRuns() {
    if (!session_) return;
    try {
        ended_ = std::async(std::launch::async, [run = std::move(session_), other = std::move(other_)]() mutable {
            run.reset();
            other.reset();
        });
    } catch (const std::system_error&) {
        ended_ = {};  // no thread to be had: they have ended here
    }
}

/// Where threads are few it waits for those of the runs that are ending.
/// @throws std::runtime_error if there are none to be had even then
std::unique_ptr<labs::Session> Window::newRun(const labs::Experiment& experiment) {
    try {
        return std::make_unique<labs::Session>(experiment);
    } catch (const std::runtime_error&) {
        if (!ended_.valid()) throw;
    }
    ended_.wait();
    return std::make_unique<labs::Session>(experiment);
}

void Window::startOther() {
    if (!comparing_) return;
    try {
        other_ = std::make_unique<OtherRun>();
        other_->session = newRun(other_variant(experiment_, session_->info()));
    } catch (const std::runtime_error& refused) {  // no threads to be had for a second one
        other_.reset();
        comparing_ = false;
        say(tr("Cannot compare: %1").arg(text(refused.what())));
    }
}

void Window::takeOtherNews() {
    // Where this one stands still, after a step or a pause, the other is brought to the same moment.
    if (!running_) other_->session->advance_to(session_->now_s());
    std::vector<labs::Sample> samples;
    other_->session->take_samples(samples);
    for (auto& sample : samples) other_->history.add(std::move(sample));
    std::vector<labs::AppliedChange> changes;  // the same as those of the first, which are pinned
    other_->session->take_changes(changes);
    std::vector<labs::ItemEvent> events;
    other_->session->take_events(events);
    other_->diagram->addEvents(events);
}

/// Above each diagram: which variant it is, how its lines are drawn, its state and how it does.
void Window::captionVariants() {
    const auto caption = [&](const labs::Session& session, const labs::History& history, bool dashed) {
        const auto& parameters = session.parameters();
        const auto variant = *parameters.find("variant");
        const auto badge = session.snapshot()->badge;
        auto name = text(labs::format_value(parameters.spec(variant), parameters.get(variant)));
        name[0] = name[0].toUpper();
        const double completed = newest(history, session.info(), "completed");
        const double p99_ms = newest(history, session.info(), "latency_p99");
        TextLine::Pieces pieces{{name, true}};
        const auto add = [&](const TextLine::Piece& piece) {
            pieces.push_back({QStringLiteral("  ·  ")});
            pieces.push_back(piece);
        };
        add({dashed ? tr("┄┄ dashed lines") : tr("── solid lines")});
        add({text(badge.text), true, theme_->of(badge.tone)});
        if (!std::isnan(completed)) add({tr("%1 /s completed").arg(completed, 0, 'f', 0)});
        if (!std::isnan(p99_ms)) add({tr("p99 %1 ms").arg(p99_ms, 0, 'f', p99_ms < 10 ? 1 : 0)});
        return pieces;
    };
    stage_->setCaptions(caption(*session_, history_, false), caption(*other_->session, other_->history, true));
}

}  // namespace weir::ui
