#include "core/labs/join_account.h"

#include <cmath>
#include <mutex>
#include <optional>

#include "core/labs/detail.h"
#include "core/labs/text.h"

namespace weir::labs::join {

void Account::returned(const Round::Result& result, bool failed) {
    const std::lock_guard guard{lock_};
    ++joins_;
    if (failed) ++failed_;
    outlived_ += result.outlived;
    last_ = result;
}

std::uint64_t Account::joins() const {
    const std::lock_guard guard{lock_};
    return joins_;
}

std::uint64_t Account::outlived() const {
    const std::lock_guard guard{lock_};
    return outlived_;
}

double Account::speedup() const {
    const std::lock_guard guard{lock_};
    return last_.speedup;
}

std::string Account::reason() const {
    const std::lock_guard guard{lock_};
    if (joins_ == 0) return {};
    if (last_.outlived > 0)
        return "a failure was thrown at the caller while " + std::to_string(last_.outlived) +
               (last_.outlived == 1 ? " task ran on" : " tasks ran on");
    const auto rounded = [](double x) { return format_number(std::round(x * 10) / 10); };
    const auto text = "the last join took " + rounded(last_.makespan_s * 1e3) + " ms";
    if (last_.failed + last_.cancelled > 0)
        return text + ": " + std::to_string(last_.failed) + " of its tasks failed, " + std::to_string(last_.cancelled) +
               " were cancelled";
    return text + ", " + rounded(last_.speedup) + " times faster than one task after the other; no schedule takes " +
           "less than " + rounded(last_.bounds.lower * 1e3) + " ms";
}

std::string Account::detail_json() const {
    const std::lock_guard guard{lock_};
    Detail detail;
    const auto last = joins_ > 0 ? std::optional{last_} : std::nullopt;
    detail.set("makespan_s", last.transform([](const auto& l) { return l.makespan_s; }));
    detail.set("lower_bound_s", last.transform([](const auto& l) { return l.bounds.lower; }));
    detail.set("upper_bound_s", last.transform([](const auto& l) { return l.bounds.upper; }));
    detail.set("speedup", last.transform([](const auto& l) { return l.speedup; }));
    detail.set("outlived", outlived_);
    detail.set("joins", joins_);
    detail.set("joins_failed", failed_);
    return detail.text();
}

void Account::fill(JoinState& state) const {
    const std::lock_guard guard{lock_};
    state.joins = joins_;
    state.joins_failed = failed_;
    state.outlived = outlived_;
    state.makespan_s = last_.makespan_s;
    state.speedup = last_.speedup;
    state.lower_bound_s = last_.bounds.lower;
}

}  // namespace weir::labs::join
