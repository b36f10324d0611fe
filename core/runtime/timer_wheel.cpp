#include "core/runtime/timer_wheel.h"

#include <algorithm>
#include <bit>

namespace weir {
namespace {

constexpr std::uint8_t on_expired_list = 255;

void push(Timer*& list, Timer& timer) noexcept {
    timer.previous = nullptr;
    timer.next = list;
    if (list != nullptr) list->previous = &timer;
    list = &timer;
}

void unlink(Timer*& list, Timer& timer) noexcept {
    if (timer.next != nullptr) timer.next->previous = timer.previous;
    (timer.previous != nullptr ? timer.previous->next : list) = timer.next;
}

}  // namespace

// Rounded up: a timer never fires before its deadline.
std::uint64_t TimerWheel::tick_of(Time deadline) noexcept {
    const auto ns = std::max<std::int64_t>(deadline.time_since_epoch().count(), 0);
    return (static_cast<std::uint64_t>(ns) + (std::uint64_t{1} << tick_bits) - 1) >> tick_bits;
}

void TimerWheel::insert(Timer& timer) noexcept {
    ++size_;
    hang(timer, tick_of(timer.deadline));
}

void TimerWheel::hang(Timer& timer, std::uint64_t tick) noexcept {
    if (tick <= elapsed_) {
        timer.level = on_expired_list;
        push(expired_, timer);
        return;
    }
    // What lies beyond the wheel waits in its furthest slot and is hung anew from there.
    constexpr int top = slot_bits * (level_count - 1);
    const auto within = std::min(tick, ((elapsed_ >> top) + slot_count - 1) << top);
    // The highest group of six bits in which the two ticks differ is the level; the slots of the top one go round.
    const int level = std::min((63 - std::countl_zero(elapsed_ ^ within)) / slot_bits, level_count - 1);
    const auto slot = (within >> (slot_bits * level)) % slot_count;
    timer.level = static_cast<std::uint8_t>(level);
    timer.slot = static_cast<std::uint8_t>(slot);
    push(slots_[static_cast<std::size_t>(level)][slot], timer);
    occupied_[static_cast<std::size_t>(level)] |= std::uint64_t{1} << slot;
}

void TimerWheel::remove(Timer& timer) noexcept {
    --size_;
    if (timer.level == on_expired_list) {
        unlink(expired_, timer);
        return;
    }
    auto& list = slots_[timer.level][timer.slot];
    unlink(list, timer);
    if (list == nullptr) occupied_[timer.level] &= ~(std::uint64_t{1} << timer.slot);
}

std::optional<TimerWheel::Place> TimerWheel::next_place() const noexcept {
    // Slots of a lower level all come before those of a higher one: they lie inside the current slot of it.
    for (int level = 0; level < level_count; ++level) {
        const auto bits = occupied_[static_cast<std::size_t>(level)];
        if (bits == 0) continue;
        const int shift = slot_bits * level;
        const auto now_slot = static_cast<int>((elapsed_ >> shift) % slot_count);
        const auto ahead = static_cast<std::size_t>(std::countr_zero(std::rotr(bits, now_slot)));
        const auto slot = (static_cast<std::size_t>(now_slot) + ahead) % slot_count;
        const auto round = elapsed_ >> (shift + slot_bits) << (shift + slot_bits);
        auto tick = round + (static_cast<std::uint64_t>(slot) << shift);
        if (tick <= elapsed_) tick += std::uint64_t{1} << (shift + slot_bits);
        return Place{level, slot, tick};
    }
    return std::nullopt;
}

Time TimerWheel::due(Time deadline) noexcept {
    constexpr Duration tick{std::int64_t{1} << tick_bits};
    if (deadline > Time::max() - tick) return deadline;
    return Time{Duration{static_cast<std::int64_t>(tick_of(deadline) << tick_bits)}};
}

Timer* TimerWheel::next_expired(Time now) noexcept {
    const auto now_tick =
        static_cast<std::uint64_t>(std::max<std::int64_t>(now.time_since_epoch().count(), 0)) >> tick_bits;
    while (expired_ == nullptr) {
        const auto place = next_place();
        if (!place || place->tick > now_tick) {
            elapsed_ = std::max(elapsed_, now_tick);
            return nullptr;
        }
        elapsed_ = place->tick;
        const auto level = static_cast<std::size_t>(place->level);
        auto* timer = slots_[level][place->slot];
        slots_[level][place->slot] = nullptr;
        occupied_[level] &= ~(std::uint64_t{1} << place->slot);
        while (timer != nullptr) {
            auto& moved = *timer;
            timer = timer->next;
            hang(moved, tick_of(moved.deadline));
        }
    }
    auto& first = *expired_;
    unlink(expired_, first);
    --size_;
    return &first;
}

std::optional<Time> TimerWheel::next_deadline() const noexcept {
    if (expired_ != nullptr) return Time{Duration{static_cast<std::int64_t>(elapsed_ << tick_bits)}};
    const auto place = next_place();
    if (!place) return std::nullopt;
    return Time{Duration{static_cast<std::int64_t>(place->tick << tick_bits)}};
}

}  // namespace weir
