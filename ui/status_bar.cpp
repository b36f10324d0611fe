#include "ui/status_bar.h"

#include <cmath>
#include <vector>

namespace weir::ui {
namespace {

using Pieces = TextLine::Pieces;

constexpr int margin = 14;
constexpr int above = 4;

/// The sentence with what stands for %1 in bold, and in this colour if it is one.
Pieces with_value(const QString& sentence, const QString& value, const QColor& colour = {}) {
    const auto at = sentence.indexOf(QStringLiteral("%1"));
    return {{sentence.left(at)}, {value, true, colour}, {sentence.mid(at + 2)}};
}

Pieces joined(const std::vector<Pieces>& parts) {
    Pieces all;
    for (const auto& part : parts) {
        if (!all.empty()) all.push_back({QStringLiteral("     ")});
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

}  // namespace

StatusBar::StatusBar(QWidget* parent) : QWidget{parent}, left_{new TextLine{this}}, right_{new TextLine{this}} {
    setObjectName(QStringLiteral("statusBar"));
    setAttribute(Qt::WA_StyledBackground);
    setWhatsThis(
        tr("The run in figures: engine time, what completes each second, the 99th percentile of the latency, "
           "items in flight, whether every item offered is accounted for, and Little's law over the last ten "
           "seconds. Rates and the percentile are those of the last second."));
    left_->setAccessibleName(tr("The run in figures"));
    right_->setAccessibleName(tr("The program in figures"));
}

QSize StatusBar::sizeHint() const { return {2 * margin, left_->sizeHint().height() + 2 * above}; }

void StatusBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place();
}

void StatusBar::place() {
    const auto inner = rect().adjusted(margin, above, -margin, -above);
    right_->setGeometry(inner.adjusted(inner.width() - right_width_, 0, 0, 0));
    left_->setGeometry(inner.adjusted(0, 0, -right_width_, 0));
}

void StatusBar::showFigures(const labs::Snapshot& s, const Figures& f, const Theme& theme) {
    // The most important first: where the window is narrow, the last ones are left to the tool tip.
    std::vector<Pieces> left{with_value(tr("t = %1"), tr("%1 s").arg(f.now_s, 0, 'f', 2)),
                             with_value(tr("Completed %1"), tr("%1 /s").arg(f.completed_per_s, 0, 'f', 0))};
    if (!std::isnan(f.p99_ms))
        left.push_back(with_value(tr("p99 %1"), tr("%1 ms").arg(f.p99_ms, 0, 'f', f.p99_ms < 10 ? 1 : 0)));
    left.push_back(with_value(tr("In flight %1"), QString::number(s.in_flight)));
    if (s.conserved())
        left.push_back(with_value(tr("offered = fates + in flight %1"), QStringLiteral("✓"), theme.good));
    else
        left.push_back({{tr("offered ≠ fates + in flight"), true, theme.bad}});
    if (s.little.settled) {
        const double lw = s.little.lambda * s.little.w_s;
        const double error = lw > 0 ? std::abs(s.little.l - lw) / lw * 100 : 0;
        left.push_back(
            with_value(tr("Little's law L = λW %1"),
                       tr("%1 ≈ %2 (%3 %)").arg(s.little.l, 0, 'f', 1).arg(lw, 0, 'f', 1).arg(error, 0, 'f', 1),
                       error < 5 ? theme.good : theme.warning));
    } else {
        left.push_back({{tr("Little's law after 10 s")}});
    }
    std::vector<Pieces> right;
    if (s.unobserved_failures > 0)
        right.push_back({{tr("unobserved failures: %1").arg(s.unobserved_failures), true, theme.bad}});
    const auto dropped = tr("%1 samples dropped").arg(f.dropped);
    if (f.dropped > 0) right.push_back({{dropped, true, theme.warning}});
    if (f.frames.fps > 0) right.push_back({{tr("%1 fps").arg(f.frames.fps, 0, 'f', 0)}});
    right.push_back({{s.workers == 1 ? tr("1 worker") : tr("%1 workers").arg(s.workers)}});
    if (f.dropped == 0) right.push_back({{dropped}});

    QStringList all;
    for (const auto* parts : {&left, &right}) {
        for (const auto& part : *parts) {
            QString words;
            for (const auto& piece : part) words += piece.text;
            all += words;
        }
    }
    const int room = width() - margin * 4;
    while (left_->widthOf(joined(left)) + right_->widthOf(joined(right)) > room && left.size() > 2)
        right.size() > 1 ? right.pop_back() : left.pop_back();
    left_->setPieces(joined(left));
    right_->setPieces(joined(right));
    right_width_ = right_->widthOf(joined(right));
    for (QWidget* widget : {static_cast<QWidget*>(this), static_cast<QWidget*>(left_), static_cast<QWidget*>(right_)})
        widget->setToolTip(all.join(QLatin1Char{'\n'}));
    place();
}

}  // namespace weir::ui

#include "moc_status_bar.cpp"
