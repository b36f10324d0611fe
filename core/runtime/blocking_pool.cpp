#include "core/runtime/blocking_pool.h"

#include <system_error>

#include "core/runtime/executor.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/kernel.h"

namespace weir {

BlockingPool::~BlockingPool() {
    {
        const std::lock_guard guard{lock_};
        stopping_ = true;
    }
    changed_.notify_all();
}

void BlockingPool::submit(Blocking& job) {
    std::unique_lock guard{lock_};
    if (queued_ + 1 > idle_ && threads_.size() < limit_) {
        try {
            threads_.emplace_back([this] { serve(); });
        } catch (const std::system_error&) {
            // Those that are there do it; without any, who asks has to.
            if (threads_.empty()) {
                guard.unlock();
                return run(job);
            }
        }
    }
    job.next = nullptr;
    (last_ != nullptr ? last_->next : first_) = &job;
    last_ = &job;
    ++queued_;
    changed_.notify_one();
}

void BlockingPool::run(Blocking& job) {
    if (job.length().count() > 0) burn_processor(job.length().count());
    job.run_job();
    auto& task = job.task();  // the job is gone once its task runs
    task.engine->schedule(task);
}

void BlockingPool::serve() {
    std::unique_lock guard{lock_};
    while (true) {
        ++idle_;
        changed_.wait(guard, [this] { return first_ != nullptr || stopping_; });
        --idle_;
        if (first_ == nullptr) break;
        auto& job = *first_;
        first_ = job.next;
        if (first_ == nullptr) last_ = nullptr;
        --queued_;
        guard.unlock();
        run(job);
        guard.lock();
    }
    guard.unlock();
    frame_pool::flush_thread();
}

}  // namespace weir
