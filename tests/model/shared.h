// What the model checker Relacy has in place of the types of core/metrics/atomic.h: every access to an Atomic is a
// point at which another thread may go on, and a load may yield any of the last three values that its memory order
// allows; two unordered accesses to a Plain, one of them a write, are an error. The threads are fibers of one.
//
// Relacy is of 2008 and its main header defines macros such as `new` and `assert`: only its parts are included.
#pragma once

#include <source_location>

#include <relacy/atomic.hpp>
#include <relacy/atomic_fence.hpp>
#include <relacy/backoff.hpp>
#include <relacy/base.hpp>
#include <relacy/context.hpp>
#include <relacy/context_base_impl.hpp>
#include <relacy/stdlib/condition_variable.hpp>
#include <relacy/stdlib/event.hpp>
#include <relacy/stdlib/mutex.hpp>
#include <relacy/stdlib/semaphore.hpp>
#include <relacy/test_suite.hpp>
#include <relacy/var.hpp>

#include "tests/model/sites.h"

namespace weir {
namespace model {

inline rl::debug_info info(const std::source_location& at) { return {at.function_name(), at.file_name(), at.line()}; }

inline rl::memory_order order(std::memory_order asked, Operation operation, const std::source_location& at) {
    return static_cast<rl::memory_order>(order_at(asked, operation, at));
}

}  // namespace model

template <class T>
class Atomic {
    using Place = std::source_location;
    using Op = model::Operation;

public:
    Atomic(T value) : value_{value} {}  // NOLINT: as std::atomic
    Atomic(const Atomic&) = delete;
    Atomic& operator=(const Atomic&) = delete;

    T load(std::memory_order order, Place at = Place::current()) const {
        return value_.load(model::order(order, Op::load, at), model::info(at));
    }
    void store(T value, std::memory_order order, Place at = Place::current()) {
        value_.store(value, model::order(order, Op::store, at), model::info(at));
    }
    T exchange(T value, std::memory_order order, Place at = Place::current()) {
        return modify<rl::rmw_type_swap>(value, order, at);
    }
    T fetch_add(T value, std::memory_order order, Place at = Place::current()) {
        return modify<rl::rmw_type_add>(value, order, at);
    }
    T fetch_sub(T value, std::memory_order order, Place at = Place::current()) {
        return modify<rl::rmw_type_sub>(value, order, at);
    }

    /// The checker's own, which can be waited for.
    rl::atomic<T>& checked() const { return value_; }

private:
    template <rl::rmw_type_e type>
    T modify(T value, std::memory_order order, const Place& at) {
        return value_.rmw(rl::rmw_type_t<type>{}, value, model::order(order, Op::exchange, at), model::info(at));
    }

    mutable rl::atomic<T> value_;
};

template <class T>
class Plain {
public:
    Plain() : Plain{T{}} {}
    Plain(T value) : value_{value} {}  // NOLINT: stands for a T
    Plain(const Plain& other) : Plain{static_cast<T>(other)} {}
    Plain& operator=(const Plain& other) { return *this = static_cast<T>(other); }
    Plain& operator=(T value) {
        value_({}) = value;
        return *this;
    }
    operator T() const { return value_({}); }  // NOLINT: as above

private:
    mutable rl::var<T> value_;
};

}  // namespace weir
