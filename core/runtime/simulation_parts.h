// The inner parts of a Simulation, for its own sources only.
#pragma once

#include <exception>
#include <memory>
#include <utility>

#include "core/runtime/recorder.h"
#include "core/runtime/simulation.h"

namespace weir {

/// A virtual worker. As a timer it fires when the work it is busy with is done.
struct Simulation::Worker final : Timer {
    Worker(Executor& e, std::size_t index, std::size_t record) : engine{e} {
        if (record == 0) return;
        polls = std::make_unique<PollRing>(record);
        slice.worker = static_cast<std::uint32_t>(index);
    }

    void on_fire() noexcept override {
        busy = false;
        auto* const task = std::exchange(working, nullptr);
        if (resumes_in_place) {
            resumes = task;
        } else {
            end_slice();
            queue.push(task);  // when exploring, someone else may well be next
        }
    }

    void begin_slice(std::uint64_t task) noexcept {
        if (std::exchange(in_slice, true)) return;  // the same task goes on after its work
        slice.begin = engine.now();
        slice.task = task;
    }
    void end_slice() noexcept {
        if (!std::exchange(in_slice, false)) return;
        slice.end = engine.now();
        polls->push(slice);
        slice.stolen = false;
    }

    Executor& engine;
    WorkQueue queue;
    WorkerStats stats;
    bool busy = false;
    bool yielded = false;
    bool resumes_in_place = true;
    TaskRecord* working = nullptr;  // the task whose work keeps it busy
    TaskRecord* resumes = nullptr;  // whose work is done: goes on here, before anything else
    std::int64_t tail_before = 0;
    std::uint32_t newest_in_a_row = 0;
    std::unique_ptr<PollRing> polls;  // null: nothing is recorded
    PollEvent slice;                  // being recorded, or the next to be
    bool in_slice = false;
};

/// One worker more, which runs only what is spawned here, and whose tasks only it runs.
class Simulation::Outside final : public Executor {
public:
    explicit Outside(Simulation& inside)
        : Executor{inside.seed(), inside.clock()},
          worker{*this, inside.workers(), inside.options_.record_polls},
          inside_{inside} {
        worker.resumes_in_place = false;
        operations_per_poll_ = inside.operations_per_poll_;
    }

    Executor& outside() override { return *this; }
    unsigned workers() const noexcept override { return 1; }
    EngineStats stats() const override {
        EngineStats own;
        own.add(worker.stats);
        return own;
    }
    void drain_polls(const std::function<void(const PollEvent&)>& f) override {
        if (worker.polls) worker.polls->drain(f);
    }
    std::uint64_t dropped_polls() const override { return worker.polls ? worker.polls->dropped() : 0; }
    void count_unobserved_failure(std::exception_ptr error) noexcept override {
        inside_.count_unobserved_failure(std::move(error));
    }
    void reschedule_last(TaskRecord& task) noexcept override { schedule(task); }
    bool arm(Timer& timer) noexcept override { return inside_.arm(timer); }
    bool disarm(Timer& timer) noexcept override { return inside_.disarm(timer); }
    bool do_work(TaskRecord& task, Duration length) noexcept override { return inside_.do_work(task, length); }
    void do_blocking(Blocking& job) noexcept override { inside_.do_blocking(job); }

    Worker worker;

private:
    void enqueue_from_outside(TaskRecord& task) noexcept override { worker.queue.push(&task); }
    void wake_worker() noexcept override {}

    Simulation& inside_;
};

struct Simulation::BlockingThread final : Timer {
    explicit BlockingThread(Simulation& s) : simulation{s} {}
    void on_fire() noexcept override {
        auto& done = *std::exchange(job, nullptr);
        done.run_job();
        done.task().engine->schedule(done.task());
        if (simulation.blocked_first_ == nullptr) return;
        auto& next_job = *simulation.blocked_first_;
        simulation.blocked_first_ = next_job.next;
        simulation.start_blocking(*this, next_job);
    }

    Simulation& simulation;
    Blocking* job = nullptr;
};

}  // namespace weir
