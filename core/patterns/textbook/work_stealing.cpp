#include "core/patterns/textbook/work_stealing.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace weir::patterns::textbook {

using stealing::Job;

StealingPool::StealingPool(Executor& engine, std::size_t workers, std::size_t capacity) : engine_{engine} {
    for (std::size_t i = 0; i < workers; ++i) workers_.push_back(std::make_unique<Worker>(i, channel<Job>(capacity)));
}

Task<void> StealingPool::run(std::vector<stealing::Placed> jobs) {
    TaskGroup group{engine_, OnError::collect, context.task->scope};
    for (const auto& worker : workers_) group.spawn(work(*worker));
    std::exception_ptr cancelled;
    try {
        auto all = hand_out(jobs);
        co_await std::move(all);
    } catch (...) {
        cancelled = std::current_exception();
    }
    for (const auto& worker : workers_) worker->sender.reset();
    co_await group.join();
    if (cancelled) std::rethrow_exception(cancelled);
    group.rethrow_first();
}

Task<void> StealingPool::hand_out(std::vector<stealing::Placed>& jobs) {
    for (auto& [home, job] : jobs) {
        auto& worker = *workers_[home];
        const bool sent = co_await worker.sender->send(std::move(job));  // defect 2: waits for this one, whoever idles
        if (sent) worker.waiting.fetch_add(1);
    }
}

Task<void> StealingPool::work(Worker& self) {
    auto jobs = std::exchange(self.jobs, std::nullopt);
    while (true) {
        auto next = co_await jobs->receive();  // defect 1: from its own queue and no other
        if (!next) co_return;
        self.waiting.fetch_sub(1);
        self.running = true;
        try {
            co_await std::move(*next);
        } catch (...) {
            self.dead = true;
            self.running = false;
            self.executed.fetch_add(1);
            throw;  // defect 3: and nobody takes its queue
        }
        self.running = false;
        self.executed.fetch_add(1);
    }
}

stealing::Status StealingPool::status() const {
    stealing::Status status;
    for (const auto& worker : workers_) {
        auto& told = status.workers.emplace_back();
        if (!worker->dead) told.waiting = static_cast<std::size_t>(std::max<std::int64_t>(worker->waiting, 0));
        told.homes.assign(std::min(told.waiting, stealing::Status::most_homes), worker->number);
        told.dead = worker->dead;
        told.running = worker->running;
        if (!told.dead && !told.running) ++status.parked;
        if (told.running) told.running_home = worker->number;
        told.executed = worker->executed;
    }
    return status;
}

}  // namespace weir::patterns::textbook
