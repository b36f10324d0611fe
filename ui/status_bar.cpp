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
QString gap() { return QStringLiteral("&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;"); }

}  // namespace

StatusBar::StatusBar(QWidget* parent) : QWidget{parent}, left_{new QLabel}, right_{new QLabel} {
    setObjectName(QStringLiteral("statusBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(14, 4, 14, 4);
    row->addWidget(left_);
    row->addStretch();
    row->addWidget(right_);
    for (auto* label : {left_, right_}) {
        label->setTextFormat(Qt::RichText);
        // A long line is cut rather than pushing the window wider.
        label->setMinimumWidth(0);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    row->setStretch(0, 5);
    row->setStretch(1, 0);
    row->setStretch(2, 2);
    right_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

void StatusBar::showFigures(const labs::Snapshot& s, const Figures& f, const Theme& theme) {
    QString left = tr("t = %1").arg(strong(tr("%1 s").arg(f.now_s, 0, 'f', 2)));
    left += gap() + tr("Completed %1").arg(strong(tr("%1 /s").arg(f.completed_per_s, 0, 'f', 0)));
    if (!std::isnan(f.p99_ms))
        left += gap() + tr("p99 %1").arg(strong(tr("%1 ms").arg(f.p99_ms, 0, 'f', f.p99_ms < 10 ? 1 : 0)));
    left += gap() + tr("In flight %1").arg(strong(QString::number(s.in_flight)));
    if (s.little.settled) {
        const double lw = s.little.lambda * s.little.w_s;
        const double error = lw > 0 ? std::abs(s.little.l - lw) / lw * 100 : 0;
        left +=
            gap() +
            tr("Little's law L = λW %1")
                .arg(coloured(tr("%1 ≈ %2 (%3 %)").arg(s.little.l, 0, 'f', 1).arg(lw, 0, 'f', 1).arg(error, 0, 'f', 1),
                              error < 5 ? theme.good : theme.warning));
    } else {
        left += gap() + tr("Little's law after 10 s");
    }
    left += gap() + (s.conserved() ? tr("offered = fates + in flight %1").arg(coloured(QStringLiteral("✓"), theme.good))
                                   : coloured(tr("offered ≠ fates + in flight"), theme.bad));
    left_->setText(left);
    QString right;
    if (s.unobserved_failures > 0)
        right += coloured(tr("unobserved failures: %1").arg(s.unobserved_failures), theme.bad) + gap();
    right += (s.workers == 1 ? tr("1 worker") : tr("%1 workers").arg(s.workers)) + gap() +
             tr("%1 fps").arg(f.frames.fps, 0, 'f', 0) + gap() + tr("%1 samples dropped").arg(f.dropped);
    right_->setText(right);
}

}  // namespace weir::ui
