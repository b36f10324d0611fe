// Drives a Simulation on a thread of its own, at so many virtual seconds a real second, with pause, step and fast
// forward.
//
// The simulation belongs to that thread: everything that touches it is posted there and runs between two slices, at a
// definite virtual time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/runtime/simulation.h"

namespace weir {

class Pacer {
public:
    /// Paused at first.
    /// @param last no step is taken beyond this virtual time: reaching it ends the simulation for good
    /// @param between called on the pacer's thread after every slice (at most 10 ms of real time apart while running),
    /// after every step and after everything posted. Must not throw.
    Pacer(Simulation& simulation, Time last, std::function<void()> between);

    /// Stops between two slices and joins the thread. What was posted and has not run is dropped.
    ~Pacer();
    Pacer(const Pacer&) = delete;
    Pacer& operator=(const Pacer&) = delete;

    void run();
    void pause();
    bool running() const;
    void step();                    ///< one engine event, when paused
    void set_speed(double factor);  ///< virtual seconds a real second, > 0; 1 at first. Too fast: as fast as it can.

    /// Runs f on the pacer's thread between two slices. Any thread.
    void post(std::function<void()> f);

    /// Runs to this virtual time as fast as it can and blocks until it is there (or the simulation failed).
    void advance_to(Time until);

    /// Why the simulation stopped for good (a livelock, or the end of its time), or "".
    std::string failure() const;

private:
    void loop();

    Simulation& simulation_;
    Time last_;
    std::function<void()> between_;
    mutable std::mutex lock_;
    std::condition_variable changed_;
    bool running_ = false;
    bool stopping_ = false;
    double speed_ = 1;
    std::size_t steps_ = 0;
    Time fast_until_{};
    std::vector<std::function<void()>> posted_;
    std::string failure_;
    std::jthread thread_;
};

}  // namespace weir
