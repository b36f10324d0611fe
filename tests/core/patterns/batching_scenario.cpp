// Many schedules: tasks submit to a batcher on the virtual engine while any ready task or timer may be next, some are
// cancelled, some items make the handler throw or return too little, and somebody changes the limits and flushes. The
// production batcher keeps every invariant in all of them; on the textbook one the exploration finds what its defects
// break.
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/patterns/batching.h"
#include "core/patterns/textbook/batching.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "tests/core/patterns/batching_watch.h"
#include "tests/core/patterns/scenarios.h"

namespace batching_scenario {

using namespace std::chrono_literals;
using batching_test::BatchWatch;
using batching_test::Config;
using batching_test::Departure;
using batching_test::OnError;
using batching_test::Parcel;
using batching_test::Reason;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
namespace batching = weir::patterns::batching;
namespace textbook = weir::patterns::textbook;
namespace invariant = batching_test::invariant;

using Production = weir::patterns::Batcher<Parcel, int>;
using Textbook = textbook::Batcher<Parcel, int>;

enum Occasion : std::size_t { full, by_time, by_flush, rejected, in_line, on_the_way, found_bad, with_the_bad, busy };
const std::vector<const char*> occasions{
    "a batch leaves full",          "a batch leaves by time",           "a batch leaves by a flush",
    "an item is rejected",          "a submit is cancelled in line",    "a submit is cancelled on the way",
    "splitting spares a good item", "a good item fails with its batch", "a batch waits for a slot"};

struct BadParcel final : std::runtime_error {
    BadParcel() : std::runtime_error("a bad parcel") {}
};

template <class Batcher>
struct Experiment {
    Experiment(const Config& config, Random random, explore::Checks& c) : load(random), checks(c), watch(config, c) {}

