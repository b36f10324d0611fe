#include "core/patterns/work_stealing_parts.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace weir::patterns::stealing {

std::optional<std::string> check(const Config& config) {
    if (config.capacity < 1) return "capacity must be at least 1";
    return std::nullopt;
}

bool JobQueue::push(Placed& job, std::size_t capacity) {
    const std::lock_guard guard{lock_};
    if (jobs_.size() >= capacity) return false;
    jobs_.push_back(std::move(job));
    count();
    return true;
}

Placed JobQueue::pop_front() {
    Placed job{std::move(jobs_.front())};
    jobs_.pop_front();
    return job;
}

std::optional<Placed> JobQueue::take_newest() {
    if (empty()) return std::nullopt;
    const std::lock_guard guard{lock_};
    if (jobs_.empty()) return std::nullopt;
    std::optional<Placed> job{std::move(jobs_.back())};
    jobs_.pop_back();
    count();
    return job;
}

std::optional<Placed> JobQueue::take_oldest() {
    if (empty()) return std::nullopt;
    const std::lock_guard guard{lock_};
    if (jobs_.empty()) return std::nullopt;
    std::optional<Placed> job{pop_front()};
    count();
    return job;
}

void JobQueue::steal(Steal how, std::vector<Placed>& loot) {
    if (empty()) return;
    const std::lock_guard guard{lock_};
    const auto half = std::min((jobs_.size() + 1) / 2, max_steal);
    const auto end = how == Steal::half ? half : std::min<std::size_t>(half, 1);
    for (std::size_t i = 0; i < end; ++i) loot.push_back(pop_front());
    count();
}

std::deque<Placed> JobQueue::take_all() {
    const std::lock_guard guard{lock_};
    auto all = std::exchange(jobs_, {});
    count();
    return all;
}

std::vector<std::size_t> JobQueue::homes(std::size_t most) const {
    const std::lock_guard guard{lock_};
    std::vector<std::size_t> homes;
    for (std::size_t i = 0; i < std::min(most, jobs_.size()); ++i) homes.push_back(jobs_[i].home);
    return homes;
}

}  // namespace weir::patterns::stealing
