// Counters that cost their writer no more than a plain increment, and that anyone may read at any time.
//
// Each Counter has one writer at a time, so an increment is a relaxed load and store: no locked instruction. A reader
// sees some recent value; a total over several counters may mix moments, but never runs ahead of what was counted.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace weir::metrics {

/// A line of cache on the machines this runs on. (std::hardware_destructive_interference_size is not stable across
/// compiler flags, and g++ warns about it.)
inline constexpr std::size_t cache_line = 64;

/// One writer, any number of readers.
class Counter {
public:
    void add(std::uint64_t n = 1) {
        value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
    }
    std::uint64_t read() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// Counters of several writers, a shard of them for each writer, on cache lines of its own; read as their sum.
/// @tparam Counters a struct of Counter members
template <class Counters>
class Sharded {
public:
    explicit Sharded(std::size_t shards) : shards_(std::make_unique<Shard[]>(shards)), size_(shards) {}

    std::size_t size() const { return size_; }
    /// Only one thread at a time may add to the counters of a shard. @pre shard < size()
    Counters& operator[](std::size_t shard) { return shards_[shard].counters; }
    const Counters& operator[](std::size_t shard) const { return shards_[shard].counters; }
    std::uint64_t sum(Counter Counters::*counter) const {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < size_; ++i) sum += ((*this)[i].*counter).read();
        return sum;
    }

private:
    struct alignas(cache_line) Shard {
        Counters counters;
    };
    std::unique_ptr<Shard[]> shards_;
    std::size_t size_;
};

}  // namespace weir::metrics
