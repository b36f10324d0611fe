#include "ui/plots/time_plot.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QSvgGenerator>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::ui {
namespace {

// Series are shown as rates over, and percentiles of, the last second.
constexpr double span_s = 1;

// More bands or pins than this are no longer told apart; the oldest go.
constexpr std::size_t max_bands = 200;
constexpr std::size_t max_pins = 40;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

QString text(const std::string& s) { return QString::fromStdString(s); }

/// The next round number: 1, 2, 2.5, 4, 5, 8 times a power of ten.
double round_up(double value) {
    if (value <= 0) return 1;
    const double unit = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 4.0, 5.0, 8.0, 10.0})
        if (value <= step * unit * 1.0001) return step * unit;
    return 10 * unit;
}

}  // namespace

TimePlot::TimePlot(const labs::LabInfo& info, const labs::PlotSpec& spec, const Theme& theme, QWidget* parent)
    : QFrame{parent}, spec_{spec}, theme_{&theme}, info_{info} {
    setObjectName(QStringLiteral("card"));
    setAccessibleName(text(spec.title));
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(10, 6, 10, 4);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(2);
    title_ = new QLabel{text(spec.title)};
    title_->setFont(interface_font(12, QFont::DemiBold));
    readout_ = new QLabel;
    readout_->setFont(interface_font(11));
    head->addWidget(title_);
    head->addWidget(readout_, 1, Qt::AlignRight);
    column->addLayout(head);

    canvas_ = new QCustomPlot;
    canvas_->setMinimumHeight(60);
    canvas_->setPlottingHints(QCP::phCacheLabels | QCP::phFastPolylines);
    canvas_->setNotAntialiasedElements(QCP::aeFills);
    canvas_->setFocusPolicy(Qt::StrongFocus);
    canvas_->setAccessibleName(tr("Plot: %1").arg(text(spec.title)));
    canvas_->installEventFilter(this);
    canvas_->setMouseTracking(true);
    column->addWidget(canvas_, 1);

    canvas_->addLayer(QStringLiteral("bands"), canvas_->layer(QStringLiteral("grid")), QCustomPlot::limBelow);
    canvas_->addLayer(QStringLiteral("cursor"), canvas_->layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
    canvas_->layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
    auto* rect = canvas_->axisRect();
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins({40, 5, 8, 18});
    rect->setRangeDrag({});
    for (const auto& id : spec.series) {
        const auto series = std::ranges::find(info.series, id, &labs::SeriesSpec::id);
        if (series == info.series.end()) continue;
        lines_.push_back({&*series, canvas_->addGraph()});
        lines_.back().graph->setAdaptiveSampling(true);
        auto* graph = lines_.back().graph;
        auto* button = addLegend(text(series->label), true);
        connect(button, &QPushButton::toggled, this, [this, graph](bool on) {
            graph->setVisible(on);
            fitValues();
        });
        head->addWidget(button);
    }
    for (const auto& limit : spec.limits) {
        auto* line = new QCPItemStraightLine{canvas_};
        auto* button = addLegend(text(limit.label), false);
        head->addWidget(button);
        limits_.push_back({&limit, line, button, nothing});
    }
    if (spec.logarithmic) {
        canvas_->yAxis->setScaleType(QCPAxis::stLogarithmic);
        canvas_->yAxis->setTicker(QSharedPointer<QCPAxisTickerLog>::create());
        canvas_->yAxis->setNumberFormat(QStringLiteral("f"));
        canvas_->yAxis->setNumberPrecision(0);
        canvas_->yAxis->setRange(1, 1000);
    } else {
        canvas_->yAxis->setRange(0, 1);
        canvas_->yAxis->ticker()->setTickCount(4);
    }
    cursor_ = new QCPItemStraightLine{canvas_};
    cursor_->setLayer(QStringLiteral("cursor"));
    cursor_->setVisible(false);
    setTheme(theme);
}

QPushButton* TimePlot::addLegend(const QString& label, bool toggles) {
    auto* button = new QPushButton{label};
    button->setFlat(true);
    button->setCheckable(toggles);
    button->setChecked(toggles);
    button->setEnabled(toggles);
    button->setFont(interface_font(11));
    button->setCursor(toggles ? Qt::PointingHandCursor : Qt::ArrowCursor);
    button->setToolTip(toggles ? tr("Shows or hides this series") : QString{});
    button->setAccessibleName(tr("%1, in %2").arg(label, text(spec_.title)));
    legend_.push_back(button);
    return button;
}

void TimePlot::setTheme(const Theme& theme) {
    theme_ = &theme;
    canvas_->setBackground(QBrush{theme.panel});
    for (auto* axis : {canvas_->xAxis, canvas_->yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(interface_font(11));
        axis->grid()->setPen(QPen{theme.grid, 1});
        axis->grid()->setZeroLinePen(QPen{theme.grid, 1});
    }
    canvas_->xAxis->grid()->setVisible(false);
    std::size_t i = 0;
    const auto style = [&](QPushButton* button, const QColor& colour) {
        button->setStyleSheet(QStringLiteral("QPushButton{border:none;background:transparent;padding:1px 5px;color:%1;}"
                                             "QPushButton:!checked:enabled{color:%2;text-decoration:line-through;}"
                                             "QPushButton:focus{border:1px solid %3;}"
                                             "QPushButton:disabled{color:%1;}")
                                  .arg(theme.text.name(), theme.muted.name(), theme.accent.name()));
        QPixmap mark{QSize{12, 12} * devicePixelRatioF()};
        mark.setDevicePixelRatio(devicePixelRatioF());
        mark.fill(Qt::transparent);
        QPainter painter{&mark};
        painter.fillRect(QRectF{0, 4.5, 11, 3}, colour);
        painter.end();
        button->setIcon(mark);
        button->setIconSize({12, 12});
    };
    for (const auto& line : lines_) {
        const auto colour = theme.of(line.series->tone);
        line.graph->setPen(QPen{colour, 1});
        style(legend_[i++], colour);
    }
    for (const auto& limit : limits_) {
        const auto colour = theme.of(limit.spec->tone);
        limit.line->setPen(QPen{colour, 1, Qt::DashLine});
        style(legend_[i++], colour);
    }
    for (std::size_t k = 0; k < bands_.size(); ++k) {
        auto colour = theme.of(band_tones_[k]);
        colour.setAlpha(34);
        bands_[k]->setBrush(colour);
    }
    for (const auto& pin : pins_) {
        pin.line->setPen(QPen{theme.accent, 1, Qt::DotLine});
        if (pin.text != nullptr) pin.text->setColor(theme.accent);
    }
    cursor_->setPen(QPen{theme.text, 1});
    readout_->setStyleSheet(QStringLiteral("color:%1;").arg(theme.text.name()));
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void TimePlot::add(const labs::History& history, std::size_t first) {
    for (const auto& line : lines_) {
        if (first == 0) line.graph->data()->clear();
        for (std::size_t i = first; i < history.size(); ++i)
            line.graph->addData(history.samples()[i].t_s, history.value(*line.series, i, span_s));
    }
}

std::size_t TimePlot::points() const {
    return lines_.empty() ? 0 : static_cast<std::size_t>(lines_.front().graph->dataCount());
}

void TimePlot::setLimits(const labs::Parameters& parameters) {
    for (auto& limit : limits_) {
        const auto i = parameters.find(limit.spec->parameter);
        const bool shown = i && parameters.is_relevant(*i);
        limit.line->setVisible(shown);
        limit.legend->setVisible(shown);
        const double value = shown ? parameters.get(*i) : nothing;
        if (value == limit.value) continue;
        limit.value = value;
        if (!shown) continue;
        limit.line->point1->setCoords(0, value);
        limit.line->point2->setCoords(1, value);
        limit.legend->setText(text(limit.spec->label) + QLatin1Char{' '} +
                              text(labs::format_value(parameters.spec(*i), value)));
    }
}

void TimePlot::setBands(std::span<const labs::Sample> samples) {
    struct Band {
        double from, to;
        std::size_t phase;
    };
    std::vector<Band> wanted;
    for (const auto& s : samples) {
        if (s.phase == 0 || s.t_s < from_s_ || s.t_s > to_s_) continue;
        constexpr double gap_s = 0.25;  // above the time between two samples
        if (!wanted.empty() && wanted.back().phase == s.phase && s.t_s - wanted.back().to < gap_s)
            wanted.back().to = s.t_s;
        else
            wanted.push_back({s.t_s - 0.1, s.t_s, s.phase});
    }
    if (wanted.size() > max_bands) wanted.erase(wanted.begin(), wanted.end() - max_bands);
    while (bands_.size() < wanted.size()) {
        auto* rect = new QCPItemRect{canvas_};
        rect->setLayer(QStringLiteral("bands"));
        rect->setPen(Qt::NoPen);
        rect->setAntialiased(false);
        for (auto* position : {rect->topLeft, rect->bottomRight}) position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        bands_.push_back(rect);
        band_tones_.push_back(labs::Tone::neutral);
    }
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        const bool used = i < wanted.size();
        bands_[i]->setVisible(used);
        if (!used) continue;
        bands_[i]->topLeft->setCoords(wanted[i].from, 0);
        bands_[i]->bottomRight->setCoords(wanted[i].to, 1);
        band_tones_[i] = info_.phases[wanted[i].phase].tone;
        auto colour = theme_->of(band_tones_[i]);
        colour.setAlpha(34);
        bands_[i]->setBrush(colour);
    }
}

void TimePlot::pin(double t_s, const QString& label) {
    auto* line = new QCPItemStraightLine{canvas_};
    line->point1->setCoords(t_s, 0.1);
    line->point2->setCoords(t_s, 1);
    line->setPen(QPen{theme_->accent, 1, Qt::DotLine});
    QCPItemText* caption = nullptr;
    if (!label.isEmpty()) {
        caption = new QCPItemText{canvas_};
        caption->setText(label);
        caption->setFont(interface_font(11));
        caption->setColor(theme_->accent);
        caption->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
        caption->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        caption->position->setCoords(t_s, 0.02);
        caption->setPadding({0, 0, 4, 0});
    }
    pins_.push_back({line, caption});
    if (pins_.size() <= max_pins) return;
    canvas_->removeItem(pins_.front().line);
    if (pins_.front().text != nullptr) canvas_->removeItem(pins_.front().text);
    pins_.erase(pins_.begin());
}

void TimePlot::clear() {
    for (const auto& line : lines_) line.graph->data()->clear();
    for (auto* band : bands_) band->setVisible(false);
    for (const auto& p : pins_) {
        canvas_->removeItem(p.line);
        if (p.text != nullptr) canvas_->removeItem(p.text);
    }
    pins_.clear();
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void TimePlot::setRange(double from_s, double to_s) {
    from_s_ = from_s;
    to_s_ = to_s;
    canvas_->xAxis->setRange(from_s, to_s);
    fitValues();
}

void TimePlot::fitValues() {
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    for (const auto& line : lines_) {
        if (!line.graph->visible()) continue;
        const auto points = line.graph->data();
        for (auto it = points->findBegin(from_s_); it != points->findEnd(to_s_); ++it) {
            if (std::isnan(it->value)) continue;
            high = std::max(high, it->value);
            if (it->value > 0) low = std::min(low, it->value);
        }
    }
    for (const auto& limit : limits_)
        if (limit.line->visible() && !std::isnan(limit.value)) high = std::max(high, limit.value);
    if (spec_.logarithmic) {
        if (high > 0) {
            const double bottom = std::pow(10.0, std::floor(std::log10(low)));
            const double top = std::pow(10.0, std::ceil(std::log10(high * 1.01)));
            canvas_->yAxis->setRange(bottom, std::max(top, bottom * 10));
        }
    } else {
        const double wanted = spec_.fixed_maximum > 0 ? spec_.fixed_maximum : round_up(high * 1.05);
        // Grows at once, shrinks only when there is much room: an axis that moves with every sample cannot be read.
        const double now = canvas_->yAxis->range().upper;
        if (wanted > now || wanted < now * 0.6 || spec_.fixed_maximum > 0) canvas_->yAxis->setRange(0, wanted);
    }
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void TimePlot::setCursor(double t_s, const labs::History& history) {
    const bool shown = !std::isnan(t_s) && history.size() > 0;
    if (shown) {
        cursor_->point1->setCoords(t_s, 0.1);
        cursor_->point2->setCoords(t_s, 1);
        const auto samples = history.samples();
        const auto next = std::ranges::lower_bound(samples, t_s, {}, &labs::Sample::t_s);
        const auto i = static_cast<std::size_t>(
            next == samples.end() ? samples.size() - 1 : static_cast<std::size_t>(next - samples.begin()));
        QStringList values{tr("%1 s").arg(samples[i].t_s, 0, 'f', 1)};
        for (const auto& line : lines_) {
            const double v = history.value(*line.series, i, span_s);
            if (line.graph->visible() && !std::isnan(v))
                values << text(line.series->label) + QLatin1Char{' '} + QString::number(v, 'f', v < 10 ? 1 : 0);
        }
        readout_->setText(values.join(QStringLiteral("  ")));
    } else {
        readout_->clear();
    }
    // The read-out takes the legend's place while it is there: both do not fit a narrow plot.
    for (std::size_t i = 0; i < legend_.size(); ++i)
        legend_[i]->setVisible(!shown && (i < lines_.size() || limits_[i - lines_.size()].line->visible()));
    if (cursor_->visible() == shown && !shown) return;
    cursor_->setVisible(shown);
    canvas_->layer(QStringLiteral("cursor"))->replot();
}

bool TimePlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched != canvas_) return QFrame::eventFilter(watched, event);
    switch (event->type()) {
        case QEvent::MouseMove: {
            const double x = static_cast<QMouseEvent*>(event)->position().x();
            const double t = canvas_->xAxis->pixelToCoord(x);
            if (dragging_) {
                emit dragged(drag_x_ - t);
                drag_x_ = canvas_->xAxis->pixelToCoord(x);
            }
            emit cursorMoved(t);
            break;
        }
        case QEvent::Leave:
            emit cursorMoved(nothing);
            break;
        case QEvent::MouseButtonPress:
            if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
                dragging_ = true;
                drag_x_ = canvas_->xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
            }
            break;
        case QEvent::MouseButtonRelease:
            dragging_ = false;
            break;
        case QEvent::MouseButtonDblClick:
            emit maximiseRequested();
            return true;
        case QEvent::Wheel: {
            auto* wheel = static_cast<QWheelEvent*>(event);
            emit zoomed(std::pow(1.2, wheel->angleDelta().y() / 120.0),
                        canvas_->xAxis->pixelToCoord(wheel->position().x()));
            return true;
        }
        case QEvent::ContextMenu:
            menu(static_cast<QContextMenuEvent*>(event)->globalPos());
            return true;
        default:
            break;
    }
    return QFrame::eventFilter(watched, event);
}

void TimePlot::menu(const QPoint& at) {
    QMenu menu;
    menu.addAction(tr("Copy picture"), this, [this] { QApplication::clipboard()->setPixmap(canvas_->grab()); });
    for (const char* format : {"png", "svg", "pdf"})
        menu.addAction(tr("Export as %1…").arg(QLatin1String{format}.toString().toUpper()), this,
                       [this, format] { exportTo(QLatin1String{format}); });
    menu.exec(at);
}

void TimePlot::exportTo(const QString& format) {
    const auto path = QFileDialog::getSaveFileName(this, tr("Export plot"), QStringLiteral("plot.") + format,
                                                   QStringLiteral("*.") + format);
    if (path.isEmpty()) return;
    bool written = false;
    if (format == QLatin1String{"png"}) {
        written = canvas_->savePng(path, 0, 0, 2);
    } else if (format == QLatin1String{"pdf"}) {
        written = canvas_->savePdf(path);
    } else {
        QSvgGenerator svg;
        svg.setFileName(path);
        svg.setSize(canvas_->size());
        svg.setViewBox(QRect{QPoint{}, canvas_->size()});
        QCPPainter painter;
        written = painter.begin(&svg);
        if (written) {
            painter.setMode(QCPPainter::pmVectorized);
            canvas_->toPainter(&painter, canvas_->width(), canvas_->height());
            painter.end();
        }
    }
    if (!written) emit message(tr("Cannot write '%1': expected a file name that can be written").arg(path));
}

}  // namespace weir::ui
