// A point in engine time, read from the clock only if somebody needs it: a clock reading costs more than most of what
// asks for the time.
#pragma once

#include "core/runtime/executor.h"

namespace weir {

/// Either a time that is known, or "now" on an engine. A parameter type: valid for the call it is passed to.
class Moment {
public:
    Moment(Time time) noexcept : time_(time) {}                             // NOLINT: a time is a moment
    Moment(const Executor& engine) noexcept : time_(), now_on_(&engine) {}  // NOLINT: so is an engine's now

    /// Of "now": the time as this is called, so ask once.
    Time exact() const noexcept { return now_on_ != nullptr ? now_on_->now() : time_; }
    operator Time() const noexcept { return exact(); }  // NOLINT: for whoever needs the time in any case

    /// Good to a kernel tick; see Executor::coarse_now.
    Time coarse() const noexcept { return now_on_ != nullptr ? now_on_->coarse_now() : time_; }

private:
    Time time_;
    const Executor* now_on_ = nullptr;
};

}  // namespace weir