    Batcher* batcher = nullptr;
    Random load;
    explore::Checks& checks;
    BatchWatch watch;
};

// Small, so that few submits meet every limit.
Config any_config(Random& load) {
    Config config;
    config.size = 1 + load.below(3);
    config.linger = weir::Duration(1ms) * static_cast<int>(load.below(3));
    config.in_flight = 1 + load.below(2);
    config.capacity = 2 + load.below(2);
    config.on_error = load.below(2) == 0 ? OnError::fail_batch : OnError::split;
    return config;
}

template <class Batcher>
Task<void> pause(Executor& engine, Experiment<Batcher>& x) {
    const auto length = x.load.below(4);
    if (length == 0) co_await engine.yield();
    if (length > 1) co_await engine.sleep(weir::Duration(1ms) * static_cast<int>(length - 1));
}

/// A bad parcel makes it throw, or return one result too few.
template <class Batcher>
Task<std::vector<int>> handle(Executor& engine, Experiment<Batcher>& x, std::span<const Parcel> part) {
    x.watch.handling(part);
    std::exception_ptr cut_short;
    try {
        co_await pause(engine, x);
    } catch (...) {
        cut_short = std::current_exception();
    }
    x.watch.handled(part, x.batcher->status(), engine.now());
    if (cut_short) std::rethrow_exception(cut_short);
    std::vector<int> results;
    for (const auto& parcel : part) results.push_back(batching_test::result_of(parcel.id));
    const bool bad = std::ranges::any_of(part, &Parcel::bad);
    if (bad && x.load.below(2) == 0) throw BadParcel{};
    if (bad) results.pop_back();
    co_return results;
}

template <class Batcher>
void departed(Experiment<Batcher>& x, const Departure& departure, std::span<const Parcel> batch) {
    const auto status = x.batcher->status();
    x.watch.departed(departure, batch, status);
    x.watch.look(status, departure.at);
    x.checks.saw(departure.reason == Reason::full ? full : departure.reason == Reason::time ? by_time : by_flush);
    if (departure.first_wait > x.batcher->config().linger) x.checks.saw(busy);
}

template <class Batcher>
Task<void> submit(Executor& engine, Experiment<Batcher>& x, bool doomed) {
    const Parcel parcel{x.watch.submits(engine.now()), x.load.below(5) == 0};
    if (doomed) x.watch.doom(parcel.id);
    const bool splits = x.batcher->config().on_error == OnError::split;
    try {
        x.watch.answered(parcel.id, co_await x.batcher->submit(parcel));
        if (splits && x.watch.in_bad_batch(parcel.id)) x.checks.saw(found_bad);
    } catch (const batching::Rejected&) {
        x.watch.rejected(parcel.id);
        x.checks.saw(rejected);
    } catch (const weir::Cancelled&) {
        x.checks.saw(x.watch.cancelled(parcel.id) ? on_the_way : in_line);
        throw;
    } catch (const textbook::Lost&) {
        x.watch.lost(parcel.id);
    } catch (const std::exception&) {
        x.watch.failed(parcel);
        if (!parcel.bad) x.checks.saw(with_the_bad);
    }
}

template <class Batcher>
Task<void> submitter(Executor& engine, Experiment<Batcher>& x, int submits, bool doomed) {
    for (int i = 0; i < submits; ++i) {
        co_await pause(engine, x);
        x.watch.look(x.batcher->status(), engine.now());
        co_await submit(engine, x, doomed);
    }
}

/// Waits until all that was submitted has been handled; who gives that up ends only the wait.
Task<void> flush(Executor& engine, Experiment<Production>& x) {
    co_await pause(engine, x);
    const auto before = x.watch.flushes(engine.now());
    co_await x.batcher->flush();
    x.watch.drained(before);
}

Task<void> close(Production& batcher) { co_await batcher.close(); }

/// Changes the limits, back and forth, and flushes in between.
Task<void> meddler(Executor& engine, Experiment<Production>& x) {
    auto config = x.batcher->config();
    for (int i = 0; i < 3; ++i) {
        co_await pause(engine, x);
        if (x.load.below(2) == 0) {
            auto flushing = flush(engine, x);
            co_await std::move(flushing);
            continue;
        }
        config.size = 1 + x.load.below(3);
        config.linger = weir::Duration(1ms) * static_cast<int>(x.load.below(3));
        config.in_flight = 1 + x.load.below(2);
        x.watch.configured(config, engine.now());
        x.batcher->configure(config);
    }
}

template <class Batcher>
Task<void> everyone(Executor& engine, Experiment<Batcher>& x, const Config& config, explore::Size size) {
    weir::TaskGroup home{engine};
    auto handler = [&](std::span<const Parcel> part) { return handle(engine, x, part); };
    auto on_departure = [&](const Departure& d, std::span<const Parcel> batch) { departed(x, d, batch); };
    Batcher batcher{engine, home, config, handler, on_departure};
    x.batcher = &batcher;
    constexpr bool is_production = std::is_same_v<Batcher, Production>;
    const auto make = [&](int i) {
        if constexpr (is_production)
            if (i == 2) return meddler(engine, x);
        return submitter(engine, x, size.rounds, i < 2);
    };
    weir::TaskGroup waiters{engine};
    const explore::Checks::Doomed may_give_up{x.checks, waiters};
    if constexpr (is_production)
        if (size.rounds > 1 && x.load.below(4) == 0) waiters.spawn(flush(engine, x));
    co_await explore::with_two_cancelled(engine, x.load, x.checks, size.tasks, make);
    const auto before = x.watch.flushes(engine.now());
    if constexpr (is_production) {
        if (size.rounds > 1) waiters.spawn(close(batcher));
        co_await waiters.join();
        waiters.rethrow_first();
        co_await batcher.close();
        x.watch.drained(before);
        x.watch.at_rest(batcher.status());
        co_await home.join();
    } else {
        batcher.close();
        co_await home.join();
        x.watch.at_rest(batcher.status());
    }
    home.rethrow_first();
}

/// One batch is in flight and one item in line when somebody flushes; as that batch ends, the item is cancelled.
Task<void> flush_while_the_last_is_cancelled(Executor& engine, Random load, explore::Checks& checks,
                                             explore::Size size) {
    weir::TaskGroup home{engine};
    weir::TaskGroup doomed{engine};
    const explore::Checks::Doomed may_be_cancelled{checks, doomed};
    auto handler = [&](std::span<const Parcel> part) -> Task<std::vector<int>> {
        co_await engine.sleep(2ms);
        co_return std::vector<int>(part.size());
    };
    Config config;
    config.size = 1;
    config.in_flight = 1;
    Production batcher{engine, home, config, handler};
    const auto send = [](Production& to) -> Task<void> { co_await to.submit(Parcel{}); };
    doomed.spawn(send(batcher));
    doomed.spawn(send(batcher));
    co_await engine.sleep(1ms);
    const auto flush = [](Production& which) -> Task<void> { co_await which.flush(); };
    auto flushed = engine.spawn(flush(batcher));
    co_await engine.sleep(1ms);
    const auto pauses = load.below(2 * static_cast<std::uint64_t>(size.rounds));
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    if (!checks.cancels_doomed) doomed.cancel();
    co_await doomed.join();
    co_await std::move(flushed);
    co_await batcher.close();
    co_await home.join();
}

template <class Batcher>
void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    if (std::is_same_v<Batcher, Production> && load.below(8) == 0)
        return engine.run(flush_while_the_last_is_cancelled(engine, load, checks, size));
    auto config = any_config(load);
    if (std::is_same_v<Batcher, Textbook>) {
        config.in_flight = 2;
        config.capacity = 3;
        config.linger = 2ms;
        config.on_error = OnError::fail_batch;
    }
    Experiment<Batcher> x{config, load, checks};
    engine.run(everyone(engine, x, config, size));
}

