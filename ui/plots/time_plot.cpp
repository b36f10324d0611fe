#include "ui/plots/time_plot.h"

#include <qcustomplot.h>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/plots/plot_axes.h"
#include "ui/plots/plot_cursor.h"
#include "ui/plots/plot_marks.h"
#include "ui/text.h"

namespace weir::ui {
namespace {

// Series are shown as rates over, and percentiles of, the last second.
constexpr double look_back_s = 1;

constexpr int least_height = 84;  // of the canvas: five labels of the axis, or three where they are larger

QFont legend_font(bool shown) {
    auto font = interface_font(11);
    font.setStrikeOut(!shown);
    return font;
}

constexpr double to_the_end = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TimePlot::TimePlot(const labs::LabInfo& info, const labs::PlotSpec& spec, const Theme& theme, QWidget* parent)
    : QFrame{parent}, info_{info}, spec_{spec}, theme_{&theme} {
    setObjectName(QStringLiteral("card"));
    setAccessibleName(text(spec.title));
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(10, 6, 10, 4);
    column->setSpacing(2);
    head_ = new QWidget{this};
    // The legend gives way in a narrow plot, see fitLegend, and does not make one plot wider than another.
    head_->setMinimumWidth(1);
    head_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* head = new QHBoxLayout{head_};
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(2);
    title_ = new QLabel{text(spec.title), head_};
    head->addWidget(title_);
    head->addStretch(1);
    column->addWidget(head_);

    canvas_ = new QCustomPlot{this};
    canvas_->setAutoAddPlottableToLegend(false);  // its legend is laid out in each replot, shown or not
    canvas_->setPlottingHints(QCP::phCacheLabels | QCP::phFastPolylines);
    canvas_->setNotAntialiasedElements(QCP::aeFills);
    canvas_->setFocusPolicy(Qt::StrongFocus);
    canvas_->setAccessibleName(tr("Plot: %1").arg(text(spec.title)));
    canvas_->setAccessibleDescription(
        tr("Left and Right move in time, Enter shows this plot alone, Shift+F10 chooses its series or exports it"));
    canvas_->installEventFilter(this);
    canvas_->setMouseTracking(true);
    column->addWidget(canvas_, 1);
    connect(canvas_, &QCustomPlot::beforeReplot, this, [this] { painting_.start(); });
    connect(canvas_, &QCustomPlot::afterReplot, this, [this] { emit painted(painting_.nsecsElapsed()); });

    auto* rect = canvas_->axisRect();
    rect->setAutoMargins(QCP::msNone);
    set_steps(*canvas_->xAxis, false);
    set_steps(*canvas_->yAxis, spec.logarithmic);
    marks_ = std::make_unique<PlotMarks>(*canvas_);
    cursor_ = std::make_unique<PlotCursor>(*canvas_);
    findCandidates();
    addSeries(*head);
    addLimits(*head);
    canvas_->yAxis->setRange(spec.logarithmic ? 1 : 0, spec.logarithmic ? 1000 : 1);
    setTheme(theme);
}

TimePlot::~TimePlot() = default;

void TimePlot::addSeries(QHBoxLayout& head) {
    for (const auto chosen : chosen_) {
        const auto* series = &info_.series[chosen];
        auto* graph = canvas_->addGraph();
        graph->setName(as_is(series->id));
        graph->setAdaptiveSampling(true);
        lines_.push_back({series, graph});
        addOther(lines_.back());
        auto* button = addLegend(text(series->label), true);
        connect(button, &QPushButton::toggled, this, [this, i = lines_.size() - 1, button](bool on) {
            lines_[i].graph->setVisible(on);
            if (lines_[i].other != nullptr) lines_[i].other->setVisible(on);
            button->setFont(legend_font(on));
            fitValues();
        });
        head.addWidget(button);
    }
}

void TimePlot::addLimits(QHBoxLayout& head) {
    for (const auto& limit : spec_.limits) {
        auto* line = new QCPItemStraightLine{canvas_};
        line->point1->setTypeX(QCPItemPosition::ptAxisRectRatio);
        line->point2->setTypeX(QCPItemPosition::ptAxisRectRatio);
        line->setAntialiased(false);
        line->setVisible(false);
        auto* button = addLegend(text(limit.label), false);
        button->hide();
        head.addWidget(button);
        limits_.push_back({&limit, line, legend_.size() - 1, nothing});
    }
}

void TimePlot::setTheme(const Theme& theme) {
    theme_ = &theme;
    title_->setFont(interface_font(12, QFont::DemiBold));
    canvas_->setMinimumHeight(least_height);
    // A label that does not fit whole into the picture is not drawn: half a line of room above the top tick.
    canvas_->axisRect()->setMargins({scaled(38), scaled(9), scaled(10), scaled(18)});
    const double width = std::round(theme.stroke * interface_scale() + 0.1);  // whole pixels are sharp
    canvas_->setBackground(QBrush{theme.panel});
    for (auto* axis : {canvas_->xAxis, canvas_->yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(interface_font(11));
        axis->grid()->setPen(QPen{theme.grid, 1});
        axis->grid()->setZeroLinePen(QPen{theme.grid, 1});
        axis->grid()->setAntialiased(false);
    }
    canvas_->xAxis->grid()->setVisible(false);
    layDashes();
    tellWhatThisIs();
    std::size_t i = 0;
    for (const auto& line : lines_) {
        const auto colour = theme.of(line.series->tone);
        line.graph->setPen(line_pen(colour, line.dash, width));
        if (line.other != nullptr)
            line.other->setPen(line_pen(colour, line.dash == Dash::none ? Dash::dashes : Dash::dash_dot, width));
        paintLegend(*legend_[i++], colour, line.dash);
    }
    for (const auto& limit : limits_) {
        const auto colour = theme.of(limit.spec->tone);
        limit.line->setPen(QPen{colour, width, Qt::DashLine});
        paintLegend(*legend_[i++], colour, Dash::dashes);
    }
    for (auto* button : legend_) button->setFont(legend_font(button->isChecked() || !button->isCheckable()));
    fitLegend();
    marks_->setTheme(theme, info_.phases);
    cursor_->setTheme(theme);
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void TimePlot::setComparing(bool comparing) {
    if (std::exchange(comparing_, comparing) == comparing) return;
    for (auto& line : lines_) {
        if (line.other != nullptr) canvas_->removeGraph(line.other);
        line.other = nullptr;
        addOther(line);
    }
    setTheme(*theme_);
}

void TimePlot::addOther(Line& line) {
    if (!comparing_) return;
    line.other = canvas_->addGraph();
    line.other->setName(as_is(line.series->id) + QStringLiteral(" (other)"));
    line.other->setAdaptiveSampling(true);
    line.other->setVisible(line.graph->visible());
}

void TimePlot::add(const labs::History& history, std::size_t first, Run run) {
    const bool lacked = first == 0 && std::exchange(lacks_points_[static_cast<std::size_t>(run)], false);
    for (const auto& line : lines_)
        if (first == 0) line.of(run)->data()->clear();
    // Sample by sample, not line by line: the history merges the histogram of one sample once for all its percentiles.
    for (std::size_t i = first; i < history.size(); ++i) {
        for (const auto& line : lines_) {
            line.of(run)->addData(history.samples()[i].t_s, plotted(line, history, i));
        }
    }
    if (history.size() == 0) return;
    for (const auto& line : lines_) line.of(run)->data()->removeBefore(history.samples().front().t_s);
    if (lacked) fitValues();
}

void TimePlot::renew(const labs::History& history, Run run) {
    const auto old = history.samples().first(history.thinned());
    for (const auto& line : lines_) {
        QVector<QCPGraphData> points;
        points.reserve(static_cast<int>(old.size()));
        for (std::size_t i = 0; i < old.size(); ++i) points.append({old[i].t_s, plotted(line, history, i)});
        line.of(run)->data()->removeBefore(std::nextafter(old.back().t_s, to_the_end));
        line.of(run)->data()->add(points, true);
    }
}

double TimePlot::plotted(const Line& line, const labs::History& history, std::size_t sample) const {
    const double value = history.value(*line.series, sample, look_back_s);
    return spec_.logarithmic && !(value > 0) ? nothing : value;
}

void TimePlot::setLimits(const labs::Parameters& parameters) {
    for (auto& limit : limits_) {
        const auto i = parameters.find(limit.spec->parameter);
        const bool shown = i && parameters.is_relevant(*i);
        const double value = shown ? parameters.get(*i) : nothing;
        if (value == limit.value || (std::isnan(value) && std::isnan(limit.value))) continue;
        limit.value = value;
        limit.line->setVisible(shown);
        legend_[limit.legend]->setVisible(shown);
        if (!shown) continue;
        limit.line->point1->setCoords(0, value);
        limit.line->point2->setCoords(1, value);
        const auto number = text(labs::format_value(parameters.spec(*i), value));
        setWords(limit.legend, {text(limit.spec->label) + QLatin1Char{' '} + number, number});
    }
}

void TimePlot::setBands(std::span<const PhaseBand> bands) { marks_->setBands(bands); }

void TimePlot::pin(double t_s, const QString& label, bool in_place_of_last) {
    marks_->pin(t_s, label, in_place_of_last);
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void TimePlot::setLabelled(bool labelled) { marks_->setLabelled(labelled); }

void TimePlot::clear() {
    for (int i = 0; i < canvas_->graphCount(); ++i) canvas_->graph(i)->data()->clear();
    marks_->clear();
    cursor_->hide();
    if (!spec_.logarithmic) canvas_->yAxis->setRange(0, 1);
    fitValues();
}

void TimePlot::setRange(double from_s, double to_s) {
    from_s_ = from_s;
    to_s_ = to_s;
    canvas_->xAxis->setRange(from_s, to_s);
    set_step(*canvas_->xAxis, time_step(to_s - from_s));
    marks_->placeLabels();
    holdDashes();
    fitValues();
}

void TimePlot::fitValues() {
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    for (int i = 0; i < canvas_->graphCount(); ++i) {
        if (!canvas_->graph(i)->visible()) continue;
        const auto points = canvas_->graph(i)->data();
        const auto end = points->findEnd(to_s_);
        for (auto it = points->findBegin(from_s_); it != end; ++it) {
            if (std::isnan(it->value)) continue;
            high = std::max(high, it->value);
            low = std::min(low, it->value);
        }
    }
    if (!spec_.logarithmic) {
        fitLinear(high);
    } else if (high > 0) {
        const auto range = decades(low, high);
        canvas_->yAxis->setRange(range.bottom, range.top);
    }
    canvas_->replot(QCustomPlot::rpQueuedReplot);
}

void TimePlot::fitLinear(double high) {
    constexpr double beside_edge = 1.04;  // so that a line at the top is not the edge
    double wanted = spec_.fixed_maximum > 0 ? spec_.fixed_maximum : round_maximum(high * 1.02);
    double step = wanted / 4;
    double room = spec_.fixed_maximum > 0 ? beside_edge : 1;
    for (const auto& limit : limits_) {
        // A limit far above the data would press the data flat: its line stays outside, its value is in the legend.
        if (spec_.fixed_maximum > 0 || std::isnan(limit.value) || limit.value > std::max(200.0, 10 * high)) continue;
        if (limit.value < high * 1.02) continue;
        const bool quarters = std::fmod(limit.value, 4) == 0;
        wanted = quarters ? limit.value : round_maximum(limit.value);
        step = wanted / 4;
        room = beside_edge;
    }
    const double now = canvas_->yAxis->range().upper;
    double top = wanted * room;
    // Grows at once and shrinks a little each time: an axis that jumps cannot be read.
    if (top < now && spec_.fixed_maximum <= 0 && lines_.front().graph->dataCount() > 0)
        top = now - top < 0.02 * top ? top : now + (top - now) * 0.2;
    canvas_->yAxis->setRange(-0.012 * top, top);  // so that a line at 0 is seen whole
    const bool short_of_room = canvas_->axisRect()->height() < 4 * QFontMetrics{interface_font(11)}.height();
    set_step(*canvas_->yAxis, short_of_room ? 2 * step : step);
}

double TimePlot::maximum() const { return canvas_->yAxis->range().upper; }

std::size_t TimePlot::points() const {
    return lines_.empty() ? 0 : static_cast<std::size_t>(lines_.front().graph->dataCount());
}

std::vector<double> TimePlot::times() const {
    std::vector<double> times;
    if (lines_.empty()) return times;
    for (const auto& point : *lines_.front().graph->data()) times.push_back(point.key);
    return times;
}

bool TimePlot::seriesShown(std::size_t i) const { return lines_[i].graph->visible(); }
std::size_t TimePlot::pinCount() const { return marks_->pinCount(); }
std::size_t TimePlot::pinnedChanges() const { return marks_->changeCount(); }
bool TimePlot::cursorShown() const { return cursor_->visible(); }
QString TimePlot::cursorWords() const { return cursor_->words(); }
QWidget* TimePlot::canvas() const { return canvas_; }

}  // namespace weir::ui

#include "moc_time_plot.cpp"
