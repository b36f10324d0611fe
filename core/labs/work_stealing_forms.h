// Both forms of the pool as the lab drives them: a batch of jobs in, and what they tell of themselves.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/patterns/textbook/work_stealing.h"
#include "core/patterns/work_stealing.h"
#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"

namespace weir::labs::work_stealing {

using patterns::stealing::Config;
using patterns::stealing::Placed;
using patterns::stealing::Status;

/// One pool for all batches.
class Production {
public:
    static constexpr bool is_textbook = false;

    Production(Executor& engine, Scope& home, const Config& config);

    /// False: a worker died of it. Never here.
    Task<bool> run(std::vector<Placed> jobs);
    void configure(const Config& config);
    Status status() const { return pool_.status(); }

private:
    patterns::StealingPool pool_;
};

/// A pool for each batch, as it takes nothing once it has started.
class Textbook {
public:
    static constexpr bool is_textbook = true;

    Textbook(Executor& engine, Scope& home, const Config& config);

    /// False: a job threw, and its worker died of it.
    Task<bool> run(std::vector<Placed> jobs);
    /// The capacity acts with the next batch; it has use for nothing else.
    void configure(const Config& config);
    /// Counts go on from batch to batch.
    Status status() const;

private:
    std::shared_ptr<patterns::textbook::StealingPool> begin();

    Executor& engine_;
    mutable SpinLock lock_;
    Config config_;
    std::shared_ptr<patterns::textbook::StealingPool> pool_;
    std::vector<std::uint64_t> executed_before_;  // by worker, in pools before this one
};

}  // namespace weir::labs::work_stealing
