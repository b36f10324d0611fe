// What a pool of workers is made of: jobs, the queues they wait in, how it is set, and what it tells of itself.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"

namespace weir::patterns::stealing {

/// Where jobs wait that are submitted to a worker.
enum class Strategy : std::uint8_t {
    stealing,  ///< in that worker's deque, from which idle workers steal
    central,   ///< in the one queue that all workers share
};

/// How much a thief takes.
enum class Steal : std::uint8_t {
    one,
    half,  ///< rounded up, at most max_steal
};

/// A thief keeps the victim from its deque meanwhile; as many as the engine's own thieves take (WorkQueue::max_steal).
inline constexpr std::size_t max_steal = 256;

struct Config {
    Strategy strategy = Strategy::stealing;
    Steal steal = Steal::half;
    std::size_t capacity = 256;  ///< jobs that a deque holds, >= 1; more overflow to the shared queue

    bool operator==(const Config&) const = default;
};

/// Why a configuration cannot be used, as one line naming the field and what was expected; nothing when it can.
std::optional<std::string> check(const Config& config);

/// Thrown by a submit: the pool takes no more jobs.
struct Closed final : std::runtime_error {
    Closed() : std::runtime_error{"the pool is closed"} {}
};

/// In the place of a worker's number: submitted to none.
inline constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

/// Something to be done once.
using Job = Task<void>;

/// A job and the worker it was submitted to.
struct Placed {
    Placed(std::size_t worker, Job&& what) noexcept : home{worker}, job{std::move(what)} {}

    std::size_t home;
    Job job;
};

/// Jobs in the order in which they came. All functions may be called from any thread.
///
/// A lock guards it: the engine's own run queue (core/runtime/work_queue.h) spares its owner that, but there nobody
/// else may push, and here anybody may submit to any worker. Uncontended the lock is a tenth of what a job costs that
/// does nothing at all.
class JobQueue {
public:
    static constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

    /// Adds a job as the newest. False if there are `capacity` already; then it is left as it was.
    bool push(Placed& job, std::size_t capacity);
    std::optional<Placed> take_newest();
    std::optional<Placed> take_oldest();
    /// Moves the oldest to the end of `loot`, in their order.
    void steal(Steal how, std::vector<Placed>& loot);
    /// Takes all.
    std::deque<Placed> take_all();

    /// Sequentially consistent, as a worker that is about to park needs it.
    std::size_t size() const noexcept { return size_.load(std::memory_order_seq_cst); }
    /// The homes of the oldest, at most `most`, oldest first.
    std::vector<std::size_t> homes(std::size_t most) const;

private:
    /// Whether it is worth the lock: a thief passes many empty deques.
    bool empty() const noexcept { return size_.load(std::memory_order_relaxed) == 0; }
    Placed pop_front();      // with lock_ held
    void count() noexcept {  // with lock_ held
        size_.store(jobs_.size(), std::memory_order_seq_cst);
    }

    mutable SpinLock lock_;
    std::deque<Placed> jobs_;
    std::atomic<std::size_t> size_{0};
};

/// A moment's view; the parts need not be of quite the same moment.
struct Status {
    struct Worker {
        std::size_t waiting = 0;         ///< jobs in its deque
        std::vector<std::size_t> homes;  ///< of the oldest of them, oldest first
        bool running = false;
        std::size_t running_home = nobody;  ///< of the job it runs
        bool dead = false;                  ///< textbook: a job that threw has ended it
        std::uint64_t executed = 0;         ///< jobs it ran to their ends, failed ones among them
        std::uint64_t steals = 0;           ///< visits to other deques that found something
        std::uint64_t stolen = 0;           ///< jobs it took there
        std::size_t robbed = nobody;        ///< the worker it stole from last
        Time robbed_at{};                   ///< when that was
    };

    std::vector<Worker> workers;
    std::size_t shared = 0;   ///< jobs in the shared queue
    std::size_t parked = 0;   ///< workers
    std::size_t pending = 0;  ///< jobs that wait or run
    bool closed = false;

    static constexpr std::size_t most_homes = 32;
};

}  // namespace weir::patterns::stealing
