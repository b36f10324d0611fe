// Join, textbook form: as tutorials write it, with the defects of that form. Not for use; for comparison.
//
// All children are spawned, then awaited and unwrapped one after the other, in the order of the list. A child computes
// where it is. While nothing fails, every value comes, in order.
//
// Defects, each caught by an invariant of the production form (core/patterns/join.h)
//  1. A failure throws at the caller, who goes on, while the children behind it in the list run on, detached: they
//     outlive the join, and use workers for values that nobody will take.
//  2. Their handles are gone with the caller's frame, and so are their outcomes: values are dropped and failures reach
//     nobody who asked.
//  3. Unwrapping goes by the list, not by time. A failure is noticed when all children before it have ended, so until
//     then it stops nobody, and the failure that comes out is the first of the list, not the first that happened.
//  4. They compute on the async workers: everything else there stalls meanwhile, be it only a timer to be answered.
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include "core/runtime/executor.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"

namespace weir::patterns::textbook {

/// As try_join() of the production form. The children run in the caller's scope, which is what waits for those that
/// this leaves behind.
/// @throws what the first child of the list to have thrown threw; Cancelled
template <class T>
Task<std::vector<detail::Lifted<T>>> join(Executor& engine, std::vector<Task<T>> children) {
    std::vector<JoinHandle<T>> handles;
    handles.reserve(children.size());
    for (auto& child : children) handles.push_back(engine.spawn(std::move(child)));
    std::vector<detail::Lifted<T>> values;
    for (auto& handle : handles) {  // defect 3: by the list, not by time
        if constexpr (std::is_void_v<T>) {
            co_await handle;  // defect 1: throws, and leaves those behind it to themselves
            values.emplace_back();
        } else {
            values.push_back(co_await handle);  // defect 2: so does this, and the values so far are gone
        }
    }
    co_return values;
}

/// As ComputePlace::compute() of the production form, on the worker that the child is on.
template <class Job>
Task<std::invoke_result_t<Job&>> compute(Executor& engine, Duration length, Job job) {
    co_await engine.work(length);  // defect 4: on a worker that others wait for
    co_return job();
}

}  // namespace weir::patterns::textbook
