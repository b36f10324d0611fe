#include "core/patterns/fan_out.h"

#include <mutex>
#include <stdexcept>
#include <utility>

namespace weir::patterns {
namespace {

std::size_t checked(std::size_t at_once) {
    if (at_once == 0) throw std::invalid_argument{"fan-out: expected at least 1 item at once, got 0"};
    return at_once;
}

}  // namespace

FanOut::FanOut(Executor& engine, std::size_t at_once) : engine_{engine}, at_once_{checked(at_once)} {}

void FanOut::set_at_once(std::size_t at_once) {
    {
        const std::lock_guard guard{lock_};
        at_once_ = checked(at_once);
    }
    changed_.notify_one();
}

std::size_t FanOut::at_once() const noexcept {
    const std::lock_guard guard{lock_};
    return at_once_;
}

void FanOut::open() noexcept {
    const std::lock_guard guard{lock_};
    in_use_ = 0;
    taking_ = on_its_way_ = closed_ = false;
}

void FanOut::close() noexcept {
    {
        const std::lock_guard guard{lock_};
        closed_ = true;
    }
    changed_.notify_one();
}

bool FanOut::closed() const noexcept {
    const std::lock_guard guard{lock_};
    return closed_;
}

bool FanOut::claim() noexcept {
    const std::lock_guard guard{lock_};
    return may_claim();
}

bool FanOut::may_claim() noexcept {
    if (taking_ || closed_ || in_use_ >= at_once_) return false;
    ++in_use_;
    return taking_ = true;
}

bool FanOut::send_for_one() noexcept { return !std::exchange(on_its_way_, true); }

}  // namespace weir::patterns
