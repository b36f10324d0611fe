#include "core/patterns/outcome_window.h"

#include <algorithm>

namespace weir::patterns {
namespace {
constexpr auto bucket_count = static_cast<std::int64_t>(OutcomeWindow::buckets);

std::size_t slot_of(std::uint64_t n) { return static_cast<std::size_t>(n % OutcomeWindow::capacity); }
std::size_t ring_of(std::int64_t bucket) { return static_cast<std::size_t>(bucket % bucket_count); }
}  // namespace

OutcomeWindow::OutcomeWindow(const Shape& shape)
    : shape_(shape), width_(shape.length / bucket_count), head_end_(Time{} + width_) {}

void OutcomeWindow::reshape(const Shape& shape) {
    if (shape == shape_) return;
    shape_ = shape;
    width_ = shape.length / bucket_count;
    rebuild();
}

breaker::Tally OutcomeWindow::record(bool failed, bool slow, Time now) {
    latest_ = std::max(latest_, now);
    const Mark mark{failed, slow};
    if (shape_.kind == Kind::count) {
        if (recorded_ >= shape_.calls) total_ -= tally_of(marks_[slot_of(recorded_ - shape_.calls)]);
    } else {
        advance_to(latest_);
        bucket_[ring_of(head_)] += tally_of(mark);
    }
    total_ += tally_of(mark);
    marks_[slot_of(recorded_)] = mark;
    times_[slot_of(recorded_)] = latest_;
    ++recorded_;
    return total_;
}

breaker::Tally OutcomeWindow::tally(Time now) const {
    if (shape_.kind == Kind::count) return total_;
    breaker::Tally live = total_;
    // Buckets (head - 32, head] are valid; at `now` those up to now's bucket - 32 have left.
    const std::int64_t leaving = std::min(bucket_of(now) - head_, bucket_count);
    for (std::int64_t i = 1; i <= leaving; ++i) live -= bucket_[ring_of(head_ + i)];
    return live;
}

std::size_t OutcomeWindow::last(std::span<breaker::Outcome> out, Time now) const {
    const std::uint64_t kept = std::min<std::uint64_t>(recorded_, shape_.kind == Kind::count ? shape_.calls : capacity);
    std::uint64_t n = std::min<std::uint64_t>(kept, out.size());
    if (shape_.kind == Kind::time) {
        const std::int64_t oldest = std::max(bucket_of(now), head_) - bucket_count + 1;
        std::uint64_t live = 0;
        while (live < n && bucket_of(times_[slot_of(recorded_ - live - 1)]) >= oldest) ++live;
        n = live;
    }
    for (std::uint64_t i = 0; i < n; ++i) {
        const Mark mark = marks_[slot_of(recorded_ - n + i)];
        out[static_cast<std::size_t>(i)] = mark.failed ? breaker::Outcome::failure
                                           : mark.slow ? breaker::Outcome::slow
                                                       : breaker::Outcome::success;
    }
    return static_cast<std::size_t>(n);
}

void OutcomeWindow::clear() {
    recorded_ = 0;
    total_ = {};
    bucket_.fill({});
}

void OutcomeWindow::advance_to(Time t) {
    if (t < head_end_) return;
    const std::int64_t target = bucket_of(t);
    const std::int64_t leaving = std::min(target - head_, bucket_count);
    for (std::int64_t i = 1; i <= leaving; ++i) {
        breaker::Tally& bucket = bucket_[ring_of(head_ + i)];
        total_ -= bucket;
        bucket = {};
    }
    head_ = target;
    head_end_ = Time{} + width_ * (target + 1);
}

void OutcomeWindow::rebuild() {
    total_ = {};
    bucket_.fill({});
    head_ = 0;
    head_end_ = Time{} + width_;
    const std::uint64_t kept = std::min<std::uint64_t>(recorded_, shape_.kind == Kind::count ? shape_.calls : capacity);
    for (std::uint64_t n = recorded_ - kept; n < recorded_; ++n) {
        const breaker::Tally one = tally_of(marks_[slot_of(n)]);
        if (shape_.kind == Kind::time) {
            advance_to(times_[slot_of(n)]);
            bucket_[ring_of(head_)] += one;
        }
        total_ += one;
    }
}

}  // namespace weir::patterns
