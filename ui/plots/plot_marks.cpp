#include "ui/plots/plot_marks.h"

#include <qcustomplot.h>

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <utility>

namespace weir::ui {
namespace {

constexpr int mark_font_px = 11;
constexpr double longest_label_px = 190;

QString marks_layer() { return QStringLiteral("marks"); }

// An edge line is as wide as a pair of screen pixels that the eye takes for one line, and not so near the next.
constexpr double edge_px = 2;
constexpr double narrow_px = 3;
constexpr double apart_px = 4;

}  // namespace

/// All bands as one item: their widths in pixels are known only when it is drawn.
class PhaseItem final : public QCPAbstractItem {
public:
    explicit PhaseItem(QCustomPlot& canvas) : QCPAbstractItem{&canvas} {
        setLayer(marks_layer());
        setSelectable(false);
    }
    double selectTest(const QPointF& /*at*/, bool /*only_selectable*/, QVariant* /*details*/) const override {
        return -1;
    }

    std::vector<PhaseBand> bands;
    std::span<const labs::PhaseSpec> phases;
    const Theme* theme = nullptr;

protected:
    void draw(QCPPainter* painter) override {
        const auto* axis = mParentPlot->xAxis;
        const QRectF area = mParentPlot->axisRect()->rect();
        const double origin = axis->coordToPixel(0);
        const auto marks = band_marks(bands, origin, axis->coordToPixel(1) - origin);
        painter->setAntialiasing(false);
        for (const bool edges : {false, true}) {  // the edges on top of all fills
            for (std::size_t i = 0; i < marks.size(); ++i) {
                if (edges && !marks[i].edged) continue;
                auto colour = theme->of(phases[bands[i].phase].tone);
                colour.setAlpha(edges ? 120 : theme->dark ? 34 : 46);
                painter->fillRect(QRectF{marks[i].left, area.top(), edges ? edge_px : marks[i].width, area.height()},
                                  colour);
            }
        }
    }
};

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

std::vector<BandMark> band_marks(std::span<const PhaseBand> bands, double origin_px, double px_a_second) {
    std::vector<BandMark> marks;
    std::vector<std::optional<double>> last_left;  // of each phase
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const auto& band = bands[i];
        const double left = std::round(origin_px + band.from_s * px_a_second);
        const double right = std::round(origin_px + band.to_s * px_a_second);
        const double length_s = band.to_s - band.from_s;
        const auto* before = i > 0 && bands[i - 1].to_s == band.from_s ? &bands[i - 1] : nullptr;
        const auto* after = i + 1 < bands.size() && bands[i + 1].from_s == band.to_s ? &bands[i + 1] : nullptr;
        const auto longer = [&](const PhaseBand* other) {
            return other != nullptr && other->to_s - other->from_s > 1.5 * length_s;
        };
        const bool squeezed = (before == nullptr && after == nullptr) || longer(before) || longer(after);
        last_left.resize(std::max(last_left.size(), band.phase + 1));
        auto& last = last_left[band.phase];
        const bool dense = last && left - *last < apart_px;
        marks.push_back({left, right - left, length_s * px_a_second < narrow_px && squeezed && !dense});
        last = left;
    }
    return marks;
}

PlotMarks::PlotMarks(QCustomPlot& canvas) : canvas_{canvas} {
    canvas.addLayer(marks_layer(), canvas.layer(QStringLiteral("grid")), QCustomPlot::limBelow);
    bands_ = new PhaseItem{canvas};
}

void PlotMarks::setTheme(const Theme& theme, std::span<const labs::PhaseSpec> phases) {
    theme_ = &theme;
    bands_->theme = &theme;
    bands_->phases = phases;
    for (const auto& pin : pins_) {
        pin.line->setPen(QPen{theme.accent, theme.stroke, Qt::DotLine});
        paintCaption(*pin.caption);
    }
}

void PlotMarks::setBands(std::span<const PhaseBand> bands) { bands_->bands.assign(bands.begin(), bands.end()); }

std::optional<std::size_t> PlotMarks::phaseAt(double t_s) const {
    const auto band = std::ranges::lower_bound(bands_->bands, t_s, {}, &PhaseBand::to_s);
    if (band == bands_->bands.end() || t_s < band->from_s) return std::nullopt;
    return band->phase;
}

QStringList PlotMarks::pinsNear(double t_s, double within_s) const {
    QStringList labels;
    for (const auto& pin : pins_)
        if (t_s >= pin.t_s - within_s && t_s <= pin.last_s + within_s) labels << words(pin);
    return labels;
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
    line->setPen(QPen{theme_->accent, theme_->stroke, Qt::DotLine});
    line->setAntialiased(false);
    auto* caption = new QCPItemText{&canvas_};
    caption->setText(
        QFontMetricsF{interface_font(mark_font_px)}.elidedText(label, Qt::ElideRight, scaled(longest_label_px)));
    paintCaption(*caption);
    caption->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    caption->position->setCoords(t_s, 0);
    caption->setPadding({4, 1, 4, 0});
    pins_.push_back({t_s, t_s, 1, caption->text(), line, caption});
    if (pins_.size() > most_pins) mergeNearest();
    placeLabels();
}

void PlotMarks::mergeNearest() {
    std::size_t nearest = 0;
    const auto span = [this](std::size_t i) { return pins_[i + 1].last_s - pins_[i].t_s; };
    for (std::size_t i = 1; i + 1 < pins_.size() / 2; ++i)
        if (span(i) < span(nearest)) nearest = i;
    auto& kept = pins_[nearest];
    const auto& gone = pins_[nearest + 1];
    kept.last_s = gone.last_s;
    kept.changes += gone.changes;
    kept.label = gone.label;
    kept.caption->setText(tr("%1 changes").arg(kept.changes));
    remove(gone);
    pins_.erase(pins_.begin() + static_cast<std::ptrdiff_t>(nearest) + 1);
}

QString PlotMarks::words(const Pin& pin) {
    return pin.changes == 1 ? pin.label : tr("%1 changes, the last: %2").arg(pin.changes).arg(pin.label);
}

std::size_t PlotMarks::changeCount() const {
    std::size_t changes = 0;
    for (const auto& pin : pins_) changes += pin.changes;
    return changes;
}

void PlotMarks::setLabelled(bool labelled) {
    if (std::exchange(labelled_, labelled) != labelled) placeLabels();
}

void PlotMarks::paintCaption(QCPItemText& caption) const {
    auto ground = theme_->panel;
    ground.setAlpha(215);  // readable over a curve
    caption.setBrush(ground);
    caption.setColor(theme_->accent);
    caption.setFont(interface_font(mark_font_px));
}

void PlotMarks::placeLabels() {
    const QFontMetricsF metrics{interface_font(mark_font_px)};
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
    bands_->bands.clear();
    for (const auto& pin : pins_) remove(pin);
    pins_.clear();
}

void PlotMarks::remove(const Pin& pin) {
    canvas_.removeItem(pin.line);
    canvas_.removeItem(pin.caption);
}

}  // namespace weir::ui
