// Seeded random numbers. Each purpose has its own stream, so that drawing more numbers for one never shifts another:
// two variants of a pattern face identical load and identical faults.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace weir {

/// What a stream of random numbers is for.
enum class Stream : std::uint64_t { schedule = 1, load = 2, faults = 3, pattern = 4 };

/// xoshiro256++ (Blackman and Vigna 2019), seeded through splitmix64. Satisfies UniformRandomBitGenerator. Not
/// thread-safe: one owner.
class Random {
public:
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed, Stream stream = Stream::pattern) noexcept {
        std::uint64_t x = seed * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(stream) * 0xd1342543de82ef95U;
        for (auto& word : state_) {
            x += 0x9e3779b97f4a7c15U;
            std::uint64_t z = x;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
            word = z ^ (z >> 31);
        }
    }

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() noexcept {
        const auto result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const auto t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform in [0, 1), 53 bits.
    double uniform() noexcept { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

    /// Uniform in [0, bound); bound > 0. Lemire's multiply-shift; the bias is below bound / 2^64.
    std::uint64_t below(std::uint64_t bound) noexcept {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Wide>((*this)()) * bound) >> 64);
    }

    /// Exponential with mean 1.
    double exponential() noexcept { return -std::log1p(-uniform()); }

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace weir
