#include "core/labs/join_account.h"

#include <cmath>
#include <mutex>
#include <nlohmann/json.hpp>

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
    nlohmann::ordered_json detail;
    for (const char* figure : {"makespan_s", "lower_bound_s", "upper_bound_s", "speedup"}) detail[figure] = nullptr;
    if (joins_ > 0) {
        detail["makespan_s"] = last_.makespan_s;
        detail["lower_bound_s"] = last_.bounds.lower;
        detail["upper_bound_s"] = last_.bounds.upper;
        detail["speedup"] = last_.speedup;
    }
    detail["outlived"] = outlived_;
    detail["joins"] = joins_;
    detail["joins_failed"] = failed_;
    return detail.dump();
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
