#include "core/patterns/work_stealing.h"

#include <stdexcept>

namespace weir::patterns {
namespace {

void require(const stealing::Config& config) {
    if (const auto wrong = stealing::check(config)) throw std::invalid_argument{"work stealing: " + *wrong};
}

}  // namespace

StealingPool::StealingPool(Executor& engine, Scope& home, std::size_t workers, const Config& config,
                           OnFailure on_failure)
    : engine_{engine},
      on_failure_{std::move(on_failure)},
      strategy_{config.strategy},
      steal_{config.steal},
      capacity_{config.capacity},
      counts_{workers} {
    require(config);
    if (workers == 0) throw std::invalid_argument{"work stealing: expected at least 1 worker, got 0"};
    for (std::size_t i = 0; i < workers; ++i)
        workers_.push_back(std::make_unique<Worker>(i, Random{engine.seed() + 1'000'003 * (i + 1), Stream::pattern}));
    for (const auto& worker : workers_) engine_.spawn_in(home, work(*worker));
}

void StealingPool::submit(Job job) {
    auto* const worker = here();
    accept(worker, {worker != nullptr ? worker->number : stealing::nobody, std::move(job)});
}

void StealingPool::submit_to(std::size_t worker, Job job) { accept(workers_[worker].get(), {worker, std::move(job)}); }

Task<void> StealingPool::drain() {
    while (pending_.load() > 0) co_await quiet_.wait();
    quiet_.notify_one();  // others may wait for the same
}

Task<void> StealingPool::close() {
    closed_ = true;
    if (finished()) bell_.notify_one();
    co_await drain();
}

void StealingPool::configure(const Config& config) {
    require(config);
    steal_ = config.steal;
    capacity_ = config.capacity;
    if (strategy_.exchange(config.strategy) == config.strategy) return;
    const auto move = [this](JobQueue& queue) {
        for (auto& job : queue.take_all()) put(job.home < workers() ? workers_[job.home].get() : nullptr, job);
    };
    for (const auto& worker : workers_) move(worker->deque);
    if (config.strategy == stealing::Strategy::stealing) move(shared_);
    ring();
    if (abandoned_.load()) abandon();
}

StealingPool::Config StealingPool::config() const noexcept { return {strategy_, steal_, capacity_}; }

void StealingPool::abandon() noexcept {
    closed_ = abandoned_ = true;
    const auto destroy = [this](JobQueue& queue) {
        for (auto jobs = queue.take_all(); !jobs.empty(); one_less()) jobs.pop_front();
    };
    for (const auto& worker : workers_) destroy(worker->deque);
    destroy(shared_);
}

void StealingPool::failed(const std::exception_ptr& error) noexcept {
    if (on_failure_)
        on_failure_(error);
    else
        engine_.count_unobserved_failure(error);
}

stealing::Status StealingPool::status() const {
    stealing::Status status;
    for (const auto& worker : workers_) {
        auto& told = status.workers.emplace_back();
        told.waiting = worker->deque.size();
        told.homes = worker->deque.homes(stealing::Status::most_homes);
        told.running = worker->running;
        told.running_home = worker->running_home;
        told.executed = counts_[worker->number].executed.read();
        told.steals = counts_[worker->number].steals.read();
        told.stolen = counts_[worker->number].stolen.read();
        told.robbed = worker->robbed;
        told.robbed_at = worker->robbed_at;
    }
    status.shared = shared_.size();
    status.parked = parked_;
    status.pending = pending_;
    status.closed = closed_;
    return status;
}

}  // namespace weir::patterns
