// Threads for work that blocks, apart from the workers. They start when needed, up to a limit, and wait for more.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace weir {

class Blocking;

class BlockingPool {
public:
    explicit BlockingPool(unsigned limit) noexcept : limit_{limit} {}
    /// Runs what was submitted to its end, then joins the threads.
    ~BlockingPool();
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;

    /// FIFO. Any thread. Where the system grants no thread at all, the caller does it.
    void submit(Blocking& job);

    unsigned limit() const noexcept { return limit_; }

private:
    void run(Blocking& job);
    void serve();

    unsigned limit_;
    std::mutex lock_;
    std::condition_variable changed_;
    Blocking* first_ = nullptr;
    Blocking* last_ = nullptr;
    std::size_t queued_ = 0;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace weir
