// What the shared-state diagram draws: a room behind a glass wall, the line in front of it, and what got lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/labs/lab.h"

namespace weir::labs {

struct RoomState final : LabState {
    bool textbook = false;
    std::string strategy;        ///< "mutex", "rw_lock", "sharded", "actor", "snapshot"
    bool one_at_a_time = false;  ///< mutex, actor: readers exclude each other, too
    bool readers_apart = false;  ///< snapshot: readers are never in the room of the writer
    std::size_t shards = 1;      ///< rooms; in each of them readers or one writer

    std::size_t readers_inside = 0;
    std::size_t writers_inside = 0;
    std::size_t max_readers = 0;  ///< the most that were inside at once
    struct Guest {
        std::uint64_t item = 0;
        bool writes = false;
    };
    std::vector<Guest> line;    ///< who waits, in order of coming, at most 100
    std::vector<Guest> inside;  ///< in order of going in, at most 100
    std::size_t readers_waiting = 0;
    std::size_t writers_waiting = 0;

    std::uint64_t reads = 0;
    std::uint64_t writes = 0;        ///< increments done
    std::uint64_t lost_updates = 0;  ///< of these, how many the map knows nothing of
    double reads_per_s = 0;
    double writes_per_s = 0;

    std::size_t readers = 0;  ///< tasks
    std::size_t writers = 0;
    bool by_get_and_set = false;  ///< an increment is a get and a set
    double hold_ms = 0;
    double mean_wait_ms = 0;
};

}  // namespace weir::labs
