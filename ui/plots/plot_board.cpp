#include "ui/plots/plot_board.h"

#include <QGridLayout>
#include <QPushButton>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/language.h"
#include "ui/plots/plot_marks.h"
#include "ui/plots/time_plot.h"
#include "ui/text.h"

namespace weir::ui {
namespace {

constexpr double shortest_span_s = 1;
constexpr double first_span_s = 48;
constexpr double before_all_s = -1;

}  // namespace

PlotBoard::PlotBoard(const labs::LabInfo& info, const Theme& theme, QWidget* parent)
    : QWidget{parent}, info_{info}, span_s_{first_span_s} {
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    for (std::size_t i = 0; i < info.plots.size(); ++i) {
        auto* plot = new TimePlot{info, info.plots[i], theme, this};
        connect(plot, &TimePlot::cursorMoved, this, [this](double t) {
            cursor_s_ = t;
            for (auto* each : plots_) each->setCursor(t);
        });
        connect(plot, &TimePlot::zoomed, this, [this](double factor, double around) { zoomAround(factor, around); });
        connect(plot, &TimePlot::dragged, this, [this](double by) {
            setFollowing(false);
            setRange(from_s_ + by, from_s_ + by + span_s_);
        });
        connect(plot, &TimePlot::maximiseRequested, this, [this, plot] { emit maximiseRequested(plot); });
        connect(plot, &TimePlot::seriesChosen, this, [this, i] { emit seriesChosen(i); });
        connect(plot, &TimePlot::painted, this, &PlotBoard::painted);
        connect(plot, &TimePlot::message, this, &PlotBoard::message);
        plots_.push_back(plot);
    }
    arrange();
    chip_ = new QPushButton{tr("▸ Follow"), this};
    chip_->setToolTip(tr("Back to the live end (End)"));
    chip_->setAccessibleName(tr("Follow the live end"));
    chip_->hide();
    connect(chip_, &QPushButton::clicked, this, &PlotBoard::follow);
    setRange(0, span_s_);
}

PlotBoard::~PlotBoard() = default;

void PlotBoard::setParameters(const labs::Parameters* parameters) { parameters_ = parameters; }

void PlotBoard::arrange() {
    // Three rows are the most that have room in a small window; two where everything is larger.
    const auto count = plots_.size();
    const std::size_t columns = interface_scale() > 1 ? (count + 1) / 2 : count > 6 ? 3 : 2;
    auto* grid = static_cast<QGridLayout*>(layout());
    for (std::size_t i = 0; i < count; ++i) {
        grid->removeWidget(plots_[i]);
        grid->addWidget(plots_[i], static_cast<int>(i / columns), static_cast<int>(i % columns));
    }
}

void PlotBoard::setTheme(const Theme& theme) {
    arrange();
    for (auto* plot : plots_) plot->setTheme(theme);
}

void PlotBoard::refresh(const labs::History& history, double now_s, Share share, const labs::History* other) {
    const double moved_s = now_s - std::exchange(now_s_, now_s);
    draw(history, Run::own);
    if (other != nullptr) draw(*other, Run::other);
    bool labelled = true;  // the first of those that are shown
    for (auto* plot : plots_) {
        if (parameters_ != nullptr) plot->setLimits(*parameters_);
        if (plot->isHidden()) continue;
        plot->setLabelled(labelled);
        labelled = false;
    }
    const double to_s = following_ ? std::max(now_s, span_s_) : from_s_ + span_s_;
    from_s_ = to_s - span_s_;
    const auto bands = phase_bands(history.samples(), from_s_, to_s);
    auto left = share == Share::all ? plots_.size() : someFor(moved_s);
    while (left > 0) {
        auto& plot = *plots_[next_];
        next_ = (next_ + 1) % plots_.size();
        if (share == Share::some && plot.isHidden()) continue;
        --left;
        plot.setRange(from_s_, to_s);  // though it has not moved: what is in it goes on
        plot.setBands(bands);
        if (!std::isnan(cursor_s_)) plot.setCursor(cursor_s_);
    }
}

void PlotBoard::setComparing(bool comparing) {
    for (auto* plot : plots_) plot->setComparing(comparing);
}

/// What is new in a history.
void PlotBoard::draw(const labs::History& history, Run run) {
    auto& [drawn_to_s, revision] = drawn_[static_cast<std::size_t>(run)];
    // After one thinning only its part is drawn anew, so that a long run does not stutter.
    const bool thinned = history.revision() == revision + 1 && history.thinned() > 0;
    const bool anew = history.revision() != revision && !thinned;
    if (anew) drawn_to_s = before_all_s;
    revision = history.revision();
    const auto samples = history.samples();
    const auto next = std::ranges::upper_bound(samples, drawn_to_s, {}, &labs::Sample::t_s);
    const auto first = static_cast<std::size_t>(next - samples.begin());
    if (!samples.empty()) drawn_to_s = samples.back().t_s;
    for (auto* plot : plots_) {
        if (thinned) plot->renew(history, run);
        const auto from = plot->lacksPoints(run) ? 0 : first;
        if (from < samples.size() || anew) plot->add(history, from, run);
    }
}

/// How many of the plots that are shown to draw in a refresh that moves the axes by so much, if the next ones do.
std::size_t PlotBoard::someFor(double moved_s) const {
    double shown = 0;
    int width = 1;
    for (const auto* plot : plots_) {
        if (plot->isHidden()) continue;
        ++shown;
        width = std::max(width, plot->width());
    }
    if (shown == 0) return 0;
    const double pixel_s = span_s_ / width;
    return static_cast<std::size_t>(std::clamp(std::ceil(shown * moved_s / pixel_s), 1.0, std::ceil(shown / 2)));
}

void PlotBoard::pinChange(const labs::AppliedChange& change, double merge_within_s) {
    if (parameters_ == nullptr || plots_.empty()) return;
    const bool goes_on =
        last_change_ && last_change_->parameter == change.parameter && change.t_s - last_change_->t_s < merge_within_s;
    const double from = goes_on ? last_change_->from : change.from;
    last_change_ = {change.t_s, change.parameter, from, change.to};
    const auto& spec = parameters_->spec(change.parameter);
    const auto value = [&](double v) {
        return text(labs::format_value(spec, v)) + (spec.unit.empty() ? QString{} : QLatin1Char{' '} + text(spec.unit));
    };
    // "failure rate 5 → 18 %": the unit once. What was switched on and off again at once is a press of a button.
    auto label = inside_a_line(text(spec.label));
    if (spec.kind != labs::Kind::toggle || from != change.to)
        label += QLatin1Char{' '} + text(labs::format_value(spec, from)) + QStringLiteral(" → ") + value(change.to);
    for (auto* plot : plots_) plot->pin(change.t_s, label, goes_on);
}

void PlotBoard::clear() {
    for (auto& drawn : drawn_) drawn = {};
    last_change_.reset();
    now_s_ = 0;
    for (auto* plot : plots_) plot->clear();
    follow();
}

bool PlotBoard::following() const { return following_; }
std::size_t PlotBoard::plotCount() const { return plots_.size(); }
QWidget* PlotBoard::plot(std::size_t i) const { return plots_[i]; }

void PlotBoard::follow() {
    setFollowing(true);
    const double to = std::max(now_s_, span_s_);
    setRange(to - span_s_, to);
}

void PlotBoard::zoom(double factor) {
    zoomAround(factor, following_ ? std::max(now_s_, span_s_) : from_s_ + span_s_ / 2);
}

void PlotBoard::zoomAround(double factor, double around_s) {
    const double longest = std::max(now_s_, first_span_s);
    const double span = std::clamp(span_s_ / factor, shortest_span_s, longest);
    const double share = (around_s - from_s_) / span_s_;
    span_s_ = span;
    if (following_ && share > 0.9) {
        follow();
        return;
    }
    setFollowing(false);
    setRange(around_s - share * span, around_s + (1 - share) * span);
}

void PlotBoard::showAll() {
    setFollowing(false);
    span_s_ = std::max(now_s_, first_span_s);
    setRange(0, span_s_);
}

void PlotBoard::setFollowing(bool following) {
    if (following_ == following) return;
    following_ = following;
    chip_->setVisible(!following);
    placeChip();
    emit followingChanged(following);
}

void PlotBoard::placeChip() {
    // Inside the plots, under the legends.
    chip_->adjustSize();
    chip_->move(width() - chip_->width() - 24, 34);
    chip_->raise();
}

void PlotBoard::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeChip();
}

void PlotBoard::setRange(double from_s, double to_s) {
    from_s_ = from_s;
    for (auto* plot : plots_) plot->setRange(from_s, to_s);
}

}  // namespace weir::ui

#include "moc_plot_board.cpp"
