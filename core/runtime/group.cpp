#include "core/runtime/group.h"

#include <mutex>

namespace weir {

void TaskGroup::child_failed(Executor& /*engine*/, std::exception_ptr error) noexcept {
    bool first = false;
    {
        const std::lock_guard guard{failures_lock_};
        first = failures_.empty();
        failures_.push_back(std::move(error));
    }
    if (first && on_error_ == OnError::cancel_siblings) cancel();
}

std::exception_ptr TaskGroup::first_failure() const noexcept {
    const std::lock_guard guard{failures_lock_};
    return failures_.empty() ? nullptr : failures_.front();
}

}  // namespace weir
