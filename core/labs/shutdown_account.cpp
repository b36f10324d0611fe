#include "core/labs/shutdown_account.h"

#include <cmath>
#include <mutex>
#include <optional>

#include "core/labs/detail.h"
#include "core/labs/text.h"

namespace weir::labs::shutdown {

void Account::shut_down(const Tree::Counts& counts, std::size_t reported, Duration took) {
    const std::lock_guard guard{lock_};
    ++trees_;
    sum_.tasks += counts.tasks;
    sum_.finished += counts.finished;
    sum_.aborted += counts.aborted;
    sum_.failed += counts.failed;
    sum_.cleanups += counts.cleanups;
    outlived_ += counts.running();
    reported_ += reported;
    last_ = counts;
    took_s_ = to_seconds(took);
}

std::uint64_t Account::trees() const {
    const std::lock_guard guard{lock_};
    return trees_;
}

std::uint64_t Account::outlived() const {
    const std::lock_guard guard{lock_};
    return outlived_;
}

double Account::took_s() const {
    const std::lock_guard guard{lock_};
    return took_s_;
}

std::string Account::reason() const {
    const std::lock_guard guard{lock_};
    if (trees_ == 0) return {};
    auto text = "the last shutdown took " + format_number(std::round(took_s_ * 1e3)) +
                " ms: " + std::to_string(last_.finished) + " of " + std::to_string(last_.tasks) + " tasks finished, " +
                std::to_string(last_.aborted) + " were aborted, " + std::to_string(last_.failed) + " failed";
    if (last_.running() > 0) return text + ", " + std::to_string(last_.running()) + " run on";
    if (last_.cleanups == last_.tasks) return text + "; each has cleaned up";
    return text + "; " + std::to_string(last_.tasks - last_.cleanups) + " have not cleaned up";
}

std::string Account::detail_json() const {
    const std::lock_guard guard{lock_};
    Detail detail;
    detail.set("tasks", sum_.tasks);
    detail.set("finished", sum_.finished);
    detail.set("aborted", sum_.aborted);
    detail.set("failed", sum_.failed);
    detail.set("outlived", outlived_);
    detail.set("cleanups", sum_.cleanups);
    detail.set("shutdown_s", trees_ > 0 ? std::optional{took_s_} : std::nullopt);
    detail.set("reported", reported_);
    detail.set("trees", trees_);
    return detail.text();
}

void Account::fill(ShutdownState& state) const {
    const std::lock_guard guard{lock_};
    state.trees = trees_;
    state.tasks = sum_.tasks;
    state.finished = sum_.finished;
    state.aborted = sum_.aborted;
    state.failed = sum_.failed;
    state.outlived = outlived_;
    state.cleanups = sum_.cleanups;
    state.shutdown_s = took_s_;
}

}  // namespace weir::labs::shutdown
