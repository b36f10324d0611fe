// Work stealing under many schedules: tasks submit, drain, close, reconfigure and cancel beside each other, while any
// ready task may be next; jobs compute, wait, throw and submit others. A watcher outside of the workers looks between
// the instants at which things happen. The production form breaks no invariant; on the textbook form the exploration
// finds each of its defects.
#include <algorithm>
#include <deque>
#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/patterns/textbook/work_stealing.h"
#include "core/patterns/work_stealing.h"
#include "tests/core/patterns/scenarios.h"

namespace work_stealing_scenario {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::StealingPool;
namespace stealing = weir::patterns::stealing;
namespace textbook = weir::patterns::textbook;

namespace invariant {
constexpr auto once = "every job that was accepted runs exactly once, to its end";
constexpr auto no_idle = "no worker stays parked while a job waits";
constexpr auto no_wait = "no submit waits for a queue";
constexpr auto open = "a job may submit others";
constexpr auto heard = "every failure is heard of";
constexpr auto bounded = "a deque holds at most its capacity";
constexpr auto workers = "at most as many jobs run as there are workers, and each says whose job it is";
constexpr auto drained = "drain() returns when all that was submitted before has ended";
constexpr auto closed = "close() returns when everything has ended, and nothing is accepted from then on";
constexpr auto cancelled = "cancelled, every job has ended or was destroyed before it began";
constexpr auto at_rest = "at rest every worker is parked";
}  // namespace invariant

enum Occasion : std::size_t {
    stole_one,
    stole_several,
    overflowed,
    failed_beside_others,
    submitted_by_a_job,
    submitted_by_a_job_after_close,
    refused,
    waited_to_drain,
    cancelled_with_jobs_waiting,
    looked_at_rest,
    looked_at_work
};
const std::vector<const char*> occasions{"a thief takes one job",
                                         "a thief takes several",
                                         "a job overflows to the shared queue",
                                         "a job throws while others wait",
                                         "a job submits another",
                                         "a job submits another after close()",
                                         "a submit is refused after close()",
                                         "a drain waits for jobs",
                                         "the pool is cancelled while jobs wait",
                                         "the watcher finds everything at rest",
                                         "the watcher finds jobs waiting"};

constexpr std::size_t most_workers = 3;
constexpr std::size_t capacity = 4;

struct Fault final : std::runtime_error {
    Fault() : std::runtime_error{"fault"} {}
};

/// What a job will do, and what became of it by an account that trusts nothing the pool says.
struct Account {
    Account(Random& load, int depth, std::size_t workers)
        : length_ms{static_cast<int>(load.below(3))},
          computes{load.below(3) > 0},
          throws{load.below(8) == 0},
          children{depth > 0 && load.below(3) == 0 ? static_cast<int>(1 + load.below(3)) : 0},
          home{load.below(3) == 0 ? load.below(workers) : 0} {}

    int length_ms;
    bool computes;
    bool throws;
    int children;
    std::size_t home;
    bool accepted = false;
    int begun = 0;
    bool ended = false;
    bool alive = true;  ///< its frame
};

template <class Pool>
struct Scene {
    Scene(Executor& e, Random& l, explore::Checks& c, explore::Size s) : engine{e}, load{l}, checks{c}, size{s} {}

    Executor& engine;
    Random& load;
    explore::Checks& checks;
    explore::Size size;  // submitters, and how often each submits
    /// Schedules are gone through one by one: two workers and a job or two of each submitter, whom nobody disturbs.
    bool little() const { return size.rounds == 1; }
    std::size_t workers() const { return little() ? 2 : most_workers; }
    int depth() const { return little() ? 0 : 1; }  ///< whether a job submits others

    Pool* pool = nullptr;
    std::deque<Account> jobs;
    std::size_t failures = 0;
    std::size_t heard = 0;
    bool closed = false;
    bool cancelled = false;
    bool done = false;

