// What the shutdown lab tells of its shutdowns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/labs/shutdown_state.h"
#include "core/labs/shutdown_tree.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"

namespace weir::labs::shutdown {

/// Thread-safe.
class Account {
public:
    /// @param reported tasks of which the shutdown told what became of them
    void shut_down(const Tree::Counts& counts, std::size_t reported, Duration took);

    std::uint64_t trees() const;     ///< shut down
    std::uint64_t outlived() const;  ///< tasks that ran when their shutdown had returned
    double took_s() const;           ///< the last shutdown; 0: there was none
    std::string reason() const;      ///< of the last shutdown
    std::string detail_json() const;
    void fill(ShutdownState& state) const;

private:
    mutable SpinLock lock_;
    std::uint64_t trees_ = 0;
    Tree::Counts sum_;
    std::uint64_t outlived_ = 0;
    std::uint64_t reported_ = 0;
    Tree::Counts last_;
    double took_s_ = 0;
};

}  // namespace weir::labs::shutdown
