// Makes and records the choices of one schedule, cancels in it where it is told to, and tells it in words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/runtime/schedule.h"
#include "tests/core/explore/scenario.h"

namespace explore {

/// A schedule is told by its differences from the one that always chooses candidate 0 and so lets a task run on until
/// it waits. Ascending.
struct Deviation {
    std::size_t at = 0;  ///< which choice, counting those between two candidates or more
    std::size_t chosen = 1;

    bool operator==(const Deviation&) const = default;
};
using Deviations = std::vector<Deviation>;

class Director final : public weir::Schedule {
public:
    /// @param deviations what is chosen where the choice is given; one for which there is no such candidate is left out
    explicit Director(Deviations deviations = {}) : given_{std::move(deviations)} {}
    ~Director() override;
    Director(const Director&) = delete;
    Director& operator=(const Director&) = delete;

    /// Belongs to one run, in which these checks are made. Its doomed groups are cancelled at the k-th suspension of
    /// their tasks; never for 0.
    void watches(Checks& checks, std::uint64_t cancel_at);
    /// From now on every step is kept to be told.
    void listens();

    std::size_t choose(std::size_t candidates) override;
    void happened(const weir::ScheduleStep& step) override;

    /// How many candidates each choice had.
    const std::vector<std::size_t>& choices() const { return choices_; }
    const Deviations& deviations() const { return taken_; }
    /// Of tasks of doomed groups.
    std::uint64_t suspensions() const { return suspensions_; }

    /// The schedule in words, a line a step, until it breaks something.
    std::string story() const;

private:
    struct Told {
        weir::ScheduleStep step;
        std::vector<std::string> notes;
        bool cancelled = false;
    };

    Deviations given_;
    std::size_t next_given_ = 0;
    Checks* checks_ = nullptr;
    std::uint64_t cancel_at_ = 0;
    std::vector<std::size_t> choices_;
    Deviations taken_;
    std::uint64_t suspensions_ = 0;
    bool listens_ = false;
    std::vector<std::string> notes_;
    std::vector<Told> told_;
};

}  // namespace explore
