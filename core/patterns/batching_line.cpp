#include "core/patterns/batching_line.h"

#include <algorithm>

namespace weir::patterns::batching {

void Line::configure(const Config& config) {
    const std::lock_guard guard(lock_);
    config_ = config;
    bell_.notify_one();
}

Config Line::config() const {
    const std::lock_guard guard(lock_);
    return config_;
}

Status Line::status() const {
    const std::lock_guard guard(lock_);
    std::optional<Time> due;
    if (!places_.empty()) due = places_.front()->since + config_.linger;
    return {accepted_, places_.size() + boarding_, slots_taken_, due, closed_};
}

Line::Drain Line::drain(bool close) noexcept {
    const std::lock_guard guard(lock_);
    closed_ = closed_ || close;
    flushed_ = accepted_;
    bell_.notify_one();
    return Drain{*this, accepted_};
}

Time Line::next_departure() const noexcept {
    const std::lock_guard guard(lock_);
    if (places_.empty() || slots_taken_ >= config_.in_flight) return never;
    const auto& first = *places_.front();
    if (places_.size() >= full_now() || first.number < flushed_) return Time::min();
    return first.since + config_.linger;
}

bool Line::finished() const noexcept {
    const std::lock_guard guard(lock_);
    return closed_ && places_.empty();
}

std::size_t Line::full() const noexcept {
    const std::lock_guard guard(lock_);
    return full_now();
}

void Line::told(const Trip& trip) noexcept {
    const std::lock_guard guard(lock_);
    boarding_ -= trip.seats.size();
}

void Line::ended(const Trip& trip) noexcept {
    const std::lock_guard guard(lock_);
    const bool none_was_free = slots_taken_-- >= config_.in_flight;
    std::erase(unsettled_, trip.first);
    wake_drained();
    if (none_was_free) bell_.notify_one();
}

bool Line::enter(Place& place) noexcept {
    const Time now = engine_.now();
    const std::lock_guard guard(lock_);
    if (place.state == Waiter::State::cancelled) return false;
    if (closed_ || places_.size() + boarding_ >= config_.capacity) {
        place.refused = closed_ ? Rejected::Why::closed : Rejected::Why::full;
        place.state = Waiter::State::granted;
        return false;
    }
    place.number = accepted_++;
    place.since = now;
    places_.push_back(place);
    // Others change nothing for the dispatcher; and while no slot is free, a batch that ends rings.
    const bool matters = places_.size() == 1 || places_.size() == full_now();
    if (matters && slots_taken_ < config_.in_flight) bell_.notify_one();
    return true;
}

void Line::leave(Place& place) noexcept {
    const std::lock_guard guard(lock_);
    if (place.state == Waiter::State::idle) place.state = Waiter::State::cancelled;
    if (place.state != Waiter::State::queued) return;
    if (place.seat != nullptr) {
        *place.seat = nullptr;
        place.state = Waiter::State::cancelled;
    } else {
        places_.remove(place, Waiter::State::cancelled);
        wake_drained();
    }
    wake(place);
}

bool Line::enter(Drain& drain) noexcept {
    const std::lock_guard guard(lock_);
    if (drain.state == Waiter::State::cancelled) return false;
    if (oldest_unsettled() >= drain.upto_) {
        drain.state = Waiter::State::granted;
        return false;
    }
    drains_.push_back(drain);
    return true;
}

void Line::leave(Drain& drain) noexcept {
    const std::lock_guard guard(lock_);
    if (drain.state == Waiter::State::idle) drain.state = Waiter::State::cancelled;
    if (drain.state != Waiter::State::queued) return;
    drains_.remove(drain, Waiter::State::cancelled);
    wake(drain);
}

Line::Place* Line::first_boards(Trip& trip, Time now) {
    auto* const next = places_.front();
    if (next == nullptr) return nullptr;
    if (trip.seats.empty()) {
        ++slots_taken_;
        trip.first = next->number;
        unsettled_.push_back(trip.first);
        const auto reason = next->number < flushed_ ? Reason::flush : Reason::time;
        trip.departure = {trips_++, now, 0, now - next->since, reason};
    }
    places_.remove(*next, Waiter::State::queued);
    trip.seats.push_back(next);
    next->seat = &trip.seats.back();
    ++boarding_;
    return next;
}

std::size_t Line::full_now() const noexcept { return std::min(config_.size, config_.capacity); }

/// Number of the first accepted item without an outcome.
std::uint64_t Line::oldest_unsettled() const noexcept {
    auto oldest = places_.empty() ? accepted_ : places_.front()->number;
    for (const auto first : unsettled_) oldest = std::min(oldest, first);
    return oldest;
}

void Line::wake_drained() noexcept {
    const auto oldest = oldest_unsettled();
    for (auto* drain = drains_.front(); drain != nullptr;) {
        auto& reached = *drain;
        drain = static_cast<Drain*>(reached.next);
        if (reached.upto_ > oldest) continue;
        drains_.remove(reached, Waiter::State::granted);
        wake(reached);
    }
}

}  // namespace weir::patterns::batching
