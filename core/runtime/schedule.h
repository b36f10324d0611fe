// The choices of a Simulation that explores, seen and made from outside: to record a schedule, to repeat or change one,
// to go through all of them.
//
// Invariants
//  1. The candidates for what is next have an order of their own, whatever queues they are in: first the task that was
//     polled last if it is ready, then the other ready tasks by number, last the timer that is due. So to choose 0
//     always is to switch tasks only where the running one waits or ends.
//  2. Tasks are numbered from 1 in the order in which they are first ready; those that become so at one event are the
//     ones it spawned. The number stays the task's own.
//  3. The same choices, and the same program, give the same candidates: a schedule is its choices.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/runtime/time.h"

namespace weir {

class Scope;

/// What has just happened: one task was polled, or one timer fired while tasks were ready.
struct ScheduleStep {
    enum class Then : std::uint8_t { ready, waits, works, ended, fired };

    Time at;
    std::uint64_t task = 0;       ///< its number; 0: a timer
    std::uint64_t numbered = 0;   ///< how many tasks had a number before it
    const Scope* home = nullptr;  ///< the scope the task was spawned in
    std::size_t candidates = 1;
    std::size_t chosen = 0;  ///< which of them it was
    Then then = Then::ended;
    const char* place = "";  ///< where it waits, as deadlock reports name it; "" if for other tasks
};

class Schedule {
public:
    virtual ~Schedule() = default;

    /// Under Choice::given: which of `candidates` (two or more) is next. @return below `candidates`
    virtual std::size_t choose(std::size_t candidates) = 0;

    /// Under each choice that explores: told right after each step, and may cancel scopes then.
    virtual void happened(const ScheduleStep& step) = 0;
};

}  // namespace weir
