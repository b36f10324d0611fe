// Our side of the benchmark table: the rows on a ThreadPool, by the protocol of row_program.h. Called any other way it
// is a Google Benchmark program with the same rows, for work on a single one.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stop_token>
#include <thread>

#include "core/runtime/thread_pool.h"
#include "tests/bench/rows.h"
#include "tests/bench/weir_rows.h"

namespace {

using std::chrono::nanoseconds;

weir::ThreadPool* pool = nullptr;
std::unique_ptr<weir::ThreadPool> recording_pool;

weir::ThreadPoolOptions plain(std::size_t workers) {
    weir::ThreadPoolOptions options;
    options.workers = static_cast<unsigned>(workers);
    return options;
}

template <weir::Task<nanoseconds> (*row)(weir::Executor&, std::size_t)>
nanoseconds on_pool(std::size_t count) {
    return pool->run(row(*pool, count));
}

/// The same with recording on and somebody who reads what is recorded, as often as the window does.
template <weir::Task<nanoseconds> (*row)(weir::Executor&, std::size_t)>
nanoseconds on_recording_pool(std::size_t count) {
    if (!recording_pool) {
        auto options = plain(pool->workers());
        options.record_polls = std::size_t{1} << 16;
        recording_pool = std::make_unique<weir::ThreadPool>(options);
    }
    const std::jthread reader{[](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            recording_pool->drain_polls([](const weir::PollEvent& event) { benchmark::DoNotOptimize(event); });
            std::this_thread::sleep_for(std::chrono::milliseconds{16});
        }
    }};
    return recording_pool->run(row(*recording_pool, count));
}

/// The same on a pool with one worker only, whatever the others have.
template <weir::Task<nanoseconds> (*row)(weir::Executor&, std::size_t)>
nanoseconds on_one_worker(std::size_t count) {
    weir::ThreadPool alone{plain(1)};
    return alone.run(row(alone, count));
}

constexpr std::array rows{
    bench::Row{"spawn_join", on_pool<bench::spawn_join>},
    bench::Row{"fork_join", on_pool<bench::fork_join>},
    bench::Row{"yield", on_pool<bench::yielding>},
    bench::Row{"ping_pong", on_pool<bench::ping_pong>},
    bench::Row{"channel_1", on_pool<bench::channel_1>},
    bench::Row{"channel_4", on_pool<bench::channel_4>},
    bench::Row{"semaphore", on_pool<bench::semaphore>},
    bench::Row{"rw_lock_read", on_pool<bench::rw_lock_read>},
    bench::Row{"timers", on_pool<bench::timers>},
    bench::Row{"cancel", on_pool<bench::cancel>},
    bench::Row{"breaker", on_pool<bench::breaker>},
    bench::Row{"await_child", on_pool<bench::await_child>},
    bench::Row{"fan_out", on_pool<bench::fan_out>},
    bench::Row{"pipeline", on_pool<bench::pipeline>},
    bench::Row{"limiter_1", on_pool<bench::limiter_1>},
    bench::Row{"limiter_8", on_pool<bench::limiter_8>},
    bench::Row{"batcher", on_pool<bench::batcher>},
    bench::Row{"map_rw_lock", on_pool<bench::map_rw_lock>},
    bench::Row{"map_sharded", on_pool<bench::map_sharded>},
    bench::Row{"map_snapshot", on_pool<bench::map_snapshot>},
    bench::Row{"service_static", on_pool<bench::service_static>},
    bench::Row{"service_virtual", on_pool<bench::service_virtual>},
    bench::Row{"service_erased", on_pool<bench::service_erased>},
    bench::Row{"skewed_queue", on_pool<bench::skewed_queue>},
    bench::Row{"skewed_over_bound", on_pool<bench::skewed_over_bound>},
    bench::Row{"map_sharded_held", on_pool<bench::map_sharded_held>},
    bench::Row{"map_sharded_held_1", on_one_worker<bench::map_sharded_held>},
    bench::Row{"map_snapshot_rarely_written", on_pool<bench::map_snapshot_rarely_written>},
    bench::Row{"map_snapshot_rarely_written_1", on_one_worker<bench::map_snapshot_rarely_written>},
    bench::Row{"fork_join_recorded", on_recording_pool<bench::fork_join>},
    bench::Row{"channel_1_recorded", on_recording_pool<bench::channel_1>},
    bench::Row{"idle_pool", bench::idle},
    bench::Row{"simulation_events", bench::simulation_events},
    bench::Row{"simulated_lab", bench::simulated_lab},
};

void run_row(benchmark::State& state, const bench::RowSpec& spec, const bench::Row& row) {
    weir::ThreadPool threads{plain(bench::worker_count)};
    pool = &threads;
    nanoseconds total{};
    for (auto _ : state) {
        const auto time = row.run(spec.count);
        state.SetIterationTime(weir::to_seconds(time));
        total += time;
    }
    const auto operations = static_cast<double>(spec.operations) * static_cast<double>(state.iterations());
    state.counters["ns_per_op"] = static_cast<double>(total.count()) / operations;
}

int google_benchmark(int argc, char** argv) {
    for (const auto& spec : bench::row_specs) {
        const auto* const row = std::ranges::find_if(rows, [&](auto& r) { return std::strcmp(r.name, spec.id) == 0; });
        benchmark::RegisterBenchmark(spec.id, run_row, spec, *row)->UseManualTime()->Unit(benchmark::kMillisecond);
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const bool by_protocol = argc == 4 || (argc == 2 && std::strcmp(argv[1], "--list") == 0);
    if (!by_protocol) return google_benchmark(argc, argv);
    return bench::row_program(argc, argv, rows, [](std::size_t workers, auto once) {
        weir::ThreadPool threads{plain(workers)};
        pool = &threads;
        once();
        recording_pool.reset();
    });
}
