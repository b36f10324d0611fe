// The same test on both engines. A test function says in its data function
//     engines::rows();
// and runs its tasks with
//     engines::Engine engine;
//     engine.run(what_is_tested(*engine, ...));
// Inside tasks CHECK(condition) takes the place of QVERIFY: it notes a failure and goes on; run() reports the first.
#pragma once

#include <QTest>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/runtime/simulation.h"
#include "core/runtime/thread_pool.h"

namespace engines {

inline std::mutex failure_lock;
inline std::string failure;

inline void check(bool holds, const char* what, int line) {
    if (holds) return;
    const std::lock_guard guard{failure_lock};
    if (failure.empty()) failure = std::string{what} + " in line " + std::to_string(line);
}

#define CHECK(condition) engines::check(static_cast<bool>(condition), #condition, __LINE__)

inline void rows() {
    QTest::addColumn<bool>("threads");
    QTest::newRow("simulation") << false;
    QTest::newRow("thread pool") << true;
}

/// The engine that this row of the test asks for.
class Engine {
public:
    explicit Engine(unsigned workers = 2) {
        QFETCH(bool, threads);
        if (threads) {
            weir::ThreadPoolOptions options;
            options.workers = workers;
            pool_ = std::make_unique<weir::ThreadPool>(options);
        } else {
            weir::SimulationOptions options;
            options.workers = workers;
            simulation_ = std::make_unique<weir::Simulation>(options);
        }
    }

    weir::Executor& operator*() {
        if (pool_) return *pool_;
        return *simulation_;
    }
    weir::Executor* operator->() { return &**this; }
    bool threads() const { return pool_ != nullptr; }

    template <class T>
    T run(weir::Task<T> task) {
        const Report report;
        return pool_ ? pool_->run(std::move(task)) : simulation_->run(std::move(task));
    }

private:
    /// Tells Qt Test when the tasks have ended.
    struct Report {
        Report() = default;
        Report(const Report&) = delete;
        Report& operator=(const Report&) = delete;
        ~Report() {
            const std::lock_guard guard{failure_lock};
            if (!failure.empty()) QTest::qFail(failure.c_str(), "a task", 0);
            failure.clear();
        }
    };

    std::unique_ptr<weir::ThreadPool> pool_;
    std::unique_ptr<weir::Simulation> simulation_;
};

/// Waits, looking again and again, until `holds()`, which must be safe to call beside the tasks it looks at.
template <class F>
weir::Task<void> until(weir::Executor& engine, F holds) {
    while (!holds()) co_await engine.sleep(std::chrono::microseconds{50});
}

}  // namespace engines
