#include "core/patterns/textbook/shutdown.h"

#include <mutex>
#include <utility>

#include "core/runtime/select.h"

namespace weir::patterns::textbook {
namespace {

Task<void> one_after_the_other(Task<void> work, Task<void> cleanup) {
    co_await std::move(work);
    co_await std::move(cleanup);
}

Task<void> until_cancelled(CancellationToken token) { co_await token.wait(); }

}  // namespace

bool Shutdown::spawn(Task<void> work, Task<void> cleanup, Race race) {
    auto whole = one_after_the_other(std::move(work), std::move(cleanup));
    if (race == Race::against_the_token) whole = run(engine_, token_, std::move(whole));
    const std::lock_guard guard{lock_};
    if (closed_) return false;
    handles_.push_back(engine_.spawn(std::move(whole)));  // defect 4: until shut_down()
    return true;
}

Task<void> Shutdown::run(Executor& engine, CancellationToken token, Task<void> whole) {
    auto stop = until_cancelled(std::move(token));
    co_await select(engine, std::move(stop), std::move(whole));  // defect 1: cut wherever it is
}

Task<void> Shutdown::shut_down() {
    {
        const std::lock_guard guard{lock_};
        closed_ = true;
    }
    token_.cancel();
    const auto turn = co_await turn_.lock();
    for (auto& handle : handles_) {
        try {
            co_await handle;  // defect 3: for as long as it likes
        } catch (...) {       // NOLINT: defect 2
        }
    }
    handles_.clear();
}

std::size_t Shutdown::handles() const noexcept {
    const std::lock_guard guard{lock_};
    return handles_.size();
}

}  // namespace weir::patterns::textbook
