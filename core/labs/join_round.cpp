#include "core/labs/join_round.h"

#include <algorithm>
#include <mutex>
#include <numeric>

namespace weir::labs::join {

std::size_t Lanes::take() {
    const std::lock_guard guard{lock_};
    const auto free = std::ranges::find(taken_, false);
    const auto lane = static_cast<std::size_t>(free - taken_.begin());
    if (free == taken_.end()) taken_.emplace_back();
    taken_[lane] = true;
    return lane;
}

void Lanes::leave(std::size_t lane) noexcept {
    const std::lock_guard guard{lock_};
    taken_[lane] = false;
}

std::size_t Lanes::busy() const {
    const std::lock_guard guard{lock_};
    return static_cast<std::size_t>(std::ranges::count(taken_, true));
}

void Round::begin(std::size_t i, Time now) {
    tasks_[i].item.start();
    const std::lock_guard guard{lock_};
    tasks_[i].bar.stage = Stage::waiting;
    tasks_[i].bar.begun_s = to_seconds(now);
}

void Round::wait(std::size_t i, std::optional<Time> due, Duration io) {
    const std::lock_guard guard{lock_};
    if (due) tasks_[i].bar.due_s = to_seconds(*due);
    tasks_[i].io_s = to_seconds(io);
}

void Round::ready(std::size_t i, Duration cpu) {
    const std::lock_guard guard{lock_};
    tasks_[i].bar.stage = Stage::ready;
    tasks_[i].cpu_s = to_seconds(cpu);
}

void Round::compute(std::size_t i, Time now, bool on_thread, std::size_t lane) {
    const std::lock_guard guard{lock_};
    auto& bar = tasks_[i].bar;
    bar.stage = Stage::computing;
    bar.computing_s = to_seconds(now);
    bar.on_thread = on_thread;
    bar.lane = lane;
}

bool Round::end(std::size_t i, Time now, Fate fate, Fate lost) noexcept {
    auto& task = tasks_[i];
    const std::lock_guard guard{lock_};
    task.bar.stage = Stage::ended;
    task.bar.fate = fate;
    task.bar.ended_s = to_seconds(now);
    if (returned_) deliver(task, false, lost);
    return returned_.has_value();
}

void Round::never_begins(std::size_t i, Time now) noexcept {
    const std::lock_guard guard{lock_};
    auto& bar = tasks_[i].bar;
    if (bar.stage != Stage::not_begun) return;
    bar.stage = Stage::ended;
    bar.fate = Fate::cancelled;
    bar.ended_s = to_seconds(now);
}

void Round::deliver(OneTask& task, bool received, Fate lost) noexcept {
    task.item.end(received || task.bar.fate == Fate::cancelled ? task.bar.fate : lost);
}

Round::Result Round::returned(Time now, CameOut out, Fate lost, std::size_t places) {
    Result result;
    result.makespan_s = to_seconds(now - begun_);
    std::vector<double> io_s;
    std::vector<double> cpu_s;
    const std::lock_guard guard{lock_};
    returned_ = now;
    const auto first_failed = std::ranges::find_if(tasks_, [](const OneTask& task) {
        return task.bar.stage == Stage::ended && (task.bar.fate == Fate::failed || task.bar.fate == Fate::timed_out);
    });
    for (auto& task : tasks_) {
        if (task.bar.stage != Stage::ended) {
            ++result.outlived;
            continue;
        }
        const auto fate = task.bar.fate;
        if (fate == Fate::cancelled) ++result.cancelled;
        if (fate == Fate::failed || fate == Fate::timed_out) ++result.failed;
        // One that was given up says nothing of how long it takes.
        if (fate == Fate::completed || fate == Fate::failed) {
            io_s.push_back(task.io_s);
            cpu_s.push_back(task.cpu_s);
        }
        const bool first = first_failed != tasks_.end() && &task == &*first_failed;
        deliver(task, out == CameOut::everything || (out == CameOut::first_failure && first), lost);
    }
    result.bounds = bounds(io_s, cpu_s, places);
    const double one_by_one = std::reduce(io_s.begin(), io_s.end()) + std::reduce(cpu_s.begin(), cpu_s.end());
    if (result.makespan_s > 0) result.speedup = one_by_one / result.makespan_s;
    return result;
}

bool Round::has_returned() const {
    const std::lock_guard guard{lock_};
    return returned_.has_value();
}

std::size_t Round::ended() const {
    const std::lock_guard guard{lock_};
    return static_cast<std::size_t>(
        std::ranges::count_if(tasks_, [](const OneTask& task) { return task.bar.stage == Stage::ended; }));
}

void Round::fill(JoinState& state) const {
    const std::lock_guard guard{lock_};
    state.join = number_;
    state.begun_s = to_seconds(begun_);
    if (returned_) state.returned_s = to_seconds(*returned_);
    for (const auto& task : tasks_) state.bars.push_back(task.bar);
}

theory::MakespanBounds bounds(const std::vector<double>& io_s, const std::vector<double>& cpu_s, std::size_t places) {
    if (io_s.empty()) return {};
    auto both = theory::makespan_bounds(cpu_s, static_cast<int>(places));
    for (std::size_t i = 0; i < io_s.size(); ++i) both.lower = std::max(both.lower, io_s[i] + cpu_s[i]);
    both.upper += std::ranges::max(io_s);
    return both;
}

}  // namespace weir::labs::join
