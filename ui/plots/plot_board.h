// The plots of a lab in a grid, with one time axis in common.
#pragma once

#include <QWidget>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/labs/history.h"
#include "core/labs/lab.h"
#include "core/labs/parameters.h"
#include "core/labs/sample.h"
#include "ui/theme.h"

class QPushButton;

namespace weir::ui {

class TimePlot;
enum class Run;

class PlotBoard final : public QWidget {
    Q_OBJECT
public:
    /// `info` and `parameters` (for the limit lines) must outlive the board; parameters may be exchanged on a restart.
    PlotBoard(const labs::LabInfo& info, const Theme& theme, QWidget* parent = nullptr);
    ~PlotBoard() override;

    void setParameters(const labs::Parameters* parameters);
    void setTheme(const Theme& theme);

    /// Which plots a refresh draws: all, or some of those shown, in turn, as few as keep each within a pixel of its
    /// place and at most half, so that no frame has to draw them all.
    enum class Share { all, some };
    /// Draws what is new in the history or was made anew in it and moves the axes to `now_s` while following. Call it
    /// once a frame.
    /// @param other the history of the variant it is compared with, or null
    void refresh(const labs::History& history, double now_s, Share share = Share::all,
                 const labs::History* other = nullptr);
    /// Whether there is another run to be drawn dashed over this one.
    void setComparing(bool comparing);
    /// Pins a parameter change as a labelled line. One that follows a change of the same parameter within so many
    /// engine seconds, as in the drag of a slider, goes on with its pin.
    void pinChange(const labs::AppliedChange& change, double merge_within_s = 0);
    /// Empties all plots for a new run.
    void clear();

    bool following() const;
    std::size_t plotCount() const;
    QWidget* plot(std::size_t i) const;

public slots:
    void follow();             ///< back to the live end
    void zoom(double factor);  ///< of the time axis, > 1 shows less
    void showAll();            ///< from the start of the run to now

signals:
    void followingChanged(bool following);
    void maximiseRequested(QWidget* plot);
    void seriesChosen(std::size_t plot);  ///< by hand; its points come with the next refresh
    void message(const QString& line, bool done);
    void painted(std::int64_t took_ns);  ///< a plot has painted itself, which took so long

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw(const labs::History& history, Run run);
    void arrange();
    void placeChip();
    std::size_t someFor(double moved_s) const;
    void setRange(double from_s, double to_s);
    void setFollowing(bool following);
    void zoomAround(double factor, double around_s);

    const labs::LabInfo& info_;
    const labs::Parameters* parameters_ = nullptr;
    std::vector<TimePlot*> plots_;
    QPushButton* chip_ = nullptr;
    bool following_ = true;
    double span_s_;
    double from_s_ = 0;
    double now_s_ = 0;
    std::size_t next_ = 0;  // plot to be drawn when only some are
    double cursor_s_ = std::numeric_limits<double>::quiet_NaN();
    std::optional<labs::AppliedChange> last_change_;  // as it is pinned
    /// How far a history is already in the plots.
    struct Drawn {
        double to_s = -1;            // the last sample
        std::uint64_t revision = 0;  // of the history they were drawn from
    };
    Drawn drawn_[2];  // of this run, of the other
};

}  // namespace weir::ui
