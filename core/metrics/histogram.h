// Histograms of durations in nanoseconds, with log-linear buckets: every power of two is cut into 64 equal buckets, so
// that a quantile is off by at most 1/128 (0.8 %) of its value anywhere from 0 to 2^42 ns (73 minutes). Values below
// 128 ns are kept exactly; values above the range count in one last bucket and read back as the exact maximum.
//
// Invariants: count is the sum of all buckets; sum, minimum and maximum are exact; merging loses nothing, so the
// histogram of a union is the merge of the histograms. (The scheme is HdrHistogram's, www.hdrhistogram.org.)
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir::metrics {

__extension__ using Uint128 = unsigned __int128;

namespace buckets {

inline constexpr unsigned range_bits = 42;     ///< values below 2^42 ns have a bucket of their own width
inline constexpr unsigned precision_bits = 6;  ///< 64 buckets in each power of two
inline constexpr std::size_t per_octave = std::size_t{1} << precision_bits;
inline constexpr std::size_t above_range = (range_bits - precision_bits + 1) * per_octave;
inline constexpr std::size_t count = above_range + 1;

/// The bucket of a value. Values below 128 are their own bucket; above, the top 7 bits choose within the octave.
constexpr std::size_t index_of(std::uint64_t ns) {
    if (ns >> range_bits) return above_range;
    const unsigned width = static_cast<unsigned>(std::bit_width(ns));
    const unsigned shift = width > precision_bits + 1 ? width - precision_bits - 1 : 0;
    return (std::size_t{shift} << precision_bits) + static_cast<std::size_t>(ns >> shift);
}

/// The value a bucket stands for: the middle of the values in it. @pre bucket < above_range
constexpr double middle_of(std::size_t bucket) {
    if (bucket < 2 * per_octave) return static_cast<double>(bucket);
    const std::size_t shift = (bucket >> precision_bits) - 1;
    const std::uint64_t lowest = std::uint64_t{bucket - (shift << precision_bits)} << shift;
    const std::uint64_t highest = lowest + (std::uint64_t{1} << shift) - 1;
    return (static_cast<double>(lowest) + static_cast<double>(highest)) / 2;
}

}  // namespace buckets

/// What both histograms know exactly, whatever the buckets.
struct Summary {
    std::uint64_t count = 0;
    Uint128 sum = 0;  ///< ns; wide enough for any run
    std::uint64_t minimum = 0;
    std::uint64_t maximum = 0;

    void add(std::uint64_t ns, std::uint64_t times);
    void merge(const Summary& other);
    double mean() const { return count == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(count); }
    bool operator==(const Summary&) const = default;
};

/// Only the buckets that hold something, in order: 8 bytes each, nothing allocated while empty. A plain value.
class SparseHistogram {
public:
    struct Bucket {
        std::uint64_t index : 16;
        std::uint64_t count : 48;
        bool operator==(const Bucket&) const = default;
    };

    SparseHistogram() = default;

    bool empty() const { return summary_.count == 0; }
    std::uint64_t count() const { return summary_.count; }
    double mean() const { return summary_.mean(); }         ///< ns, from the exact sum; 0 when empty
    std::uint64_t min() const { return summary_.minimum; }  ///< ns, exact; 0 when empty
    std::uint64_t max() const { return summary_.maximum; }  ///< ns, exact; 0 when empty
    const Summary& summary() const { return summary_; }
    std::span<const Bucket> buckets() const { return buckets_; }

    /// The smallest recorded value that at least q of all values do not exceed, in ns, within 1 %. 0 when empty.
    /// @pre 0 <= q <= 1
    double quantile(double q) const;

    void merge(const SparseHistogram& other);

    bool operator==(const SparseHistogram&) const = default;

private:
    friend class Histogram;
    Summary summary_;
    std::vector<Bucket> buckets_;
};

/// All buckets in place: recording is a shift, an add and a mark; it never allocates. 19 KiB. One writer at a time: not
/// synchronised, give each worker its own or hold a lock.
class Histogram {
public:
    void record(std::uint64_t ns) { record(ns, 1); }
    void record(std::uint64_t ns, std::uint64_t times);

    void merge(const Histogram& other);
    void merge(const SparseHistogram& other);

    /// What was recorded since the last take(), which is then forgotten here. Costs as much as there are buckets in
    /// use.
    SparseHistogram take();
    SparseHistogram sparse() const;
    void clear();

    bool empty() const { return summary_.count == 0; }
    std::uint64_t count() const { return summary_.count; }
    /// How many values lay above the range (2^42 ns); they read back as max().
    std::uint64_t above_range() const { return counts_[buckets::above_range]; }
    double mean() const { return summary_.mean(); }
    std::uint64_t min() const { return summary_.minimum; }
    std::uint64_t max() const { return summary_.maximum; }
    const Summary& summary() const { return summary_; }

    /// As SparseHistogram::quantile.
    double quantile(double q) const;

private:
    static constexpr std::size_t word_count = (buckets::count + 63) / 64;

    void add(std::size_t bucket, std::uint64_t times);
    template <class F>
    void for_each_used(F&& f) const;

    Summary summary_;
    std::array<std::uint64_t, buckets::count> counts_{};
    std::array<std::uint64_t, word_count> used_{};  ///< a bit for each bucket that is not zero
};

inline void Summary::add(std::uint64_t ns, std::uint64_t times) {
    if (count == 0 || ns < minimum) minimum = ns;
    if (ns > maximum) maximum = ns;
    count += times;
    sum += Uint128{ns} * times;
}

inline void Histogram::add(std::size_t bucket, std::uint64_t times) {
    counts_[bucket] += times;
    used_[bucket / 64] |= std::uint64_t{1} << (bucket % 64);
}

inline void Histogram::record(std::uint64_t ns, std::uint64_t times) {
    if (times == 0) return;
    summary_.add(ns, times);
    add(buckets::index_of(ns), times);
}

}  // namespace weir::metrics
