// What stands behind and between the curves of a plot: bands of the phases the lab was in, and pinned changes.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <optional>
#include <span>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "ui/theme.h"

class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;

namespace weir::ui {

/// A run of samples in one phase, from the sample before it to its last.
struct PhaseBand {
    double from_s = 0;
    double to_s = 0;
    std::size_t phase = 0;
    bool operator==(const PhaseBand&) const = default;
};

/// The bands that reach into [from_s, to_s], in order; without phase 0. More than `most`: the newest.
std::vector<PhaseBand> phase_bands(std::span<const labs::Sample> samples, double from_s, double to_s,
                                   std::size_t most = 200);

/// Where a band stands on a canvas, in pixels.
struct BandMark {
    double left = 0;
    double width = 0;    ///< of its fill, as long as the phase was
    bool edged = false;  ///< a line at its beginning shows what the fill is too narrow to show
};

/// Neighbours meet without a gap. A band narrower than 3 pixels has an edge line if it is alone or much shorter than
/// one it touches, unless the band of its phase before it is nearer than 4 pixels: such are too many to be told apart.
std::vector<BandMark> band_marks(std::span<const PhaseBand> bands, double origin_px, double px_a_second);

class PhaseItem;

/// Draws on a canvas, which owns the items and must outlive this. No change goes unpinned: beyond `most_pins`, two
/// neighbours of the older half, those that are nearest to each other, become one that says how many changes it is.
class PlotMarks {
    Q_DECLARE_TR_FUNCTIONS(PlotMarks)
public:
    static constexpr std::size_t most_pins = 100;  ///< each is drawn in each replot

    explicit PlotMarks(QCustomPlot& canvas);

    void setTheme(const Theme& theme, std::span<const labs::PhaseSpec> phases);
    void setBands(std::span<const PhaseBand> bands);
    /// The phase at this time, or nothing if that was the normal one or is not shown.
    std::optional<std::size_t> phaseAt(double t_s) const;
    /// What is pinned within so many seconds of this time, in order: what has no room in the plot is read here.
    QStringList pinsNear(double t_s, double within_s) const;
    /// A line at this time with a label; in place of the newest one or as another.
    void pin(double t_s, const QString& label, bool in_place_of_last);
    void setLabelled(bool labelled);
    /// Puts the labels where they are inside the plot and do not cover one another. Call after a change of the range.
    void placeLabels();
    void clear();
    std::size_t pinCount() const { return pins_.size(); }
    std::size_t changeCount() const;  ///< all that the pins stand for

private:
    struct Pin {
        double t_s;     // where it stands: its first change
        double last_s;  // its last one
        std::size_t changes;
        QString label;  // of the last one
        QCPItemStraightLine* line;
        QCPItemText* caption;
    };
    void remove(const Pin& pin);
    void mergeNearest();
    static QString words(const Pin& pin);
    void paintCaption(QCPItemText& caption) const;

    QCustomPlot& canvas_;
    const Theme* theme_ = nullptr;
    PhaseItem* bands_;
    std::vector<Pin> pins_;
    bool labelled_ = true;
};

}  // namespace weir::ui
