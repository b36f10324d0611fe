// The legend of a plot: buttons that show and hide its series, and what its limits are now.
#include <QFontMetricsF>
#include <QLabel>
#include <QLayout>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>

#include "ui/plots/plot_marks.h"
#include "ui/plots/time_plot.h"
#include "ui/text.h"

namespace weir::ui {

QPushButton* TimePlot::addLegend(const QString& label, bool toggles) {
    auto* button = new QPushButton{label, head_};
    button->setObjectName(QStringLiteral("legend"));
    button->setFlat(true);
    button->setCheckable(toggles);
    button->setChecked(toggles);
    button->setEnabled(toggles);
    if (toggles) button->setCursor(Qt::PointingHandCursor);
    legend_.push_back(button);
    words_.emplace_back();
    setWords(legend_.size() - 1, {label, {}});
    return button;
}

void TimePlot::setWords(std::size_t i, const Words& words) {
    words_[i] = words;
    legend_[i]->setAccessibleName(tr("%1, in %2").arg(words.full, text(spec_.title)));
    legend_[i]->setToolTip(legend_[i]->isCheckable() ? tr("%1: shows or hides this series").arg(words.full)
                                                     : words.full);
    fitLegend();
}

void TimePlot::fitLegend() {
    const QFontMetricsF metrics{interface_font(11)};
    const double around_px = scaled(24) + (theme_->high_contrast ? 2 : 0);  // mark, padding, frame, spacing
    double left_px = contentsRect().width() - 20 - title_->sizeHint().width();
    for (std::size_t i = 0; i < legend_.size(); ++i)
        if (!legend_[i]->isHidden()) left_px -= around_px + metrics.horizontalAdvance(words_[i].brief);
    // Words cut in half help nobody: as many entries as have room keep theirs, the rest are brief, or marks with a
    // tooltip.
    const bool brief_fits = left_px >= 0;
    head_->layout()->setSpacing(brief_fits ? 2 : 0);
    bool fits = true;
    for (std::size_t i = 0; i < legend_.size(); ++i) {
        if (legend_[i]->isHidden()) continue;
        const auto& [full, brief] = words_[i];
        left_px -= metrics.horizontalAdvance(full) - metrics.horizontalAdvance(brief);
        fits = fits && left_px >= 0;
        legend_[i]->setText(fits ? full : brief_fits ? brief : QString{});
    }
}

void TimePlot::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fitLegend();
    marks_->placeLabels();
}

void TimePlot::paintLegend(QPushButton& button, const QColor& colour, Dash dash) const {
    const auto mark = [&](const std::vector<QRectF>& bars, const QColor& ink) {
        const double scale = devicePixelRatioF() * interface_scale();
        QPixmap pixmap{QSize{12, 12} * scale};
        pixmap.setDevicePixelRatio(scale);
        pixmap.fill(Qt::transparent);
        QPainter painter{&pixmap};
        for (const auto& bar : bars) painter.fillRect(bar, ink);
        return pixmap;
    };
    QIcon icon;
    if (!button.isCheckable()) {
        // Limits are disabled buttons: the picture is for that mode, or the style would grey it out.
        icon.addPixmap(mark(legend_bars(dash), colour), QIcon::Disabled);
    } else {
        icon.addPixmap(mark(legend_bars(dash), colour), QIcon::Normal, QIcon::On);
        icon.addPixmap(mark({{4, 5, 3, 2}}, theme_->muted), QIcon::Normal, QIcon::Off);  // a hidden series: a stub
    }
    button.setIcon(icon);
    button.setIconSize({scaled(12), scaled(12)});
}

}  // namespace weir::ui
