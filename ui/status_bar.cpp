#include "ui/status_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <cmath>

namespace weir::ui {
namespace {

QString strong(const QString& s) { return QStringLiteral("<b>%1</b>").arg(s); }
QString coloured(const QString& s, const QColor& c) {
    return QStringLiteral("<b style='color:%2'>%1</b>").arg(s, c.name());
}

constexpr int margin = 14;

}  // namespace

StatusBar::StatusBar(QWidget* parent) : QWidget{parent}, left_{new QLabel}, right_{new QLabel} {
    setObjectName(QStringLiteral("statusBar"));
    setAttribute(Qt::WA_StyledBackground);
    setWhatsThis(
        tr("The run in figures: engine time, what completes each second, the 99th percentile of the latency, "
           "items in flight, whether every item offered is accounted for, and Little's law over the last ten "
           "seconds. Rates and the percentile are those of the last second."));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(margin, 4, margin, 4);
    row->addWidget(left_);
    row->addStretch();
    row->addWidget(right_);
    for (auto* label : {left_, right_}) {
        label->setTextFormat(Qt::RichText);
        label->setMinimumWidth(1);  // a long line is cut rather than pushing the window wider
    }
    right_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

void StatusBar::showFigures(const labs::Snapshot& s, const Figures& f, const Theme& theme) {
    // The most important first: where the window is narrow, the last ones are left to the tool tip.
    QStringList left{tr("t = %1").arg(strong(tr("%1 s").arg(f.now_s, 0, 'f', 2))),
                     tr("Completed %1").arg(strong(tr("%1 /s").arg(f.completed_per_s, 0, 'f', 0)))};
    if (!std::isnan(f.p99_ms))
        left += tr("p99 %1").arg(strong(tr("%1 ms").arg(f.p99_ms, 0, 'f', f.p99_ms < 10 ? 1 : 0)));
    left += tr("In flight %1").arg(strong(QString::number(s.in_flight)));
    left += s.conserved() ? tr("offered = fates + in flight %1").arg(coloured(QStringLiteral("✓"), theme.good))
                          : coloured(tr("offered ≠ fates + in flight"), theme.bad);
    if (s.little.settled) {
        const double lw = s.little.lambda * s.little.w_s;
        const double error = lw > 0 ? std::abs(s.little.l - lw) / lw * 100 : 0;
        left +=
            tr("Little's law L = λW %1")
                .arg(coloured(tr("%1 ≈ %2 (%3 %)").arg(s.little.l, 0, 'f', 1).arg(lw, 0, 'f', 1).arg(error, 0, 'f', 1),
                              error < 5 ? theme.good : theme.warning));
    } else {
        left += tr("Little's law after 10 s");
    }
    QStringList right;
    if (s.unobserved_failures > 0)
        right += coloured(tr("unobserved failures: %1").arg(s.unobserved_failures), theme.bad);
    const auto dropped = tr("%1 samples dropped").arg(f.dropped);
    if (f.dropped > 0) right += coloured(dropped, theme.warning);
    if (f.frames.fps > 0) right += tr("%1 fps").arg(f.frames.fps, 0, 'f', 0);
    right += s.workers == 1 ? tr("1 worker") : tr("%1 workers").arg(s.workers);
    if (f.dropped == 0) right += dropped;
    setToolTip((left + right).join(QStringLiteral("<br>")));

    const auto show = [](QLabel* label, const QStringList& parts) {
        label->setText(parts.join(QStringLiteral("&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;")));
        return label->sizeHint().width();
    };
    const int room = width() - margin * 4;
    while (show(left_, left) + show(right_, right) > room && left.size() > 2)
        right.size() > 1 ? right.removeLast() : left.removeLast();
}

}  // namespace weir::ui

#include "moc_status_bar.cpp"
