// A line as it should be: who has asked and not gone on yet, in order of asking. Some of them still wait; the others
// were served (or cancelled) and are ready, but the schedule has not let them go on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sync_test {

class Line {
public:
    /// In the line from construction, which comes right before the await, to destruction right after it.
    class Place {
    public:
        explicit Place(Line& line, std::int64_t asks_for = 1) : line_{line}, asks_for_{asks_for} {
            line_.places_.push_back(this);
        }
        ~Place() { std::erase(line_.places_, this); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        /// True when this one, just served, has overtaken nobody: all that asked before are among those called.
        bool in_turn(std::size_t waiting) const {
            const auto& places = line_.places_;
            const auto before = static_cast<std::size_t>(std::ranges::find(places, this) - places.begin());
            return before <= line_.called(waiting) - 1;
        }

    private:
        friend class Line;
        Line& line_;
        std::int64_t asks_for_;
    };

    /// How many need not wait any more, given how many still do.
    std::size_t called(std::size_t waiting) const { return places_.size() - waiting; }

    /// What the first that waits asks for; 0 when that cannot be known, or nobody waits.
    std::int64_t first_asks_for(std::size_t waiting) const {
        return places_.empty() || called(waiting) > 0 ? 0 : places_.front()->asks_for_;
    }

private:
    std::vector<const Place*> places_;
};

}  // namespace sync_test
