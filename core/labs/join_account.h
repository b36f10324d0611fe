// What the join lab tells of its joins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/labs/join_round.h"
#include "core/labs/join_state.h"
#include "core/runtime/spinlock.h"

namespace weir::labs::join {

/// Thread-safe.
class Account {
public:
    void returned(const Round::Result& result, bool failed);

    std::uint64_t joins() const;     ///< that have returned
    std::uint64_t outlived() const;  ///< tasks that ran when their join returned
    double speedup() const;          ///< of the last join
    std::string reason() const;
    std::string detail_json() const;
    void fill(JoinState& state) const;

private:
    mutable SpinLock lock_;
    std::uint64_t joins_ = 0;
    std::uint64_t failed_ = 0;
    std::uint64_t outlived_ = 0;
    Round::Result last_;
};

}  // namespace weir::labs::join
