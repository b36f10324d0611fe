// The words both pipelines, production and textbook, share, so that a lab or a test can use either.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "core/runtime/task.h"

namespace weir::patterns::pipeline {

/// How an item left the pipeline.
enum class End : std::uint8_t {
    completed,  ///< through the last stage
    failed,     ///< a stage refused it or threw; it left there, the others went on
    cancelled,  ///< the pipeline was cancelled while it was inside
};

struct Exit {
    End end = End::completed;
    std::size_t stage = 0;       ///< the last one it was in, or waited for; from 0
    std::exception_ptr failure;  ///< what the stage threw; null if it threw nothing
};

struct Config {
    std::vector<std::size_t> workers{1};  ///< one number a stage, each >= 1; at least one stage
    std::size_t capacity = 64;            ///< items that fit into each stage's input queue, >= 1
    bool resequence = false;              ///< items leave each stage in the order in which they entered it
};

/// @return the number @throws std::invalid_argument, one line, if it is 0: no item would ever pass
inline std::size_t at_least_one(std::size_t number, const char* of_what) {
    if (number == 0) throw std::invalid_argument{std::string{"pipeline: expected at least 1 "} + of_what + ", got 0"};
    return number;
}

/// @return the configuration @throws std::invalid_argument, one line, if no item could ever pass
inline const Config& checked(const Config& config) {
    at_least_one(config.workers.size(), "stage");
    at_least_one(config.capacity, "place in a queue");
    for (const auto workers : config.workers) at_least_one(workers, "worker a stage");
    return config;  // NOLINT(bugprone-return-const-ref-from-parameter): for use at once, as the constructors do
}

/// What the stages do, and who is told where the items are. Functions may be called from several tasks and threads at
/// once, for one item one after the other. Must outlive the pipeline's run.
template <class T>
class Stages {
    static_assert(std::is_nothrow_move_constructible_v<T>, "items must move without throwing");

public:
    virtual ~Stages() = default;

    /// The work of a stage on one item. False, or an exception, fails this item and no other. Cancelled when the
    /// pipeline is.
    virtual Task<bool> work(std::size_t stage, T& item) = 0;

    /// The item leaves; called once for each item that was sent.
    virtual void left(T item, const Exit& exit) noexcept = 0;

    // For whoever draws or counts. Called under a queue's lock, `queued` and `taken` under different ones: no
    // calls back into the pipeline.

    /// The item is in the stage's input queue from now on.
    virtual void queued(std::size_t /*stage*/, T& /*item*/) noexcept {}
    /// A worker of the stage has taken it out, and keeps it until it is queued for the next stage or has left.
    virtual void taken(std::size_t /*stage*/, T& /*item*/) noexcept {}
};

}  // namespace weir::patterns::pipeline
