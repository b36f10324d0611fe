#include "core/metrics/histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace weir::metrics {

namespace {

/// Which value, counted from 1 in ascending order, is the quantile.
std::uint64_t rank_of(double q, std::uint64_t count) {
    assert(q >= 0 && q <= 1);
    const double rank = std::ceil(q * static_cast<double>(count));
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count);
}

/// A bucket's middle may lie outside what was recorded: the exact extremes bound it.
double value_of(std::size_t bucket, const Summary& summary) {
    const auto lowest = static_cast<double>(summary.minimum);
    const auto highest = static_cast<double>(summary.maximum);
    return bucket == buckets::above_range ? highest : std::clamp(buckets::middle_of(bucket), lowest, highest);
}

SparseHistogram::Bucket make_bucket(std::size_t index, std::uint64_t count) {
    constexpr std::uint64_t largest = (std::uint64_t{1} << 48) - 1;
    SparseHistogram::Bucket bucket;
    bucket.index = static_cast<std::uint16_t>(index);
    bucket.count = std::min(count, largest) & largest;
    return bucket;
}

}  // namespace

void Summary::merge(const Summary& other) {
    if (other.count == 0) return;
    minimum = count == 0 ? other.minimum : std::min(minimum, other.minimum);
    maximum = std::max(maximum, other.maximum);
    count += other.count;
    sum += other.sum;
}

double SparseHistogram::quantile(double q) const {
    if (empty()) return 0;
    const std::uint64_t rank = rank_of(q, count());
    std::uint64_t seen = 0;
    for (const auto& bucket : buckets_) {
        seen += bucket.count;
        if (seen >= rank) return value_of(bucket.index, summary_);
    }
    return static_cast<double>(max());
}

void SparseHistogram::merge(const SparseHistogram& other) {
    if (other.empty()) return;
    std::vector<Bucket> merged;
    merged.reserve(buckets_.size() + other.buckets_.size());
    auto a = buckets_.begin();
    auto b = other.buckets_.begin();
    while (a != buckets_.end() && b != other.buckets_.end()) {
        if (a->index < b->index) {
            merged.push_back(*a++);
        } else if (b->index < a->index) {
            merged.push_back(*b++);
        } else {
            merged.push_back(make_bucket(a->index, std::uint64_t{a->count} + b->count));
            ++a;
            ++b;
        }
    }
    merged.insert(merged.end(), a, buckets_.end());
    merged.insert(merged.end(), b, other.buckets_.end());
    merged.shrink_to_fit();
    buckets_ = std::move(merged);
    summary_.merge(other.summary_);
}

template <class F>
void Histogram::for_each_used(F&& f) const {
    for (std::size_t word = 0; word < word_count; ++word) {
        for (std::uint64_t bits = used_[word]; bits != 0; bits &= bits - 1) {
            f(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
        }
    }
}

void Histogram::merge(const Histogram& other) {
    other.for_each_used([&](std::size_t bucket) { add(bucket, other.counts_[bucket]); });
    summary_.merge(other.summary_);
}

void Histogram::merge(const SparseHistogram& other) {
    for (const auto& bucket : other.buckets_) add(bucket.index, bucket.count);
    summary_.merge(other.summary_);
}

SparseHistogram Histogram::sparse() const {
    SparseHistogram result;
    if (empty()) return result;
    std::size_t used = 0;
    for (const auto word : used_) used += static_cast<std::size_t>(std::popcount(word));
    result.summary_ = summary_;
    result.buckets_.reserve(used);
    for_each_used([&](std::size_t bucket) { result.buckets_.push_back(make_bucket(bucket, counts_[bucket])); });
    return result;
}

SparseHistogram Histogram::take() {
    auto result = sparse();
    clear();
    return result;
}

void Histogram::clear() {
    for_each_used([&](std::size_t bucket) { counts_[bucket] = 0; });
    used_.fill(0);
    summary_ = {};
}

double Histogram::quantile(double q) const {
    if (empty()) return 0;
    const std::uint64_t rank = rank_of(q, count());
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < buckets::count; ++bucket) {
        seen += counts_[bucket];
        if (seen >= rank) return value_of(bucket, summary_);
    }
    return static_cast<double>(max());
}

}  // namespace weir::metrics
