#include "core/runtime/work_sharing.h"

#include <algorithm>
#include <mutex>

#include "core/runtime/task.h"

namespace weir {

void WorkSharing::add(WorkerPost& post) {
    posts_.push_back(&post);
    idle_.reserve(posts_.size());
}

void WorkSharing::inject(TaskRecord& task) noexcept {
    task.next = nullptr;
    {
        const std::lock_guard guard{injected_lock_};
        if (TaskRecord* const last = injected_last_)
            last->next = &task;
        else
            injected_first_ = &task;
        injected_last_ = &task;
        injected_size_.fetch_add(1, std::memory_order_seq_cst);
    }
    if (wants_work_.load(std::memory_order_seq_cst)) wake_one();
}

TaskRecord* WorkSharing::pop_injected() noexcept {
    if (injected_size_.load(std::memory_order_relaxed) == 0) return nullptr;
    const std::lock_guard guard{injected_lock_};
    TaskRecord* const task = injected_first_;
    if (task == nullptr) return nullptr;
    injected_first_ = task->next;
    if (task->next == nullptr) injected_last_ = nullptr;
    injected_size_.fetch_sub(1, std::memory_order_relaxed);
    return task;
}

void WorkSharing::ask_for_help(const WorkerPost& post, bool more) noexcept {
    if ((post.queue.size() > 0 || more) && wants_work_.load(std::memory_order_seq_cst)) wake_one();
}

void WorkSharing::wake_one() noexcept {
    WorkerPost* woken = nullptr;
    {
        const std::lock_guard guard{idle_lock_};
        if (idle_.empty() || searching_ > 0) return;
        woken = idle_.back();
        idle_.pop_back();
        woken->is_idle = false;
        woken->searching = true;
        searching_ = searching_ + 1;
        update_wants_work();
    }
    woken->parker.unpark();
}

TaskRecord* WorkSharing::steal(WorkerPost& post, std::size_t first, bool also_last, std::size_t& taken) {
    taken = 0;
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        auto& victim = *posts_[(first + i) % posts_.size()];
        if (&victim == &post || !(also_last ? victim.queue.size() > 0 : victim.worth_taking())) continue;
        if (auto* task = victim.queue.steal_half(post.queue, taken)) return task;
    }
    return nullptr;
}

void WorkSharing::begin_search(WorkerPost& post) noexcept {
    const std::lock_guard guard{idle_lock_};
    if (post.searching) return;  // woken as a searcher
    post.searching = true;
    searching_ = searching_ + 1;
    update_wants_work();
}

void WorkSharing::end_search(WorkerPost& post, bool found) noexcept {
    bool wake_next = false;
    {
        const std::lock_guard guard{idle_lock_};
        post.searching = false;
        searching_ = searching_ - 1;
        wake_next = found && searching_ == 0 && !idle_.empty();
        update_wants_work();
    }
    if (!wake_next) return;
    heavy_barrier();
    if (work_for(post)) wake_one();
}

bool WorkSharing::announce(WorkerPost& post) noexcept {
    {
        const std::lock_guard guard{idle_lock_};
        idle_.push_back(&post);
        post.is_idle = true;
        update_wants_work();
    }
    return heavy_barrier();
}

bool WorkSharing::work_for(const WorkerPost& post) const noexcept {
    if (injected_size_.load(std::memory_order_seq_cst) > 0 || post.queue.size() > 0) return true;
    return std::ranges::any_of(posts_, &WorkerPost::worth_taking);
}

void WorkSharing::withdraw(WorkerPost& post) noexcept {
    const std::lock_guard guard{idle_lock_};
    if (!post.is_idle) return;  // chosen by wake_one, which made it a searcher
    post.is_idle = false;
    std::erase(idle_, &post);
    update_wants_work();
}

void WorkSharing::update_wants_work() noexcept {
    wants_work_.store(!idle_.empty() && searching_ == 0, std::memory_order_seq_cst);
}

}  // namespace weir
