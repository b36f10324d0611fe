#include "core/labs/work_stealing_book.h"

#include <algorithm>

namespace weir::labs::work_stealing {

std::size_t Batch::never_run() const {
    return static_cast<std::size_t>(std::ranges::count_if(runs_, [](const auto& runs) { return runs == 0; }));
}

std::size_t Batch::run_again() const {
    std::size_t again = 0;
    for (const auto& runs : runs_) again += std::max<std::size_t>(runs, 1) - 1;
    return again;
}

theory::MakespanBounds Batch::bounds(std::size_t workers) const {
    return theory::makespan_bounds(lengths_s_, static_cast<int>(workers));
}

void Book::end(const Batch& batch, double makespan_s, std::size_t workers, bool taken_down) {
    const auto bounds = batch.bounds(workers);
    const auto lost = batch.never_run();
    const auto twice = batch.run_again();
    const std::lock_guard guard{lock_};
    ++figures_.batches;
    figures_.lost += lost;
    figures_.twice += twice;
    figures_.taken_down += taken_down ? 1 : 0;
    figures_.makespan_s = makespan_s;
    figures_.bounds = bounds;
}

Book::Figures Book::figures() const {
    const std::lock_guard guard{lock_};
    return figures_;
}

std::optional<double> over_bound(const Book::Figures& figures) {
    if (!figures.makespan_s || figures.bounds.lower <= 0) return std::nullopt;
    return *figures.makespan_s / figures.bounds.lower;
}

}  // namespace weir::labs::work_stealing
