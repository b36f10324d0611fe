// What the shutdown diagram draws: the tree of tokens, and the deadline as a bar.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct ShutdownState final : LabState {
    /// A node of the tree: a token and the task that has it.
    struct Node {
        enum class Stage : std::uint8_t {
            not_grown,
            refused,   ///< came too late: intake had stopped
            working,   ///< not asked to stop
            asked,     ///< asked to stop, and works still
            cleaning,  ///< its work has ended, its cleanup has not
            finished,  ///< did all its steps
            stopped,   ///< because it was asked to
            aborted,   ///< was cut
            failed,
        };
        Stage stage = Stage::not_grown;
        std::size_t parent = 0;  ///< of the root: itself
        std::size_t level = 0;   ///< of the root: 0
        bool stubborn = false;   ///< ignores that it is asked
    };
    enum class Phase : std::uint8_t { working, draining, aborting, pause };

    bool textbook = false;
    Phase phase = Phase::working;
    std::uint64_t tree = 0;   ///< the number of this tree, from 1; 0: none has grown
    std::vector<Node> nodes;  ///< level by level; a child comes after its parent
    double asked_s = -1;      ///< engine time at which its shutdown began; below 0: it has not
    double deadline_s = -1;   ///< engine time at which what still works is cut, or would be
    std::size_t cancelled_node = 0;
    double cancelled_s = -1;      ///< when that was last cancelled; below 0: none was
    std::size_t left_behind = 0;  ///< tasks of earlier trees that run although those were shut down

    std::uint64_t trees = 0;  ///< that were shut down. Of these:
    std::uint64_t tasks = 0;
    std::uint64_t finished = 0;
    std::uint64_t aborted = 0;
    std::uint64_t failed = 0;
    std::uint64_t outlived = 0;
    std::uint64_t cleanups = 0;
    double shutdown_s = 0;  ///< how long the last took
};

}  // namespace weir::labs
