// Items on their way through a diagram. A scene says which ways there are; the travellers walk them as the events of
// the items tell. Plain numbers, so that all of it can be tested without a window.
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/labs/sample.h"
#include "core/metrics/fate.h"

namespace weir::ui {

/// Where an item can be, as far as its events tell.
using Station = int;
constexpr Station entrance = 0;
constexpr Station waiting = 1;  ///< it has arrived, and work on it has not begun
constexpr Station at_work(std::size_t place = 0) { return 2 + static_cast<int>(place); }
constexpr Station way_out(Fate fate) { return -1 - static_cast<int>(index_of(fate)); }

/// The ways between stations, and the stations at which items are seen to stand.
class Ways {
public:
    struct Way {
        std::vector<QPointF> points;
        std::vector<double> lengths;  ///< from the beginning to each point, in pixels
        double takes_s = 0;           ///< engine time: long enough to follow with the eye
        bool fades = false;           ///< what walks it vanishes little by little

        double length() const { return lengths.empty() ? 0 : lengths.back(); }
        QPointF at(double pixels) const;
    };
    /// Items that stand at a station: the first at `first`, each further one `step` behind it, `room` of them beside
    /// each other; what comes later stands on the last.
    struct Line {
        QPointF first;
        QPointF step;
        std::size_t room = 1;
    };

    void way(Station from, Station to, const QPainterPath& path, double takes_s, bool fades = false);
    void way(Station from, Station to, QPointF begin, QPointF end, double takes_s, bool fades = false);
    void line(Station at, const Line& line) { lines_[at] = line; }

    /// Null if there is no way: an item is at once where it goes to, or vanishes where it was.
    const Way* find(Station from, Station to) const;
    const Line* find_line(Station at) const;
    bool empty() const { return ways_.empty(); }

private:
    std::map<std::pair<Station, Station>, Way> ways_;
    std::map<Station, Line> lines_;
};

class Travellers {
public:
    /// An item as it is seen now.
    struct Seen {
        std::uint64_t item = 0;
        QPointF at;
        double opacity = 1;
        std::optional<Fate> fate;  ///< once it is on its way out
        double since_s = 0;        ///< it arrived so long ago, as far as is known
    };

    void add(std::span<const labs::ItemEvent> events);
    /// Where all are at engine time `now_s`. What has left is forgotten, and so is what was not heard of for long.
    /// @param only_standing those that stand in a line are seen, at their places at once; who is on a way is not
    void walk(const Ways& ways, double now_s, bool only_standing = false);
    void clear() { all_.clear(), seen_.clear(); }

    const std::vector<Seen>& seen() const { return seen_; }
    std::size_t size() const { return all_.size(); }

private:
    struct Step {
        double t_s;
        Station to;
    };
    struct Traveller {
        double first_s = 0;
        Station from = entrance;
        std::vector<Step> steps;
        double back = -1;  ///< how far behind the head of a line it is seen, in places; below 0: in none
    };
    struct Standing {
        double since_s;
        std::uint64_t item;
    };

    /// @return false once it is gone
    bool place(std::uint64_t item, Traveller& traveller, const Ways& ways, double now_s);

    std::unordered_map<std::uint64_t, Traveller> all_;
    std::vector<Seen> seen_;
    std::map<Station, std::vector<Standing>> standing_;
    std::map<Station, std::size_t> stood_;  // how many stood at each station when last looked at
};

}  // namespace weir::ui
