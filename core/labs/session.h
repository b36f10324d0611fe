// A live run of an experiment, as a window sees it: it never waits for the window, and the window never waits for it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/labs/experiment.h"
#include "core/labs/parameters.h"
#include "core/labs/sample.h"

namespace weir::labs {

/// One live run. The constructor builds engine and lab and leaves them paused at time 0; the destructor cancels what
/// runs and waits for it. All other functions return at once and may be called from one controlling thread.
class Session {
public:
    /// @throws std::invalid_argument with a one-line message if the experiment names an unknown lab or parameter or a
    /// value out of range.
    explicit Session(const Experiment& experiment);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    const LabInfo& info() const;
    const Parameters& parameters() const;
    EngineKind engine() const;

    void run();    ///< go on (no effect if running)
    void pause();  ///< engine time stops; everything stays as it is
    bool running() const;
    void step();  ///< virtual engine, paused: run to the next event. No effect on threads.
    void set_speed(
        double factor);  ///< virtual engine: engine seconds a wall second, 0.01 to 1000. No effect on threads.

    /// Virtual engine: runs to this engine time as fast as it can and blocks until it is there. No effect on threads.
    void advance_to(double t_s);

    /// Engine time now, seconds.
    double now_s() const;

    /// Changes a parameter at once. It is recorded in experiment(). Takes a nanosecond of virtual time (see
    /// Run::apply).
    /// @pre check(spec, value) holds, and spec.acts is at_once: a restart is a new session
    void set(std::size_t parameter, double value);
    /// Presses a button of the lab, info().actions[action]: see Run::act.
    void act(std::size_t action);

    /// The latest snapshot. Never null.
    std::shared_ptr<const Snapshot> snapshot() const;

    /// Appends what is new since the last call. Of more than two minutes of samples the older are merged (History).
    void take_samples(std::vector<Sample>& out);
    void take_changes(std::vector<AppliedChange>& out);
    /// The same; item events that did not fit meanwhile are counted in dropped().
    void take_events(std::vector<ItemEvent>& out);
    std::uint64_t dropped() const;

    /// Why the engine stopped for good, one line (a livelock on the virtual engine); "" while all is well.
    std::string failure() const;

    /// The experiment as it has run so far, with every change that was made and those still to come; duration_s is
    /// now_s(), or as it was given if it has not begun to run. On the virtual engine run_experiment() gives the same
    /// figures for it. What set() and act() were asked for is in it when take_changes() has told of it, at latest
    /// at the end of the slice that runs (10 ms).
    Experiment experiment() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace weir::labs
