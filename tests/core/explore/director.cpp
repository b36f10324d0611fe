#include "tests/core/explore/director.h"

#include <cstdio>
#include <utility>

namespace explore {
namespace {

using Then = weir::ScheduleStep::Then;

std::string then(const weir::ScheduleStep& step) {
    switch (step.then) {
        case Then::ready:
            return "lets others run";
        case Then::works:
            return "computes";
        case Then::ended:
            return "ends";
        case Then::waits:
            return std::string{"waits for "} + (*step.place != '\0' ? step.place : "other tasks");
        case Then::fired:
            break;
    }
    return "fires";
}

}  // namespace

Director::~Director() {
    if (checks_ != nullptr && checks_->notes == &notes_) checks_->notes = nullptr;
}

void Director::watches(Checks& checks, std::uint64_t cancel_at) {
    checks_ = &checks;
    cancel_at_ = cancel_at;
    if (listens_) checks.notes = &notes_;
}

void Director::listens() { listens_ = true; }

std::size_t Director::choose(std::size_t candidates) {
    const auto at = choices_.size();
    while (next_given_ < given_.size() && given_[next_given_].at < at) ++next_given_;
    if (next_given_ == given_.size() || given_[next_given_].at != at) return 0;
    const auto chosen = given_[next_given_].chosen;
    return chosen < candidates ? chosen : 0;
}

void Director::happened(const weir::ScheduleStep& step) {
    if (step.candidates > 1) {
        if (step.chosen > 0) taken_.push_back({choices_.size(), step.chosen});
        choices_.push_back(step.candidates);
    }
    bool cancels = false;
    const bool suspended = step.home != nullptr && step.then != Then::ended;
    const auto* const doomed = suspended ? checks_->doomed(*step.home) : nullptr;
    if (doomed != nullptr && ++suspensions_ == cancel_at_) {
        cancels = true;
        doomed->cancel();
    }
    if (listens_) told_.push_back({step, std::exchange(notes_, {}), cancels});
}

std::string Director::story() const {
    std::string text;
    for (std::size_t i = 0; i < told_.size(); ++i) {
        const auto& [step, notes, cancelled] = told_[i];
        char begin[64];
        std::snprintf(begin, sizeof begin, "  %c %9.3f ms  ", step.chosen > 0 ? '*' : ' ', 1e3 * to_seconds(step.at));
        text += begin;
        text += step.task == 0 ? "a timer " : "task " + std::to_string(step.task) + " ";
        text += then(step);
        const auto after = i + 1 < told_.size() ? told_[i + 1].step.numbered : step.numbered;
        for (auto child = step.numbered + 1; child <= after; ++child)
            text += (child == step.numbered + 1 ? ", spawns " : " ") + std::to_string(child);
        if (cancelled) text += ", is CANCELLED";
        bool broke = false;
        for (const auto& note : notes) {
            text += "; " + note;
            broke = broke || note.starts_with(breaks);
        }
        text += '\n';
        if (broke) return text + "    and " + std::to_string(told_.size() - 1 - i) + " steps more\n";
    }
    for (const auto& note : notes_) text += "    at the end: " + note + '\n';
    return text;
}

}  // namespace explore