    Account& new_job(int depth) { return jobs.emplace_back(load, depth, workers()); }
    bool all_ended() const {
        return std::ranges::all_of(jobs, [](const Account& job) { return !job.accepted || job.ended; });
    }
};

class Alive {
public:
    explicit Alive(Account& account) noexcept : account_{&account} {}
    Alive(Alive&& other) noexcept : account_{std::exchange(other.account_, nullptr)} {}
    Alive& operator=(Alive&&) = delete;
    ~Alive() {
        if (account_ != nullptr) account_->alive = false;
    }
    Account& operator*() const { return *account_; }

private:
    Account* account_;
};

std::size_t waiting(const stealing::Status& status) {
    auto sum = status.shared;
    for (const auto& worker : status.workers) sum += worker.waiting;
    return sum;
}

std::size_t running(const stealing::Status& status) {
    return static_cast<std::size_t>(std::ranges::count_if(status.workers, &stealing::Status::Worker::running));
}

template <class Pool>
Task<void> job(Scene<Pool>& scene, Alive alive, int depth);

template <class Pool>
void submit_child(Scene<Pool>& scene, int depth) {
    if constexpr (requires(Pool & pool) { pool.submit(Task<void>{}); }) {
        auto& child = scene.new_job(depth);
        child.accepted = true;
        scene.pool->submit(job(scene, Alive{child}, depth));
        scene.checks.saw(scene.closed ? submitted_by_a_job_after_close : submitted_by_a_job);
    } else {
        scene.checks.require(false, invariant::open);
    }
}

template <class Pool>
Task<void> job(Scene<Pool>& scene, Alive alive, int depth) {
    auto& self = *alive;
    ++self.begun;
    for (int i = 0; i < self.children; ++i) submit_child(scene, depth - 1);
    if (self.length_ms > 0) {
        if (self.computes)
            co_await scene.engine.work(self.length_ms * 1ms);
        else
            co_await scene.engine.sleep(self.length_ms * 1ms);
    }
    self.ended = true;
    if (!self.throws) co_return;
    ++scene.failures;
    if (waiting(scene.pool->status()) > 0) scene.checks.saw(failed_beside_others);
    throw Fault{};
}

Task<void> pause(Executor& engine, Random& load) {
    const auto pauses = load.below(4);
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    const auto rest = load.below(4);
    if (rest > 1) co_await engine.sleep(rest * 1ms);
}

// --- Production -----------------------------------------------------------------------------------------------------

using Live = Scene<StealingPool>;

Task<void> submitter(Live& scene) {
    for (auto left = 1 + scene.load.below(static_cast<std::uint64_t>(scene.size.rounds)); left > 0; --left) {
        for (auto burst = 1 + scene.load.below(scene.little() ? 2 : 4); burst > 0; --burst) {
            auto& next = scene.new_job(scene.depth());
            const bool must_fail = scene.closed;
            try {
                next.accepted = true;
                if (scene.load.below(4) == 0)
                    scene.pool->submit(job(scene, Alive{next}, scene.depth()));
                else
                    scene.pool->submit_to(next.home, job(scene, Alive{next}, scene.depth()));
                scene.checks.require(!must_fail, invariant::closed);
                if (scene.pool->status().shared > 0) scene.checks.saw(overflowed);
            } catch (const stealing::Closed&) {
                scene.checks.require(must_fail || scene.cancelled, invariant::closed);
                scene.checks.saw(refused);
                next.accepted = false;
            }
        }
        if (!scene.little()) co_await pause(scene.engine, scene.load);
    }
}

Task<void> drainer(Live& scene) {
    co_await pause(scene.engine, scene.load);
    const auto before = scene.jobs.size();
    if (scene.pool->status().pending > 0) scene.checks.saw(waited_to_drain);
    co_await scene.pool->drain();
    for (std::size_t i = 0; i < before && !scene.cancelled; ++i)
        scene.checks.require(!scene.jobs[i].accepted || (scene.jobs[i].ended && !scene.jobs[i].alive),
                             invariant::drained);
}

Task<void> closer(Live& scene) {
    for (int i = 0; i < 2 && !scene.little(); ++i) co_await pause(scene.engine, scene.load);
    scene.closed = true;
    co_await scene.pool->close();
    scene.checks.require(scene.cancelled || scene.all_ended(), invariant::closed);
}

Task<void> reconfigurer(Live& scene) {
    co_await pause(scene.engine, scene.load);
    auto config = scene.pool->config();
    config.strategy = static_cast<stealing::Strategy>(scene.load.below(2));
    config.steal = static_cast<stealing::Steal>(scene.load.below(2));
    config.capacity = 1 + scene.load.below(capacity);
    scene.pool->configure(config);
}

Task<void> canceller(Live& scene, TaskGroup& home) {
    co_await pause(scene.engine, scene.load);
    if (scene.load.below(2) == 0) co_await scene.engine.sleep(500us);
    if (waiting(scene.pool->status()) > 0) scene.checks.saw(cancelled_with_jobs_waiting);
    scene.cancelled = true;
    home.cancel();
}

/// Looks between the instants at which things happen: whoever could run has run.
Task<void> watch(Live& scene) {
    auto& outside = scene.engine.outside();
    co_await outside.sleep(500us);
    for (int i = 0; i < 60 && !scene.done && !scene.cancelled; ++i) {
        const auto status = scene.pool->status();
        auto& checks = scene.checks;
        checks.require(waiting(status) == 0 || status.parked == 0, invariant::no_idle);
        checks.require(status.pending == waiting(status) + running(status), invariant::workers);
        for (const auto& worker : status.workers) {
            checks.require(worker.waiting <= capacity, invariant::bounded);
            checks.require(worker.homes.size() == worker.waiting, invariant::workers);
        }
        if (status.pending == 0 && !status.closed) {
            checks.require(status.parked == scene.workers(), invariant::at_rest);
            checks.saw(looked_at_rest);
        }
        if (waiting(status) > 0) checks.saw(looked_at_work);
        co_await outside.sleep(1ms);
    }
}

Task<void> live(Live& scene) {
    TaskGroup watching{scene.engine};
    scene.engine.outside().spawn_in(watching, watch(scene));
    co_await scene.engine.sleep(250us);  // alone, the watcher begins in but one way
    TaskGroup home{scene.engine};
    TaskGroup others{scene.engine};
    StealingPool::Config config;
    config.capacity = capacity;
    config.steal = static_cast<stealing::Steal>(scene.load.below(2));
    StealingPool pool{scene.engine, home, scene.workers(), config,
                      [&scene](const std::exception_ptr&) { ++scene.heard; }};
    scene.pool = &pool;
    const explore::Checks::Doomed may_be_cancelled{scene.checks, home, [&scene] { scene.cancelled = true; }};
    // Who waits for a drain may give up: only the wait ends.
    TaskGroup drainers{scene.engine};
    const explore::Checks::Doomed may_give_up{scene.checks, drainers};
    for (int i = 0; i < scene.size.tasks; ++i) others.spawn(submitter(scene));
    if (!scene.little()) {
        if (scene.load.below(2) == 0) drainers.spawn(drainer(scene));
        if (scene.load.below(3) == 0) others.spawn(reconfigurer(scene));
        if (scene.load.below(4) == 0 && !scene.checks.cancels_doomed) others.spawn(canceller(scene, home));
    }
    others.spawn(closer(scene));
    co_await others.join();
    co_await drainers.join();
    co_await home.join();
    scene.done = true;
    watching.cancel();
    co_await watching.join();
    others.rethrow_first();
    drainers.rethrow_first();
    home.rethrow_first();
    const auto status = pool.status();
    scene.checks.require(status.pending == 0 && waiting(status) == 0, invariant::once);
    for (const auto& worker : status.workers) {
        if (worker.steals > 0) scene.checks.saw(worker.stolen > worker.steals ? stole_several : stole_one);
    }
}

void production(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Live scene{engine, load, checks, size};
    engine.run(live(scene));
    for (const auto& job : scene.jobs) {
        checks.require(job.begun == (job.accepted ? 1 : 0) || (scene.cancelled && job.begun == 0), invariant::once);
        checks.require(!job.alive && (scene.cancelled || job.ended == job.accepted), invariant::once);
        if (scene.cancelled) checks.require(job.begun <= 1 && !job.alive, invariant::cancelled);
    }
    checks.require(scene.heard == scene.failures, invariant::heard);
}

// --- Textbook -------------------------------------------------------------------------------------------------------

using Naive = Scene<textbook::StealingPool>;

Task<void> watch(Naive& scene) {
    auto& outside = scene.engine.outside();
    co_await outside.sleep(500us);
    for (int i = 0; i < 60 && !scene.done; ++i) {
        const auto status = scene.pool->status();
        const auto untouched =
            static_cast<std::size_t>(std::ranges::count_if(scene.jobs, [](const Account& a) { return a.begun == 0; }));
        scene.checks.require(waiting(status) == 0 || running(status) == scene.workers(), invariant::no_idle);
        scene.checks.require(untouched == waiting(status), invariant::no_wait);
        co_await outside.sleep(1ms);
    }
}

Task<void> naive(Naive& scene) {
    textbook::StealingPool pool{scene.engine, scene.workers(), capacity};
    scene.pool = &pool;
    std::vector<stealing::Placed> all;
    for (auto count = scene.load.below(12); count > 0; --count) {
        auto& next = scene.new_job(1);
        next.accepted = true;
        all.emplace_back(next.home, job(scene, Alive{next}, 1));
    }
    TaskGroup watching{scene.engine};
    scene.engine.outside().spawn_in(watching, watch(scene));
    try {
        auto running = pool.run(std::move(all));
        co_await std::move(running);
    } catch (const Fault&) {
        ++scene.heard;
    }
    scene.done = true;
    watching.cancel();
    co_await watching.join();
}

void textbook_form(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Naive scene{engine, load, checks, size};
    engine.run(naive(scene));
    for (const auto& job : scene.jobs) checks.require(job.begun == 1 && job.ended && !job.alive, invariant::once);
    checks.require(scene.heard == scene.failures, invariant::heard);
}

scenarios::Subject subject() {
    return {
        "work-stealing",
        {.occasions = occasions, .workers = most_workers, .size = {2, 3}, .small = {1, 1}},
        production,
        {{"textbook", textbook_form, most_workers}},
    };
}

}  // namespace work_stealing_scenario

const scenarios::Subject scenarios::work_stealing = work_stealing_scenario::subject();
