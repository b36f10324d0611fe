// One plot: some series of a lab over time, its limits, phases and pinned changes, with title and legend above.
//
// Invariants: a point for every sample added since the last clear; margins are the same in all plots, so that their
// time axes align. Only sources in this folder include QCustomPlot's header, which is slow and breaks under
// QT_NO_KEYWORDS.
#pragma once

#include <QElapsedTimer>
#include <QFrame>
#include <QStringList>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/labs/history.h"
#include "core/labs/lab.h"
#include "core/labs/parameters.h"
#include "ui/plots/line_look.h"
#include "ui/theme.h"

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;
class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;

namespace weir::ui {

class PlotCursor;
class PlotMarks;
struct PhaseBand;
enum class PictureFormat;

/// Which of two runs that are compared.
enum class Run { own, other };

class TimePlot final : public QFrame {
    Q_OBJECT
public:
    /// `info` and `spec`, which is one of its plots, must outlive the plot.
    TimePlot(const labs::LabInfo& info, const labs::PlotSpec& spec, const Theme& theme, QWidget* parent = nullptr);
    ~TimePlot() override;

    void setTheme(const Theme& theme);
    /// Adds samples [first, history.size()); with first 0 everything is drawn anew.
    void add(const labs::History& history, std::size_t first, Run run = Run::own);
    /// After a thinning of the history: replaces the points of those samples that it made anew.
    void renew(const labs::History& history, Run run = Run::own);
    /// Whether each series has a dashed line for the other run, which is shown and hidden with its own.
    void setComparing(bool comparing);
    void setLimits(const labs::Parameters& parameters);
    void setBands(std::span<const PhaseBand> bands);
    /// A pinned change; in place of the newest one or as another.
    void pin(double t_s, const QString& label, bool in_place_of_last);
    /// Whether the pins' labels are shown: the plots share them, so one is enough.
    void setLabelled(bool labelled);
    void clear();
    /// Shows [from, to] and fits the value axis to what is in it.
    void setRange(double from_s, double to_s);
    /// The crosshair at this time with the values there; NaN hides it.
    void setCursor(double t_s);

    std::size_t points() const;         ///< of each series
    std::vector<double> times() const;  ///< of the points, which all series share
    bool seriesShown(std::size_t i) const;
    double maximum() const;  ///< top of the value axis
    double shownTo() const { return to_s_; }
    std::size_t pinCount() const;
    std::size_t pinnedChanges() const;  ///< which all pins together stand for
    bool cursorShown() const;
    QString cursorWords() const;  ///< time and phase, then each series shown
    /// The buttons of the series, then those of the limits, which do not toggle.
    const std::vector<QPushButton*>& legend() const { return legend_; }
    /// The lab's series that can stand in this plot, by their place in LabInfo::series: those it is designed with
    /// first, then, in the lab's order, the others that have the unit of one of them.
    const std::vector<std::size_t>& candidates() const { return candidates_; }
    /// The ids of the series that stand in it, whether or not its legend hides them; a few of the candidates.
    QStringList series() const;
    /// Those of these series that can stand here, or none of them: as designed. Emits nothing.
    void chooseSeries(const QStringList& ids);
    bool asDesigned() const;
    /// A series has been chosen that has no points yet: the next call of `add` is to begin with the first sample.
    bool lacksPoints(Run run) const { return lacks_points_[static_cast<std::size_t>(run)]; }
    QWidget* canvas() const;
    /// Writes the plot as it is shown and says so, or why not, through `message`.
    void exportTo(const QString& path, PictureFormat format);

signals:
    void cursorMoved(double t_s);  ///< NaN: the pointer has left
    void zoomed(double factor, double around_s);
    void dragged(double by_s);
    void maximiseRequested();
    void seriesChosen();  ///< by hand
    /// @param done it was written; else `line` says why not
    void message(const QString& line, bool done);
    void painted(std::int64_t took_ns);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Line {
        const labs::SeriesSpec* series;
        QCPGraph* graph;
        QCPGraph* other = nullptr;  // of the run that this one is compared with
        Dash dash = Dash::none;

        QCPGraph* of(Run run) const { return run == Run::own ? graph : other; }
    };
    /// What a legend button says where there is room, and where there is not.
    struct Words {
        QString full;
        QString brief;
    };
    struct Limit {
        const labs::LimitSpec* spec;
        QCPItemStraightLine* line;
        std::size_t legend;  // its button
        double value;
    };
    void addSeries(QHBoxLayout& head);
    void addOther(Line& line);
    void addLimits(QHBoxLayout& head);
    QPushButton* addLegend(const QString& label, bool toggles);
    void paintLegend(QPushButton& button, const QColor& colour, Dash dash) const;
    void findCandidates();
    void layDashes();
    void holdDashes();
    void tellWhatThisIs();
    void buildSeriesMenu(QMenu& menu);
    void setWords(std::size_t i, const Words& words);
    void fitLegend();
    void fitValues();
    void fitLinear(double high);
    double plotted(const Line& line, const labs::History& history, std::size_t sample) const;
    static double valueAt(const QCPGraph& graph, double t_s);
    void menu(const QPoint& at);
    void askAndExport(PictureFormat format);

    const labs::LabInfo& info_;
    const labs::PlotSpec& spec_;
    const Theme* theme_;
    QWidget* head_;
    QLabel* title_;
    QCustomPlot* canvas_;
    std::unique_ptr<PlotMarks> marks_;
    std::unique_ptr<PlotCursor> cursor_;
    std::vector<std::size_t> candidates_;
    std::size_t designed_ = 0;               // so many of the candidates
    std::vector<std::size_t> chosen_;        // of LabInfo::series, in the order of the candidates
    bool lacks_points_[2] = {false, false};  // of this run, of the other
    bool comparing_ = false;
    std::vector<Line> lines_;
    std::vector<Limit> limits_;
    std::vector<QPushButton*> legend_;
    std::vector<Words> words_;  // of each button
    QElapsedTimer painting_;    // since the canvas began to paint
    double from_s_ = 0;
    double to_s_ = 1;
    double drag_s_ = 0;
    bool dragging_ = false;
};

}  // namespace weir::ui
