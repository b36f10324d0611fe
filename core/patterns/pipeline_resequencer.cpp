#include "core/patterns/pipeline_resequencer.h"

#include <mutex>

namespace weir::patterns::pipeline {

Resequencer::Turn Resequencer::join() {
    const std::lock_guard guard{lock_};
    line_.emplace_back();
    const auto place = std::prev(line_.end());
    if (place == line_.begin()) place->notify_one();
    return Turn{*this, place};
}

void Resequencer::leave(std::list<Notify>::iterator place) noexcept {
    std::list<Notify> gone;  // freed after the lock
    const std::lock_guard guard{lock_};
    const bool was_first = place == line_.begin();
    gone.splice(gone.begin(), line_, place);
    if (was_first && !line_.empty()) line_.front().notify_one();
}

std::size_t Resequencer::size() const noexcept {
    const std::lock_guard guard{lock_};
    return line_.size();
}

}  // namespace weir::patterns::pipeline
