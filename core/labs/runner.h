// Runs an experiment from start to end and sums it up: what `weir run`, sweeps and tests are made of.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "core/labs/experiment.h"
#include "core/labs/sample.h"
#include "core/metrics/fate.h"
#include "core/runtime/recorder.h"

namespace weir::labs {

/// The figures of one finished run. All rates, means and maxima are over the whole run, from time 0 to measured_s; on
/// the virtual engine equal experiments give equal results, bit for bit.
struct RunResult {
    std::string lab;
    EngineKind engine = EngineKind::threads;
    std::uint64_t seed = 0;
    double duration_s = 0;  ///< engine time the experiment asked for
    /// Engine time the figures cover. Virtual engine: duration_s to the nanosecond. Threads: a little more, since the
    /// reading comes when a worker is free to take it.
    double measured_s = 0;

    std::uint64_t offered = 0;
    std::array<std::uint64_t, fate_count> fates{};  ///< in the order of all_fates
    std::uint64_t in_flight = 0;                    ///< at the end; offered == sum of fates + in_flight
    double throughput_per_s = 0;                    ///< completed items / measured_s

    /// Of items that were accepted and ended, from their intended arrival, in ms; all 0 when there was none. Quantiles
    /// within 1 %, mean and maximum exact.
    struct Latency {
        double mean = 0;
        double p50 = 0;
        double p95 = 0;
        double p99 = 0;
        double max = 0;
        bool operator==(const Latency&) const = default;
    } latency_ms;

    /// Total queue depth: the mean over time, and the highest.
    struct Queue {
        double mean = 0;
        double max = 0;
        bool operator==(const Queue&) const = default;
    } queue;

    /// Little's law over the whole run: l is the time average of the items in the system.
    Little little;

    std::uint64_t unobserved_failures = 0;
    std::string detail_json;  ///< the lab's own figures, a JSON object text; "{}" if it has none
};

/// Who watches a run. All is called on the thread that called run_experiment(), ten times a second of engine time; what
/// is not wanted is not recorded. Watching in virtual time changes no figure.
struct Observer {
    std::function<void(const Sample&)> on_sample = {};         ///< each sample in order of time, none left out
    std::function<void(const AppliedChange&)> on_change = {};  ///< each change in order of time, none left out
    /// Every item and every poll, each worker's polls in order of time. What did not fit until they were handed over is
    /// counted.
    std::function<void(const ItemEvent&)> on_item = {};
    std::function<void(const PollEvent&)> on_poll = {};
    /// Called at the end, if on_item or on_poll is wanted.
    std::function<void(std::uint64_t items, std::uint64_t polls)> on_dropped = {};
};

/// Runs the experiment for its duration on its engine and returns its figures. Blocks: about duration_s of wall time on
/// threads, as long as the computation takes on the virtual engine.
/// @throws std::invalid_argument, with one line saying which, if the experiment names an unknown lab or parameter, a
/// value out of range, or a timed change that cannot be made (check() in experiment.h).
/// @throws std::runtime_error, with one line saying why, if the run itself fails: a livelock, or items not accounted
/// for.
RunResult run_experiment(const Experiment& experiment, const Observer& observer = {});

}  // namespace weir::labs
