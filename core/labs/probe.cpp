#include "core/labs/probe.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/runtime/failure.h"

namespace weir::labs {
namespace {

constexpr double little_window_s = 10;
constexpr double rate_window_s = 1;

// More tokens than this a second overlap in the diagram's pipes; above it items are sampled.
constexpr double traced_per_second = 40;

// Two events an item at the tracing limit, for a window that looks only twice a second.
constexpr std::size_t event_capacity = 4096;

// Three events an item at the highest rate of all labs, for a reader that comes with every sample, ten times a second,
// and may be late once: 2 MB.
constexpr std::size_t all_event_capacity = std::size_t{1} << 16;

}  // namespace

Probe::Probe(Executor& engine, const LabInfo& info, ItemEvents wanted)
    : engine_{engine},
      info_{info},
      group_{engine, OnError::collect, nullptr},
      wanted_{wanted},
      events_{wanted == ItemEvents::all ? all_event_capacity : event_capacity} {}

void Probe::account_time(Time now) noexcept {
    // Threads read the clock before they take the lock, so times may come slightly out of order.
    if (now <= accounted_) return;
    const double dt = to_seconds(now - accounted_);
    figures_.in_flight_seconds += dt * static_cast<double>(figures_.in_flight);
    figures_.waiting_seconds += dt * static_cast<double>(figures_.waiting);
    accounted_ = now;
}

Probe::Item Probe::offer(Time intended) {
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    account_time(now);
    const auto id = figures_.offered++;
    ++figures_.in_flight;
    Item item{*this, id, intended, now, wanted_ != ItemEvents::none && id % one_in_ == 0};
    trace(item, ItemEvent::Kind::arrived, now);
    return item;
}

void Probe::queued() noexcept {
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    account_time(now);
    figures_.waiting_max = std::max(figures_.waiting_max, ++figures_.waiting);
}

void Probe::unqueued() noexcept {
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    account_time(now);
    --figures_.waiting;
}

void Probe::started(Item& item) noexcept {
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    account_time(now);
    if (std::exchange(item.queued_, false)) --figures_.waiting;
    trace(item, ItemEvent::Kind::started, now);
}

void Probe::moved(const Item& item, std::uint8_t place) noexcept {
    if (wanted_ != ItemEvents::sampled) return;
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    trace(item, ItemEvent::Kind::moved, now, Fate::completed, place);
}

void Probe::ended(const Item& item, Fate fate) noexcept {
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    account_time(now);
    --figures_.in_flight;
    if (item.queued_) --figures_.waiting;
    if (fate == Fate::rejected && item.started_)
        ++figures_.rejected_after_start;
    else
        ++figures_.fates[index_of(fate)];
    ++figures_.ended;
    figures_.sojourn_seconds += to_seconds(now - item.offered_);
    if (fate != Fate::rejected)
        latencies_.record(static_cast<std::uint64_t>(std::max<std::int64_t>((now - item.intended_).count(), 0)));
    trace(item, ItemEvent::Kind::ended, now, fate);
}

void Probe::trace(const Item& item, ItemEvent::Kind kind, Time now, Fate fate, std::uint8_t place) noexcept {
    if (item.traced_) events_.push({to_seconds(now), item.id_, kind, fate, place});
}

std::string Probe::failure() const { return message_of(group_.first_failure()); }

Figures Probe::figures() const {
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    const_cast<Probe*>(this)->account_time(now);
    auto figures = figures_;
    figures.t_s = to_seconds(now);
    return figures;
}

metrics::Histogram Probe::latencies() const {
    const std::lock_guard guard{lock_};
    auto all = all_latencies_;
    all.merge(latencies_);
    return all;
}

double Probe::rate(std::size_t total) const {
    const std::lock_guard guard{lock_};
    if (marks_.size() < 2) return 0;
    const auto& last = marks_.back();
    const auto first =
        std::ranges::find_if(marks_, [&](const Mark& m) { return m.t_s > last.t_s - rate_window_s - 0.01; });
    if (last.t_s <= first->t_s) return 0;
    return static_cast<double>(last.totals[total] - first->totals[total]) / (last.t_s - first->t_s);
}

Little Probe::little() const {
    const std::lock_guard guard{lock_};
    if (marks_.size() < 2) return {};
    const auto& first = marks_.front();
    const auto& last = marks_.back();
    const double dt = last.t_s - first.t_s;
    const auto count = static_cast<double>(last.ended - first.ended);
    Little law;
    law.l = (last.in_flight_seconds - first.in_flight_seconds) / dt;
    law.lambda = count / dt;
    law.w_s = count > 0 ? (last.sojourn_seconds - first.sojourn_seconds) / count : 0;
    law.settled = dt >= little_window_s - 0.01 && count > 0;
    return law;
}

std::uint32_t Probe::sampled_one_in() const {
    const std::lock_guard guard{lock_};
    return one_in_;
}

Sample Probe::take_sample(Lab& lab) {
    // The lab's own figures first: its lock is never taken inside ours.
    std::vector<double> gauges(info_.gauges.size());
    std::vector<std::uint64_t> totals(1 + fate_count + info_.own_totals.size());
    lab.read_gauges(std::span{gauges}.subspan(2));
    lab.read_totals(std::span{totals}.subspan(1 + fate_count));
    const auto phase = lab.phase_of_sample();
    const auto now = engine_.now();
    const std::lock_guard guard{lock_};
    account_time(now);
    Sample sample;
    sample.t_s = to_seconds(now);
    totals[0] = figures_.offered;
    std::ranges::copy(figures_.fates, totals.begin() + 1);
    gauges[0] = static_cast<double>(figures_.waiting);
    gauges[1] = static_cast<double>(figures_.in_flight);
    sample.totals = std::move(totals);
    sample.gauges = std::move(gauges);
    sample.latencies = latencies_.take();
    all_latencies_.merge(sample.latencies);
    sample.phase = static_cast<std::uint8_t>(phase);
    marks_.push_back({sample.t_s, sample.totals, figures_.in_flight_seconds, figures_.sojourn_seconds, figures_.ended});
    while (marks_.front().t_s < sample.t_s - little_window_s - 0.01) marks_.pop_front();
    choose_sampling();
    return sample;
}

void Probe::choose_sampling() {
    if (wanted_ != ItemEvents::sampled || marks_.size() < 2) return;
    const auto& last = marks_.back();
    const auto& before = marks_[marks_.size() - 2];
    const double per_second = static_cast<double>(last.totals[0] - before.totals[0]) / (last.t_s - before.t_s);
    // Round figures, 1 2 5 10 20 ..., with some slack so that a rate near a limit does not flicker between two.
    std::uint32_t wanted = 1;
    for (std::uint32_t decade = 1; per_second > traced_per_second * wanted; decade *= 10)
        for (const std::uint32_t step : {2U, 5U, 10U})
            if (per_second > traced_per_second * wanted) wanted = decade * step;
    const bool fits = per_second <= traced_per_second * 1.2 * one_in_;
    const bool spare = per_second < traced_per_second * 0.4 * one_in_;
    if (!fits || spare) one_in_ = wanted;
}

}  // namespace weir::labs
