// Which series stand in a plot: as the lab is designed, or as its user has chosen from all that could.
#include <qcustomplot.h>

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "ui/plots/plot_marks.h"
#include "ui/plots/time_plot.h"
#include "ui/text.h"

namespace weir::ui {

void TimePlot::findCandidates() {
    std::set<std::string> units;
    for (const auto& id : spec_.series) {
        const auto series = std::ranges::find(info_.series, id, &labs::SeriesSpec::id);
        if (series == info_.series.end()) continue;
        candidates_.push_back(static_cast<std::size_t>(series - info_.series.begin()));
        units.insert(series->unit);
    }
    designed_ = candidates_.size();
    chosen_ = candidates_;
    for (std::size_t i = 0; i < info_.series.size(); ++i)
        if (units.contains(info_.series[i].unit) && std::ranges::find(chosen_, i) == chosen_.end())
            candidates_.push_back(i);
}

bool TimePlot::asDesigned() const { return std::ranges::equal(chosen_, std::span{candidates_}.first(designed_)); }

QStringList TimePlot::series() const {
    QStringList ids;
    for (const auto i : chosen_) ids << as_is(info_.series[i].id);
    return ids;
}

void TimePlot::chooseSeries(const QStringList& ids) {
    std::vector<std::size_t> chosen;
    for (const auto i : candidates_)
        if (ids.contains(as_is(info_.series[i].id))) chosen.push_back(i);
    if (chosen.empty())
        chosen.assign(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(designed_));
    if (chosen == chosen_) return;
    chosen_ = std::move(chosen);
    std::set<const labs::SeriesSpec*> hidden;
    for (const auto& line : lines_) {
        if (!line.graph->visible()) hidden.insert(line.series);
        canvas_->removeGraph(line.graph);
        if (line.other != nullptr) canvas_->removeGraph(line.other);
    }
    for (const auto& limit : limits_) canvas_->removeItem(limit.line);
    qDeleteAll(legend_);
    lines_.clear();
    limits_.clear();
    legend_.clear();
    words_.clear();
    auto& head = *static_cast<QHBoxLayout*>(head_->layout());
    addSeries(head);
    addLimits(head);
    for (std::size_t i = 0; i < lines_.size(); ++i) legend_[i]->setChecked(!hidden.contains(lines_[i].series));
    QWidget* before = canvas_;
    for (auto* button : legend_) setTabOrder(std::exchange(before, button), button);
    std::ranges::fill(lacks_points_, true);
    setTheme(*theme_);
}

void TimePlot::tellWhatThisIs() {
    QStringList lines;
    for (const auto& line : lines_) {
        const auto& series = *line.series;
        const auto what = series.kind == labs::SeriesKind::rate         ? tr("a rate over the last second")
                          : series.kind == labs::SeriesKind::percentile ? tr("a percentile of the last second")
                                                                        : tr("a level");
        const auto label = text(series.label);
        lines << (series.unit.empty() ? tr("%1: %2").arg(label, what)
                                      : tr("%1: %2, in %3").arg(label, what, text(series.unit)));
    }
    setWhatsThis(tr("%1 over time, in seconds.\n%2\nThe legend shows and hides; the right button, or Shift+F10, "
                    "chooses series and exports.")
                     .arg(text(spec_.title), lines.join(QLatin1Char{'\n'})));
}

void TimePlot::layDashes() {
    std::vector<labs::Tone> tones;
    tones.reserve(lines_.size());
    for (const auto& line : lines_) tones.push_back(line.series->tone);
    const auto dashes = dashes_of(tones, *theme_);
    for (std::size_t i = 0; i < lines_.size(); ++i) lines_[i].dash = dashes[i];
}

/// Dashes are counted from the first point that is drawn: it is told how far it is from the start of the run, or they
/// would crawl as the plot moves.
void TimePlot::holdDashes() {
    for (int i = 0; i < canvas_->graphCount(); ++i) {
        auto* const graph = canvas_->graph(i);
        auto pen = graph->pen();
        if (pen.style() == Qt::SolidLine || graph->data()->isEmpty()) continue;
        const auto first = graph->data()->findBegin(from_s_);
        const double from_start_px = canvas_->xAxis->coordToPixel(first->key) - canvas_->xAxis->coordToPixel(0);
        const auto pattern = pen.dashPattern();
        const double period = std::accumulate(pattern.begin(), pattern.end(), 0.0);
        pen.setDashOffset(std::fmod(from_start_px / pen.widthF(), period));
        graph->setPen(pen);
    }
}

void TimePlot::buildSeriesMenu(QMenu& menu) {
    const auto now = series();
    for (const auto i : candidates_) {
        const auto id = as_is(info_.series[i].id);
        auto* entry = menu.addAction(text(info_.series[i].label).replace(QLatin1Char{'&'}, QStringLiteral("&&")));
        entry->setCheckable(true);
        entry->setChecked(now.contains(id));
        entry->setEnabled(now.size() > 1 || !entry->isChecked());  // a plot of nothing helps nobody
        connect(entry, &QAction::triggered, this, [this, id](bool on) {
            auto ids = series();
            if (on)
                ids << id;
            else
                ids.removeAll(id);
            chooseSeries(ids);
            emit seriesChosen();
        });
    }
    menu.addSeparator();
    auto* designed = menu.addAction(tr("As &designed"));
    designed->setEnabled(!asDesigned());
    connect(designed, &QAction::triggered, this, [this] {
        chooseSeries({});
        emit seriesChosen();
    });
}

}  // namespace weir::ui
