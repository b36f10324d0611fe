#include "core/patterns/shared_state_actor.h"

#include <mutex>

#include "core/runtime/unless_cancelled.h"

namespace weir::patterns::shared_state {
namespace {

Task<void> wait_for(Notify& answer) { co_await answer.wait(); }

}  // namespace

Task<void> Turn::answered(Executor& engine) {
    const bool undisturbed = co_await unless_cancelled(answer_.wait());
    if (!undisturbed) {
        if (withdraw_or_cancel()) throw Cancelled{};
        // What carries it out refers to the caller's frame: the caller cannot leave before it has ended, cancelled or
        // not. A group of no parent is out of the cancellation's reach, and a join is no cancellation point.
        TaskGroup out_of_reach{engine, OnError::collect, nullptr};
        out_of_reach.spawn(wait_for(answer_));
        co_await out_of_reach.join();
    }
    if (error_) std::rethrow_exception(error_);
}

bool Turn::withdraw_or_cancel() noexcept {
    const std::lock_guard guard{lock_};
    if (stage_ == Stage::waiting) stage_ = Stage::withdrawn;
    if (work_ != nullptr) work_->cancel();
    return stage_ == Stage::withdrawn;
}

bool Turn::begin(Scope& work) noexcept {
    const std::lock_guard guard{lock_};
    if (stage_ == Stage::withdrawn) return false;
    stage_ = Stage::running;
    work_ = &work;
    return true;
}

void Turn::end(std::exception_ptr error) noexcept {
    error_ = std::move(error);
    {
        const std::lock_guard guard{lock_};
        stage_ = Stage::answered;
        work_ = nullptr;
    }
    answer_.notify_one();
}

}  // namespace weir::patterns::shared_state
