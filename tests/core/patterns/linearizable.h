// Whether a history of operations on one object is linearizable: whether they can have taken effect one after the
// other, each between its beginning and its end, with what they answered.
//
// J. M. Wing and C. Gong, "Testing and verifying concurrent objects", 1993: try every operation that may have come
// first, go on with the rest from the state it leaves, come back where that leads nowhere. What was tried in vain is
// remembered (G. Lowe, "Testing for linearizability", 2017): the same rest from the same state fails again.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace linearizability {

/// @tparam Operation has `began` and `ended`, moments of one clock, and `bool happen(State&) const`: takes effect, if
/// the state allows the answer it gave.  @tparam State ordered
template <class State, class Operation>
class Search {
public:
    /// @pre at most 64 operations
    explicit Search(const std::vector<Operation>& history) : history_{history} {}

    bool finds_an_order(const State& initial) {
        const auto n = history_.size();
        return go_on(n == 0 ? 0 : std::numeric_limits<std::uint64_t>::max() >> (64 - n), initial);
    }

private:
    bool go_on(std::uint64_t rest, const State& state) {
        if (rest == 0) return true;
        if (in_vain_.contains({rest, state})) return false;
        auto first_end = std::numeric_limits<std::uint64_t>::max();
        for (auto r = rest; r != 0; r &= r - 1) first_end = std::min(first_end, history_[lowest(r)].ended);
        for (auto r = rest; r != 0; r &= r - 1) {
            const auto& operation = history_[lowest(r)];
            if (operation.began > first_end) continue;
            State next = state;
            if (operation.happen(next) && go_on(rest & ~(std::uint64_t{1} << lowest(r)), next)) return true;
        }
        in_vain_.emplace(rest, state);
        return false;
    }

    static std::size_t lowest(std::uint64_t bits) { return static_cast<std::size_t>(std::countr_zero(bits)); }

    const std::vector<Operation>& history_;
    std::set<std::pair<std::uint64_t, State>> in_vain_;
};

template <class State, class Operation>
bool holds(const std::vector<Operation>& history, const State& initial) {
    return Search<State, Operation>{history}.finds_an_order(initial);
}

}  // namespace linearizability
