// Fan-in: brings results that end on many workers together in one place, in input order or as they come.
//
// Whoever adds a result delivers it, and all that it was holding back, unless someone is delivering already: then that
// one delivers it, too. So nobody waits, nothing is delivered by two at once, and the lock is never held while
// delivering.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"

namespace weir::patterns {

enum class FanInOrder : std::uint8_t { input, completion };

/// An item that was worked on, and what became of it.
template <class In, class T>
struct FanResult {
    FanResult(std::size_t number, In&& taken) : index{number}, item{std::move(taken)} {}

    std::size_t index;  ///< its place in the input, from 0
    In item;
    std::optional<detail::Lifted<T>> value;
    std::exception_ptr failure;  ///< what the work threw

    bool cancelled() const noexcept { return !value && !failure; }
};

/// Thread-safe. @tparam Deliver a callable that takes a Result and does not throw
template <class Result, class Deliver>
class FanIn {
    static_assert(std::is_nothrow_invocable_v<Deliver&, Result&&>, "results must be delivered without throwing");

public:
    FanIn(FanInOrder order, Deliver deliver) : order_{order}, deliver_{std::move(deliver)} {}

    /// In input order every index must come once; it holds back as many results as there are behind the slowest.
    void add(Result result) {
        std::unique_lock guard{lock_};
        const auto place = order_ == FanInOrder::input ? result.index - delivered_ : held_.size();
        if (delivering_ || place > 0) {
            if (place >= held_.size()) held_.resize(place + 1);
            held_[place].emplace(std::move(result));
            return;  // who delivers looks again, or one before it is missing
        }
        delivering_ = true;
        if (!held_.empty()) held_.pop_front();
        ++delivered_;
        guard.unlock();
        deliver_(std::move(result));
        guard.lock();
        while (!held_.empty() && held_.front()) {
            Result next{std::move(*held_.front())};
            held_.pop_front();
            ++delivered_;
            guard.unlock();
            deliver_(std::move(next));
            guard.lock();
        }
        delivering_ = false;
    }

private:
    FanInOrder order_;
    Deliver deliver_;
    SpinLock lock_;  // guards what follows
    std::deque<std::optional<Result>> held_;
    std::size_t delivered_ = 0;  // taken out of held_, so the index of its front in input order
    bool delivering_ = false;
};

}  // namespace weir::patterns
