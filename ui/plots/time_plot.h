// One plot: some series of a lab over time, its limits, phases and pinned changes.
#pragma once

#include <QFrame>
#include <QString>
#include <span>
#include <vector>

#include "core/labs/history.h"
#include "core/labs/lab.h"
#include "core/labs/parameters.h"
#include "ui/theme.h"

class QCPGraph;
class QCPItemLine;
class QCPItemRect;
class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;
class QLabel;
class QPushButton;

namespace weir::ui {

class TimePlot final : public QFrame {
    Q_OBJECT
public:
    TimePlot(const labs::LabInfo& info, const labs::PlotSpec& spec, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Adds samples [first, history.size()); with first 0 everything is drawn anew.
    void add(const labs::History& history, std::size_t first);
    void setLimits(const labs::Parameters& parameters);
    void setBands(std::span<const labs::Sample> samples);
    void pin(double t_s, const QString& label);
    void clear();
    /// Shows [from, to] and fits the value axis to what is in it.
    void setRange(double from_s, double to_s);
    /// The read-out line at this time; NaN hides it.
    void setCursor(double t_s, const labs::History& history);

    std::size_t points() const;
    std::vector<QPushButton*> legend() const { return legend_; }
    QCustomPlot* canvas() const { return canvas_; }

signals:
    void cursorMoved(double t_s);  ///< NaN: the pointer has left
    void zoomed(double factor, double around_s);
    void dragged(double by_s);
    void maximiseRequested();
    void message(const QString& line);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Line {
        const labs::SeriesSpec* series;
        QCPGraph* graph;
    };
    struct Limit {
        const labs::LimitSpec* spec;
        QCPItemStraightLine* line;
        QPushButton* legend;
        double value;
    };
    struct Pin {
        QCPItemStraightLine* line;
        QCPItemText* text;  // null where another plot carries the label
    };
    QPushButton* addLegend(const QString& label, bool toggles);
    void fitValues();
    void menu(const QPoint& at);
    void exportTo(const QString& format);

    const labs::PlotSpec& spec_;
    const Theme* theme_;
    QLabel* title_;
    QLabel* readout_;
    QCustomPlot* canvas_;
    std::vector<Line> lines_;
    std::vector<Limit> limits_;
    std::vector<QPushButton*> legend_;
    std::vector<QColor> legend_colours_;
    std::vector<QCPItemRect*> bands_;
    std::vector<labs::Tone> band_tones_;
    const labs::LabInfo& info_;
    std::vector<Pin> pins_;
    QCPItemStraightLine* cursor_;
    double from_s_ = 0;
    double to_s_ = 1;
    double drag_x_ = 0;
    bool dragging_ = false;
};

}  // namespace weir::ui
