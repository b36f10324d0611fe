// A point in engine time at which something happens. Embedded in whoever waits: arming allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/runtime/time.h"

namespace weir {

class Timer {
public:
    enum class State : std::uint8_t {
        idle,
        armed,
        firing,  ///< an unlocked callback is running; disarm() waits for it
        fired,
        refused,  ///< disarmed before it was armed: arming it now fails
    };

    Timer() = default;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    Time deadline{};

    // For engines, under their timer lock.
    State state = State::idle;
    /// False: on_fire() only makes a task ready and may run under the engine's timer lock. True: it runs without it.
    bool unlocked = false;
    std::uint8_t level = 0;  // timer wheel: where it hangs
    std::uint8_t slot = 0;
    Timer* previous = nullptr;
    Timer* next = nullptr;
    std::uint64_t sequence = 0;  // simulation: ties break by the order of arming
    std::size_t heap_index = 0;

    virtual void on_fire() noexcept = 0;

protected:
    ~Timer() = default;
};

}  // namespace weir
