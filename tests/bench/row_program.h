// The protocol of every program behind the benchmark table: `PROGRAM ROW COUNT WORKERS` runs the row once to warm up,
// once timed, and prints one JSON line with the timed nanoseconds; `PROGRAM --list` prints the rows it has.
//
// What a row does, its COUNT and the number the time is divided by stand in rows.h, the same for every program. The
// clock runs inside the row's root task, so that starting and stopping threads is not counted.
#pragma once

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace bench {

using Clock = std::chrono::steady_clock;

/// Does `count` times what the row measures on the peer's runtime and returns the time that took.
struct Row {
    const char* name;
    std::chrono::nanoseconds (*run)(std::size_t count);
};

inline std::optional<std::size_t> positive(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value == 0) return std::nullopt;
    return value;
}

/// Hides where a value comes from and that nobody uses it.
template <class T>
inline void keep(T& value) {
    asm volatile("" : "+r"(value) : : "memory");
}

/// Keeps the processor busy: a chain of dependent shifts (Marsaglia's xorshift) that no compiler shortens. At the start
/// of a cache line, where its few instructions are fetched at once: across two it took 8 % longer, and it is scheduling
/// that is compared.
[[gnu::noinline, gnu::aligned(64)]] inline void compute(std::size_t rounds) {
    std::uint64_t x = 88'172'645'463'325'252;
    for (std::size_t i = 0; i < rounds; ++i) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    keep(x);
}

inline void print_result(const char* name, std::chrono::nanoseconds time) {
    std::printf("{\"row\": \"%s\", \"ns\": %lld}\n", name, static_cast<long long>(time.count()));
}

/// @param with_workers called as with_workers(workers, once): makes a runtime of so many workers and calls once() for
/// the row to run on it.
template <class WithWorkers>
int row_program(int argc, char** argv, std::span<const Row> rows, WithWorkers with_workers) {
    if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
        for (const auto& row : rows) std::puts(row.name);
        return 0;
    }
    if (argc == 4) {
        const auto count = positive(argv[2]);
        const auto workers = positive(argv[3]);
        for (const auto& row : rows) {
            if (!count || !workers || std::strcmp(row.name, argv[1]) != 0) continue;
            with_workers(*workers, [&] {
                row.run(*count);
                print_result(row.name, row.run(*count));
            });
            return 0;
        }
    }
    std::fprintf(stderr, "%s: expected --list or ROW COUNT WORKERS\n", argv[0]);
    return 2;
}

}  // namespace bench
