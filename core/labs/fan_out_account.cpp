#include "core/labs/fan_out_account.h"

#include <algorithm>
#include <mutex>

#include "core/labs/batches.h"
#include "core/labs/detail.h"

namespace weir::labs::fan_out {

void Account::begin_batch(std::size_t items) {
    const std::lock_guard guard{lock_};
    items_ = items;
    taken_ = delivered_ = 0;
    highest_ = 0;
}

void Account::take() {
    const std::lock_guard guard{lock_};
    ++taken_;
}

void Account::deliver_in_batch(std::uint64_t number, Fate fate) {
    const std::lock_guard guard{lock_};
    const bool late = number < highest_;
    highest_ = std::max(highest_, number);
    ++delivered_;
    if (late) ++out_of_order_;
    put_into_tray({number, fate, late});
}

void Account::deliver(std::uint64_t number, Fate fate) {
    const std::lock_guard guard{lock_};
    put_into_tray({number, fate, false});
}

void Account::put_into_tray(const FanOutState::Result& result) {
    tray_.push_back(result);
    if (tray_.size() > FanOutState::tray_capacity) tray_.pop_front();
}

void Account::end_batch(double makespan_s, const theory::MakespanBounds& bounds) {
    const std::lock_guard guard{lock_};
    ++batches_;
    makespan_s_ = makespan_s;
    bounds_ = bounds;
}

void Account::taken_down() {
    const std::lock_guard guard{lock_};
    ++taken_down_;
}

std::size_t Account::left_to_take() const {
    const std::lock_guard guard{lock_};
    return items_ - taken_;
}

std::uint64_t Account::batches() const {
    const std::lock_guard guard{lock_};
    return batches_;
}

std::uint64_t Account::out_of_order() const {
    const std::lock_guard guard{lock_};
    return out_of_order_;
}

std::string Account::batch_text() const {
    const std::lock_guard guard{lock_};
    return "BATCH " + std::to_string(batches_ + 1) + " · " + std::to_string(delivered_) + " of " +
           std::to_string(items_);
}

std::string Account::reason() const {
    const std::lock_guard guard{lock_};
    if (taken_down_ > 0)
        return "a call threw and took down all that was begun, " + std::to_string(taken_down_) +
               (taken_down_ == 1 ? " time" : " times");
    if (!makespan_s_) return {};
    return makespan_text(*makespan_s_, bounds_);
}

std::string Account::detail_json() const {
    const std::lock_guard guard{lock_};
    Detail detail;
    const auto bounds = makespan_s_ ? std::optional{bounds_} : std::nullopt;
    detail.set("makespan_s", makespan_s_);
    detail.set("lower_bound_s", bounds.transform([](const auto& b) { return b.lower; }));
    detail.set("upper_bound_s", bounds.transform([](const auto& b) { return b.upper; }));
    detail.set("out_of_order_results", out_of_order_);
    detail.set("batches", batches_);
    detail.set("taken_down", taken_down_);
    return detail.text();
}

void Account::fill(FanOutState& state) const {
    const std::lock_guard guard{lock_};
    state.tray.assign(tray_.begin(), tray_.end());
    state.items = items_;
    state.taken = taken_;
    state.delivered = delivered_;
    state.batches = batches_;
    state.makespan_s = makespan_s_.value_or(0);
    state.lower_bound_s = bounds_.lower;
    state.upper_bound_s = bounds_.upper;
    state.out_of_order = out_of_order_;
}

}  // namespace weir::labs::fan_out