// --- A script for a defect of the textbook form, in which no other shows --------------------------------------------

struct Script {
    std::vector<int> submitted_ms;
    int handling_ms;
};

template <class Batcher>
Task<void> submit_at(Executor& engine, Experiment<Batcher>& x, int at_ms) {
    co_await engine.sleep_until(weir::Time{} + at_ms * 1ms);
    const Parcel parcel{x.watch.submits(engine.now())};
    x.watch.answered(parcel.id, co_await x.batcher->submit(parcel));
}

template <class Batcher>
Task<void> play(Executor& engine, Experiment<Batcher>& x, const Config& config, const Script& script) {
    weir::TaskGroup home{engine};
    weir::TaskGroup submits{engine};
    auto handler = [&](std::span<const Parcel> part) -> Task<std::vector<int>> {
        x.watch.handling(part);
        co_await engine.sleep(script.handling_ms * 1ms);
        x.watch.handled(part, x.batcher->status(), engine.now());
        std::vector<int> results;
        for (const auto& parcel : part) results.push_back(batching_test::result_of(parcel.id));
        co_return results;
    };
    auto on_departure = [&](const Departure& d, std::span<const Parcel> batch) { departed(x, d, batch); };
    Batcher batcher{engine, home, config, handler, on_departure};
    x.batcher = &batcher;
    for (const int at_ms : script.submitted_ms) submits.spawn(submit_at(engine, x, at_ms));
    co_await submits.join();
    submits.rethrow_first();
    batcher.close();
    co_await home.join();
    home.rethrow_first();
}

template <class Batcher>
auto playing(const Script& script) {
    return [script](Simulation& engine, Random load, explore::Checks& checks) {
        Config config;
        config.size = 3;
        config.linger = 10ms;
        config.in_flight = 1;
        Experiment<Batcher> x{config, load, checks};
        engine.run(play(engine, x, config, script));
    };
}

scenarios::Mutant scripted(const char* form, const Script& script) {
    return {form, playing<Textbook>(script), 2, 100, playing<Production>(script)};
}

scenarios::Subject subject() {
    return {
        "batching",
        {.occasions = occasions, .size = {6, 3}, .small = {1, 1}},
        scenario<Production>,
        {
            {"textbook", scenario<Textbook>},
            // It ticks at 20 ms, when the first has waited for 1 ms.
            scripted("textbook, around a tick", {{19, 21}, 1}),
            // The ticks at 10, 20 and 30 ms are read when the first batch is done, at 43 ms.
            scripted("textbook, while one is handled", {{1, 2, 3, 8, 18, 28}, 40}),
        },
    };
}

}  // namespace batching_scenario

const scenarios::Subject scenarios::batching = batching_scenario::subject();
