// Rows of the second table that need no pool of their own: an idle one, the virtual engine, a lab.
#include <ctime>
#include <thread>

#include "core/labs/runner.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "core/sync/semaphore.h"
#include "tests/bench/weir_rows.h"

namespace bench {
namespace {

nanoseconds processor_time() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return std::chrono::seconds{t.tv_sec} + nanoseconds{t.tv_nsec};
}

weir::Duration up_to(weir::Random& random, weir::Duration limit) {
    return weir::Duration{static_cast<weir::Duration::rep>(random.below(static_cast<std::uint64_t>(limit.count())))};
}

/// A customer of a queue with four servers: thinks, waits for a server, is served, until cancelled.
Task<void> customer(Executor& engine, weir::Semaphore& servers, weir::Random random) {
    while (true) {
        co_await engine.sleep(up_to(random, std::chrono::milliseconds{20}));
        const auto server = co_await servers.acquire();
        co_await engine.sleep(up_to(random, std::chrono::milliseconds{2}));
    }
}

Task<void> queue_until(weir::Simulation& engine, std::uint64_t events) {
    weir::Semaphore servers{4};
    weir::TaskGroup customers{engine};
    for (std::uint64_t seed = 0; seed < 64; ++seed) customers.spawn(customer(engine, servers, weir::Random{seed}));
    while (engine.events() < events) co_await engine.sleep(std::chrono::milliseconds{1});
    customers.cancel();
    co_await customers.join();
}

}  // namespace

nanoseconds idle(std::size_t milliseconds) {
    const auto before = processor_time();
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds});
    return processor_time() - before;
}

nanoseconds simulation_events(std::size_t count) {
    weir::SimulationOptions options;
    options.workers = static_cast<unsigned>(worker_count);
    weir::Simulation engine{options};
    const auto start = Clock::now();
    engine.run(queue_until(engine, count));
    return Clock::now() - start;
}

nanoseconds simulated_lab(std::size_t seconds) {
    weir::labs::Experiment experiment;
    experiment.lab = "circuit-breaker";
    experiment.engine = weir::labs::EngineKind::virtual_time;
    experiment.parameters["load.rate"] = 1000;
    experiment.parameters["limit.in_flight"] = 64;  // as many as 1000/s of 40 ms need, and half as many more
    experiment.duration_s = static_cast<double>(seconds);
    const auto start = Clock::now();
    static_cast<void>(weir::labs::run_experiment(experiment));
    return Clock::now() - start;
}

}  // namespace bench
