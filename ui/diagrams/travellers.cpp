#include "ui/diagrams/travellers.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace weir::ui {
namespace {

// An item that leaves no further trace is forgotten after so long, in engine time.
constexpr double longest_s = 30;
constexpr std::size_t most = 600;
constexpr std::size_t most_events = 3 * most;
// What ends where no way leads out vanishes in so long.
constexpr double fading_s = 0.4;
// Of the way that is left to its place in a line, a frame.
constexpr double moves_up = 0.3;

}  // namespace

// --- The ways -----------------------------------------------------------------------------------------------------

QPointF Ways::Way::at(double pixels) const {
    if (points.empty()) return {};
    const auto after = std::ranges::upper_bound(lengths, pixels);
    if (after == lengths.end()) return points.back();
    if (after == lengths.begin()) return points.front();
    const auto i = static_cast<std::size_t>(after - lengths.begin());
    const double share = (pixels - lengths[i - 1]) / (lengths[i] - lengths[i - 1]);
    return points[i - 1] + (points[i] - points[i - 1]) * share;
}

void Ways::way(Station from, Station to, const QPainterPath& path, double takes_s, bool fades) {
    Way way;
    way.takes_s = takes_s;
    way.fades = fades;
    for (const auto& point : path.toSubpathPolygons().value(0)) {
        double length = 0;
        if (!way.points.empty()) {
            const auto apart = point - way.points.back();
            length = way.lengths.back() + std::hypot(apart.x(), apart.y());
            if (length <= way.lengths.back()) continue;
        }
        way.points.push_back(point);
        way.lengths.push_back(length);
    }
    ways_[{from, to}] = std::move(way);
}

void Ways::way(Station from, Station to, QPointF begin, QPointF end, double takes_s, bool fades) {
    QPainterPath path{begin};
    path.lineTo(end);
    way(from, to, path, takes_s, fades);
}

const Ways::Way* Ways::find(Station from, Station to) const {
    const auto found = ways_.find({from, to});
    return found == ways_.end() ? nullptr : &found->second;
}

const Ways::Line* Ways::find_line(Station at) const {
    const auto found = lines_.find(at);
    return found == lines_.end() ? nullptr : &found->second;
}

// --- The travellers -----------------------------------------------------------------------------------------------

void Travellers::add(std::span<const labs::ItemEvent> events) {
    using Kind = labs::ItemEvent::Kind;
    // Before the engine knows how many to tell of, there may be thousands in a frame: the newest are enough.
    for (const auto& e : events.last(std::min(events.size(), most_events))) {
        const auto [entry, is_new] = all_.try_emplace(e.item);
        auto& traveller = entry->second;
        if (is_new) {
            traveller.first_s = e.t_s;
            // What is first heard of later than its arrival is drawn from there on, not from the entrance.
            if (e.kind != Kind::arrived)
                traveller.from = e.kind == Kind::ended && e.fate != Fate::rejected ? at_work() : waiting;
        }
        Station to = waiting;
        if (e.kind == Kind::started || e.kind == Kind::moved) to = at_work(e.place);
        if (e.kind == Kind::ended) to = way_out(e.fate);
        traveller.steps.push_back({e.t_s, to});
    }
    if (all_.size() <= most) return;
    std::vector<std::pair<double, std::uint64_t>> ages;
    ages.reserve(all_.size());
    for (const auto& [item, traveller] : all_) ages.emplace_back(traveller.first_s, item);
    const auto kept = ages.end() - most;
    std::ranges::nth_element(ages, kept);
    for (auto old = ages.begin(); old != kept; ++old) all_.erase(old->second);
}

bool Travellers::place(std::uint64_t item, Traveller& traveller, const Ways& ways, double now_s) {
    Station at = traveller.from;
    double free_s = traveller.first_s;  // it has walked all ways so far
    QPointF spot;
    bool known = false;  // the spot is
    const double since_s = now_s - traveller.first_s;
    for (const auto& step : traveller.steps) {
        const double begins_s = std::max(step.t_s, free_s);
        if (now_s < begins_s) break;
        const auto* way = ways.find(at, step.to);
        const auto fate = step.to < 0 ? std::optional{all_fates[static_cast<std::size_t>(-1 - step.to)]} : std::nullopt;
        const bool vanishes = way == nullptr && fate.has_value();
        const double takes_s = way != nullptr ? way->takes_s : vanishes ? fading_s : 0;
        const double share = takes_s > 0 ? (now_s - begins_s) / takes_s : 1;
        if (share < 1) {
            traveller.back = -1;
            if (vanishes && !known) return true;
            double opacity = 1;
            if (vanishes) {
                opacity = 1 - share;
            } else {
                double pixels = share * way->length();
                if (way->fades) opacity = 1 - 0.8 * share;
                if (const auto* line = ways.find_line(step.to)) {
                    // It stops behind those who stand there already.
                    const auto ahead = static_cast<double>(std::min(stood_[step.to], line->room - 1));
                    pixels = std::min(pixels, way->length() - ahead * std::hypot(line->step.x(), line->step.y()));
                }
                spot = way->at(std::max(pixels, 0.0));
            }
            seen_.push_back({item, spot, opacity, fate, since_s});
            return true;
        }
        if (fate) return false;
        free_s = begins_s + takes_s;
        at = step.to;
        if (way != nullptr) {
            spot = way->points.empty() ? QPointF{} : way->points.back();
            known = true;
        }
    }
    if (ways.find_line(at) != nullptr)
        standing_[at].push_back({free_s, item});
    else
        traveller.back = -1;  // inside of something that shows it in its own way
    return true;
}

void Travellers::walk(const Ways& ways, double now_s, bool only_standing) {
    seen_.clear();
    standing_.clear();
    for (auto entry = all_.begin(); entry != all_.end();) {
        auto& [item, traveller] = *entry;
        const bool stays = now_s - traveller.first_s <= longest_s && place(item, traveller, ways, now_s);
        entry = stays ? std::next(entry) : all_.erase(entry);
    }
    if (only_standing) seen_.clear();
    stood_.clear();
    for (auto& [station, standing] : standing_) {
        const auto& line = *ways.find_line(station);
        std::ranges::sort(standing, {}, [](const Standing& s) { return std::pair{s.since_s, s.item}; });
        stood_[station] = standing.size();
        for (std::size_t i = 0; i < standing.size(); ++i) {
            auto& traveller = all_.at(standing[i].item);
            const auto wanted = static_cast<double>(std::min(i, line.room - 1));
            traveller.back =
                traveller.back < 0 || only_standing ? wanted : traveller.back + (wanted - traveller.back) * moves_up;
            if (std::abs(wanted - traveller.back) < 0.02) traveller.back = wanted;
            seen_.push_back({standing[i].item, line.first + line.step * traveller.back, 1, std::nullopt,
                             now_s - traveller.first_s});
        }
    }
    // In one order however the map holds them, so that pictures are the same.
    std::ranges::sort(seen_, {}, &Seen::item);
}

}  // namespace weir::ui
