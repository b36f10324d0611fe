// The legend of a plot: buttons that show and hide its series, and what its limits are now.
#include <QFontMetricsF>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>

#include "ui/plots/plot_marks.h"
#include "ui/plots/time_plot.h"

namespace weir::ui {

QPushButton* TimePlot::addLegend(const QString& label, bool toggles) {
    auto* button = new QPushButton{label, this};
    button->setFlat(true);
    button->setCheckable(toggles);
    button->setChecked(toggles);
    button->setEnabled(toggles);
    button->setFont(interface_font(11));
    if (toggles) button->setCursor(Qt::PointingHandCursor);
    legend_.push_back(button);
    words_.emplace_back();
    setWords(legend_.size() - 1, label);
    return button;
}

void TimePlot::setWords(std::size_t i, const QString& words) {
    words_[i] = words;
    legend_[i]->setAccessibleName(tr("%1, in %2").arg(words, QString::fromStdString(spec_.title)));
    legend_[i]->setToolTip(legend_[i]->isCheckable() ? tr("%1: shows or hides this series").arg(words) : words);
    fitLegend();
}

void TimePlot::fitLegend() {
    const QFontMetricsF metrics{interface_font(11)};
    constexpr double around_px = 24;  // mark, padding, spacing
    double left_px = contentsRect().width() - 20 - title_->sizeHint().width();
    for (const auto* entry : legend_)
        if (!entry->isHidden()) left_px -= around_px;
    // Words cut in half help nobody: as many entries as have room keep theirs, the rest are marks with a tooltip.
    bool fits = true;
    for (std::size_t i = 0; i < legend_.size(); ++i) {
        if (legend_[i]->isHidden()) continue;
        left_px -= metrics.horizontalAdvance(words_[i]);
        fits = fits && left_px >= 0;
        legend_[i]->setText(fits ? words_[i] : QString{});
    }
}

void TimePlot::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fitLegend();
    marks_->placeLabels();
}

void TimePlot::paintLegend(QPushButton& button, const QColor& colour, bool dashed) const {
    button.setStyleSheet(QStringLiteral("QPushButton{border:1px solid transparent;background:transparent;padding:0 2px;"
                                        "min-height:16px;color:%1;}QPushButton:focus{border-color:%2;}")
                             .arg(theme_->text.name(), theme_->accent.name()));
    QPixmap mark{QSize{12, 12} * devicePixelRatioF()};
    mark.setDevicePixelRatio(devicePixelRatioF());
    mark.fill(Qt::transparent);
    QPainter painter{&mark};
    if (dashed) {
        painter.fillRect(QRectF{0, 5, 5, 2}, colour);
        painter.fillRect(QRectF{7, 5, 5, 2}, colour);
    } else {
        painter.fillRect(QRectF{0, 5, 11, 2}, colour);
    }
    painter.end();
    // Limits are disabled buttons: the same picture for that mode, or the style would grey it out.
    QIcon icon{mark};
    icon.addPixmap(mark, QIcon::Disabled);
    button.setIcon(icon);
    button.setIconSize({12, 12});
}

}  // namespace weir::ui
