// Pipeline, textbook form: a chain of generators, each pulling from the one before, as tutorials write it, with the
// defects of that form. Not for use; for comparison.
//
// Defects, each caught by an invariant of the production form (core/patterns/pipeline.h)
//  1. The whole chain runs in one task: an item goes through every stage before the next one enters the first, so
//     throughput is 1 / (sum of the stages) instead of 1 / (the slowest), and items wait while every other stage idles.
//  2. A stage that throws ends its output as if the input had ended. The run ends normally, nobody hears of a failure;
//     the item in the stage and all that wait behind it are lost, and what comes later is refused.
#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#include "core/patterns/pipeline_queue.h"
#include "core/patterns/pipeline_stages.h"
#include "core/runtime/executor.h"

namespace weir::patterns::textbook {

/// All functions from any thread, awaits from tasks. The stages must outlive it.
template <class T>
class Pipeline {
public:
    using Config = pipeline::Config;

    /// Workers and resequence of the configuration mean nothing here; there is one queue, before the first stage.
    /// @throws as the production form
    Pipeline(Executor& /*engine*/, pipeline::Stages<T>& stages, const Config& config)
        : stages_{stages}, last_{pipeline::checked(config).workers.size() - 1}, input_{stages, 0, config.capacity, 1} {}
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// As of the production form, but for defect 2.
    Task<void> run() {
        std::exception_ptr cancelled;
        try {
            while (auto item = co_await output_of(last_))
                stages_.left(std::move(*item), {pipeline::End::completed, last_, nullptr});
        } catch (const Cancelled&) {
            cancelled = std::current_exception();
        }
        for (T& item : input_.abandon())  // defect 2: unless cancelled, these are lost
            if (cancelled) stages_.left(std::move(item), {pipeline::End::cancelled, 0, nullptr});
        if (cancelled) std::rethrow_exception(cancelled);
    }

    // As of the production form.
    [[nodiscard]] typename pipeline::Queue<T>::Send send(T&& item) noexcept { return input_.send(item); }
    bool try_send(T&& item) { return input_.try_send(item); }
    void close() { input_.close(); }
    void set_capacity(std::size_t capacity) {
        input_.set_capacity(pipeline::at_least_one(capacity, "place in a queue"));
    }

private:
    Task<std::optional<T>> input() {
        auto taken = co_await input_.take();
        if (!taken) co_return std::nullopt;
        co_return std::move(taken->item);
    }

    /// The next item that stage k has finished; nothing when there will be no more.
    Task<std::optional<T>> output_of(std::size_t k) {
        while (true) {
            auto before = k == 0 ? input() : output_of(k - 1);  // defect 1: the stage before works only now
            auto item = co_await std::move(before);
            if (!item) co_return std::nullopt;
            bool good = false;
            try {
                good = co_await stages_.work(k, *item);
            } catch (const Cancelled&) {
                stages_.left(std::move(*item), {pipeline::End::cancelled, k, nullptr});
                throw;
            } catch (...) {
                co_return std::nullopt;  // defect 2
            }
            if (good) co_return std::move(item);
            stages_.left(std::move(*item), {pipeline::End::failed, k, nullptr});
        }
    }

    pipeline::Stages<T>& stages_;
    std::size_t last_;
    pipeline::Queue<T> input_;
};

}  // namespace weir::patterns::textbook
