#include "core/labs/shared_state_room.h"

#include <algorithm>
#include <mutex>
#include <ranges>

namespace weir::labs {

Room::Visit::Visit(Room& room, std::uint64_t item, bool writes, Time now) noexcept
    : room_{room}, item_{item}, writes_{writes}, came_{now} {
    const std::lock_guard guard{room_.lock_};
    room_.line_.push_back(this);
    ++(writes_ ? room_.figures_.writers_waiting : room_.figures_.readers_waiting);
}

void Room::Visit::enter(Time now) noexcept {
    const std::lock_guard guard{room_.lock_};
    auto& f = room_.figures_;
    std::erase(room_.line_, this);
    room_.inside_.push_back(this);
    --(writes_ ? f.writers_waiting : f.readers_waiting);
    ++(writes_ ? f.writers : f.readers);
    f.max_readers = std::max(f.max_readers, f.readers);
    room_.waits_.record(static_cast<std::uint64_t>(std::max<std::int64_t>((now - came_).count(), 0)));
    where_ = Where::inside;
}

void Room::Visit::leave() noexcept {
    if (where_ == Where::gone) return;
    const std::lock_guard guard{room_.lock_};
    auto& f = room_.figures_;
    if (where_ == Where::inside) {
        std::erase(room_.inside_, this);
        --(writes_ ? f.writers : f.readers);
    } else {
        std::erase(room_.line_, this);
        --(writes_ ? f.writers_waiting : f.readers_waiting);
    }
    where_ = Where::gone;
}

void Room::read_done() noexcept {
    const std::lock_guard guard{lock_};
    ++figures_.reads;
}

void Room::increment_done(std::int64_t added) noexcept {
    const std::lock_guard guard{lock_};
    ++figures_.writes;
    figures_.lost += 1 - added;
}

Room::Figures Room::figures() const {
    const std::lock_guard guard{lock_};
    return figures_;
}

Room::Guests Room::guests(std::size_t at_most) const {
    Guests guests;
    guests.line.reserve(at_most);
    guests.inside.reserve(at_most);
    const auto note = [&](const std::vector<const Visit*>& visits, std::vector<RoomState::Guest>& noted) {
        for (const auto* visit : visits | std::views::take(at_most)) noted.push_back({visit->item_, visit->writes_});
    };
    const std::lock_guard guard{lock_};
    note(line_, guests.line);
    note(inside_, guests.inside);
    return guests;
}

metrics::Histogram Room::waits() const {
    const std::lock_guard guard{lock_};
    return waits_;
}

}  // namespace weir::labs
