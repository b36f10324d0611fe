#include "core/labs/pipeline_books.h"

#include <algorithm>
#include <mutex>

namespace weir::labs {

void StageBooks::account_time(Time now) noexcept {
    if (now <= accounted_) return;  // clocks are read before the lock is taken
    const double dt = to_seconds(now - accounted_);
    for (std::size_t i = 0; i < figures_.items.size(); ++i)
        figures_.item_seconds[i] += dt * static_cast<double>(figures_.items[i]);
    figures_.worker_seconds += dt * static_cast<double>(workers_);
    accounted_ = now;
}

void StageBooks::enter(Place place, Time now) noexcept {
    const std::lock_guard guard{lock_};
    account_time(now);
    const auto items = ++figures_.items[static_cast<std::size_t>(place)];
    if (place != Place::queue) return;
    figures_.queue_max = std::max(figures_.queue_max, items);
    queue_max_lately_ = std::max(queue_max_lately_, items);
}

void StageBooks::leave(Place place, Time now) noexcept {
    const std::lock_guard guard{lock_};
    account_time(now);
    --figures_.items[static_cast<std::size_t>(place)];
}

void StageBooks::passed() noexcept {
    const std::lock_guard guard{lock_};
    ++figures_.passed;
}

void StageBooks::failed() noexcept {
    const std::lock_guard guard{lock_};
    ++figures_.failed;
}

void StageBooks::set_workers(std::size_t workers, Time now) noexcept {
    const std::lock_guard guard{lock_};
    account_time(now);
    workers_ = workers;
}

StageBooks::Figures StageBooks::figures(Time now) const {
    const std::lock_guard guard{lock_};
    const_cast<StageBooks*>(this)->account_time(now);
    return figures_;
}

StageBooks::Lately StageBooks::take_lately(Time now) {
    const std::lock_guard guard{lock_};
    account_time(now);
    const double workers = figures_.worker_seconds - before_.worker_seconds;
    const double work = figures_.seconds_in(Place::work) - before_.seconds_in(Place::work);
    before_ = figures_;
    return {std::exchange(queue_max_lately_, figures_.in(Place::queue)), workers > 0 ? work / workers : 0};
}

void Whereabouts::go(StageBooks& books, StageBooks::Place place) noexcept {
    if (books_ == &books && place_ == place) return;
    const auto now = engine_->now();
    if (books_ != nullptr) books_->leave(place_, now);
    books.enter(place, now);
    books_ = &books;
    place_ = place;
}

}  // namespace weir::labs
