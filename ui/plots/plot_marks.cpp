#include "ui/plots/plot_marks.h"

#include <qcustomplot.h>

#include <QFontMetricsF>
#include <algorithm>
#include <utility>

namespace weir::ui {
namespace {

// More pins are no longer told apart.
constexpr std::size_t max_pins = 40;
constexpr int font_px = 11;
constexpr double longest_label_px = 190;

QString layer() { return QStringLiteral("marks"); }

QColor band_colour(const Theme& theme, std::span<const labs::PhaseSpec> phases, std::size_t phase) {
    auto colour = theme.of(phase < phases.size() ? phases[phase].tone : labs::Tone::muted);
    colour.setAlpha(theme.dark ? 34 : 46);
    return colour;
}

}  // namespace

std::vector<PhaseBand> phase_bands(std::span<const labs::Sample> samples, double from_s, double to_s,
                                   std::size_t most) {
    std::vector<PhaseBand> bands;
    // From the first sample in the range: its stretch may begin outside.
    auto it = std::ranges::lower_bound(samples, from_s, {}, &labs::Sample::t_s);
    bool joined = false;
    for (; it != samples.end(); ++it) {
        const double begins = it == samples.begin() ? it->t_s : std::prev(it)->t_s;
        if (begins >= to_s) break;
        if (it->phase == 0) {
            joined = false;
            continue;
        }
        if (joined && bands.back().phase == it->phase)
            bands.back().to_s = it->t_s;
        else
            bands.push_back({begins, it->t_s, it->phase});
        joined = true;
    }
    if (bands.size() > most) bands.erase(bands.begin(), bands.end() - static_cast<std::ptrdiff_t>(most));
    return bands;
}

PlotMarks::PlotMarks(QCustomPlot& canvas) : canvas_{canvas} {
    canvas.addLayer(layer(), canvas.layer(QStringLiteral("grid")), QCustomPlot::limBelow);
}

void PlotMarks::setTheme(const Theme& theme, std::span<const labs::PhaseSpec> phases) {
    theme_ = &theme;
    for (std::size_t i = 0; i < shown_.size(); ++i) rects_[i]->setBrush(band_colour(theme, phases, shown_[i].phase));
    for (const auto& pin : pins_) {
        pin.line->setPen(QPen{theme.accent, 1, Qt::DotLine});
        paintCaption(*pin.caption);
    }
}

void PlotMarks::setBands(std::span<const PhaseBand> bands, std::span<const labs::PhaseSpec> phases) {
    if (std::ranges::equal(bands, shown_)) return;
    while (rects_.size() < bands.size()) {
        auto* rect = new QCPItemRect{&canvas_};
        rect->setLayer(layer());
        rect->setPen(Qt::NoPen);
        rect->setAntialiased(false);
        for (auto* corner : {rect->topLeft, rect->bottomRight}) corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
        rects_.push_back(rect);
    }
    for (std::size_t i = 0; i < rects_.size(); ++i) {
        rects_[i]->setVisible(i < bands.size());
        if (i >= bands.size()) continue;
        rects_[i]->topLeft->setCoords(bands[i].from_s, 0);
        rects_[i]->bottomRight->setCoords(bands[i].to_s, 1);
        rects_[i]->setBrush(band_colour(*theme_, phases, bands[i].phase));
    }
    shown_.assign(bands.begin(), bands.end());
}

void PlotMarks::pin(double t_s, const QString& label, bool in_place_of_last) {
    if (in_place_of_last && !pins_.empty()) {
        remove(pins_.back());
        pins_.pop_back();
    }
    auto* line = new QCPItemStraightLine{&canvas_};
    for (auto* point : {line->point1, line->point2}) point->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->point1->setCoords(t_s, 0);
    line->point2->setCoords(t_s, 1);
    line->setPen(QPen{theme_->accent, 1, Qt::DotLine});
    line->setAntialiased(false);
    auto* caption = new QCPItemText{&canvas_};
    caption->setFont(interface_font(font_px));
    caption->setText(QFontMetricsF{interface_font(font_px)}.elidedText(label, Qt::ElideRight, longest_label_px));
    paintCaption(*caption);
    caption->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    caption->position->setCoords(t_s, 0);
    caption->setPadding({4, 1, 4, 0});
    pins_.push_back({t_s, line, caption});
    if (pins_.size() > max_pins) {
        remove(pins_.front());
        pins_.erase(pins_.begin());
    }
    placeLabels();
}

void PlotMarks::setLabelled(bool labelled) {
    if (std::exchange(labelled_, labelled) != labelled) placeLabels();
}

void PlotMarks::paintCaption(QCPItemText& caption) const {
    auto ground = theme_->panel;
    ground.setAlpha(215);  // readable over a curve
    caption.setBrush(ground);
    caption.setColor(theme_->accent);
}

void PlotMarks::placeLabels() {
    const QFontMetricsF metrics{interface_font(font_px)};
    const QRect area = canvas_.axisRect()->rect();
    double free_to = area.right();  // the newest label comes first; older ones take what is left
    for (auto pin = pins_.rbegin(); pin != pins_.rend(); ++pin) {
        const double x = canvas_.xAxis->coordToPixel(pin->t_s);
        const double width = metrics.horizontalAdvance(pin->caption->text()) + 8;
        const bool on_left = x - width >= area.left();
        const double left = on_left ? x - width : x;
        const bool fits = labelled_ && x >= area.left() && x <= area.right() && left + width <= free_to;
        pin->caption->setVisible(fits);
        pin->caption->setPositionAlignment((on_left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        if (fits) free_to = left;
    }
}

void PlotMarks::clear() {
    for (auto* rect : rects_) rect->setVisible(false);
    shown_.clear();
    for (const auto& pin : pins_) remove(pin);
    pins_.clear();
}

void PlotMarks::remove(const Pin& pin) {
    canvas_.removeItem(pin.line);
    canvas_.removeItem(pin.caption);
}

}  // namespace weir::ui
