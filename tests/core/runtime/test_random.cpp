// Seeded random numbers: the same seed and stream give the same numbers, others give unrelated ones, and the
// distributions have the moments they should.
#include <rapidcheck.h>
#include <QTest>
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <set>
#include <vector>

#include "core/runtime/random.h"
#include "core/runtime/simulation.h"
#include "tests/program.h"

namespace test_random {

using weir::Random;
using weir::Stream;

constexpr std::array streams{Stream::schedule, Stream::load, Stream::faults, Stream::pattern};

std::vector<std::uint64_t> numbers(std::uint64_t seed, Stream stream, int count) {
    Random random{seed, stream};
    std::vector<std::uint64_t> drawn;
    for (int i = 0; i < count; ++i) drawn.push_back(random());
    return drawn;
}

struct Moments {
    double mean = 0;
    double variance = 0;
};

template <class Draw>
Moments moments(Draw draw) {
    constexpr int count = 200'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; ++i) {
        const double x = draw();
        sum += x;
        squares += x * x;
    }
    const double mean = sum / count;
    return {mean, squares / count - mean * mean};
}

class TestRandom : public QObject {
    Q_OBJECT

private slots:
    void the_same_seed_and_stream_give_the_same_numbers() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            for (const auto stream : streams) RC_ASSERT(numbers(seed, stream, 20) == numbers(seed, stream, 20));
        }));
    }

    void seeds_and_streams_give_unrelated_numbers() {
        std::set<std::uint64_t> seen;
        std::size_t drawn = 0;
        double agreeing_bits = 0;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            for (const auto stream : streams) {
                const auto these = numbers(seed, stream, 100);
                const auto next_seed = numbers(seed + 1, stream, 100);
                for (std::size_t i = 0; i < these.size(); ++i) {
                    seen.insert(these[i]);
                    agreeing_bits += 64 - std::popcount(these[i] ^ next_seed[i]);
                    ++drawn;
                }
            }
        }
        QCOMPARE(seen.size(), drawn);
        // Independent words agree in 32 of 64 bits on average; 20 000 words put the mean within 0.2 of that.
        QVERIFY(std::abs(agreeing_bits / static_cast<double>(drawn) - 32) < 0.2);
    }

    void drawing_from_one_stream_does_not_shift_another() {
        const weir::Simulation engine{weir::SimulationOptions{.seed = 7}};
        auto load = engine.random(Stream::load);
        auto faults = engine.random(Stream::faults);
        std::vector<std::uint64_t> drawn;
        for (int i = 0; i < 20; ++i) {
            drawn.push_back(load());
            for (int k = 0; k < i; ++k) faults();
        }
        QVERIFY(drawn == numbers(7, Stream::load, 20));
    }

    void uniform_numbers_have_their_moments() {
        Random random{1};
        bool inside = true;
        const auto m = moments([&] {
            const double x = random.uniform();
            inside = inside && x >= 0 && x < 1;
            return x;
        });
        QVERIFY(inside);
        // Five standard errors of 200 000 draws: 0.0032 for the mean, 0.0008 for the variance.
        QVERIFY(std::abs(m.mean - 0.5) < 0.0033);
        QVERIFY(std::abs(m.variance - 1.0 / 12) < 0.0009);
    }

    void exponential_numbers_have_their_moments() {
        Random random{2};
        double least = 1;
        const auto m = moments([&] {
            const double x = random.exponential();
            least = std::min(least, x);
            return x;
        });
        QVERIFY(least >= 0);
        // Five standard errors: 0.011 for the mean, 0.032 for the variance (fourth central moment 9).
        QVERIFY(std::abs(m.mean - 1) < 0.0115);
        QVERIFY(std::abs(m.variance - 1) < 0.033);
    }

    void numbers_below_a_bound_are_uniform() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            const auto bound = *rc::gen::suchThat<std::uint64_t>([](auto b) { return b > 0; });
            Random random{seed};
            for (int i = 0; i < 50; ++i) RC_ASSERT(random.below(bound) < bound);
        }));
        Random random{3};
        std::array<int, 6> faces{};
        for (int i = 0; i < 60'000; ++i) ++faces[random.below(6)];
        // Chi-square with five degrees of freedom stays below 20.5 in 999 of 1000 cases; the seed is fixed.
        double chi2 = 0;
        for (const int n : faces) chi2 += (n - 10'000.0) * (n - 10'000.0) / 10'000.0;
        QVERIFY(chi2 < 20.5);
    }
};

}  // namespace test_random

WEIR_TEST(test_random, TestRandom)
#include "test_random.moc"
