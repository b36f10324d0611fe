// The way of an item: through the limiter if a permit is due; else into the line, or rejected if the line is full or
// nobody is to wait; then, in its turn, the call; then its fate.
#include "core/labs/rate_limiter_lab.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <deque>
#include <expected>
#include <mutex>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/rate_limiter_start.h"
#include "core/labs/rate_limiter_state.h"
#include "core/labs/service.h"
#include "core/labs/text.h"
#include "core/patterns/rate_limiter.h"
#include "core/patterns/textbook/rate_limiter.h"
#include "core/runtime/spinlock.h"
#include "core/theory/token_bucket.h"

namespace weir::labs {
namespace {

using patterns::GrantAlgorithm;

enum class WhenLimited { wait, reject };

/// Indices of the lab's own parameters.
struct LimiterIndices {
    explicit LimiterIndices(const Parameters& p)
        : algorithm{parameter_index(p, "algorithm")},
          rate{parameter_index(p, "rate")},
          burst{parameter_index(p, "burst")},
          when_limited{parameter_index(p, "when_limited")} {}

    std::size_t algorithm, rate, burst, when_limited;
};

/// Both variants by one shape: take a permit now, or wait for one; each yields when it went out.
class Production {
public:
    static constexpr bool is_textbook = false;

    Production(Executor& engine, Probe& /*probe*/, const Parameters& p, const LimiterIndices& at)
        : limiter_{engine, config(p, at)} {}

    std::expected<Time, patterns::RateRefusal> try_take() { return limiter_.try_acquire(); }
    Task<Time> take() {
        // One permit is never too many, and the line is bounded before.
        const auto granted = co_await limiter_.acquire();
        co_return granted.value();
    }
    void configure(const Parameters& p, const LimiterIndices& at) { limiter_.configure(config(p, at)); }
    double free() const { return limiter_.free_permits(); }

private:
    static patterns::RateLimiterConfig config(const Parameters& p, const LimiterIndices& at) {
        patterns::RateLimiterConfig c;
        c.terms.algorithm = choice<GrantAlgorithm>(p, at.algorithm);
        c.terms.rate = p.get(at.rate);
        c.terms.burst = static_cast<std::uint32_t>(p.get(at.burst));
        return c;
    }

    patterns::RateLimiter limiter_;
};

class Textbook {
public:
    static constexpr bool is_textbook = true;

    Textbook(Executor& engine, Probe& probe, const Parameters& p, const LimiterIndices& at)
        : engine_{engine}, limiter_{engine, probe.group(), permits(p, at), period(p, at)} {}

    std::expected<Time, patterns::RateRefusal> try_take() {
        if (limiter_.try_acquire()) return engine_.now();
        return std::unexpected(patterns::RateRefusal{});
    }
    Task<Time> take() {
        co_await limiter_.acquire();
        co_return engine_.now();
    }
    void configure(const Parameters& p, const LimiterIndices& at) { limiter_.configure(permits(p, at), period(p, at)); }
    double free() const { return static_cast<double>(std::max<std::int64_t>(limiter_.free_permits(), 0)); }

private:
    static std::int64_t permits(const Parameters& p, const LimiterIndices& at) {
        return static_cast<std::int64_t>(p.get(at.burst));
    }
    static Duration period(const Parameters& p, const LimiterIndices& at) {
        return from_seconds(p.get(at.burst) / p.get(at.rate));
    }

    Executor& engine_;
    patterns::textbook::RateLimiter limiter_;
};

/// What went out, judged against burst + rate t in every window; a leaky bucket's burst is 1. Any thread.
class Grants {
public:
    Grants(Time now, double rate, double burst) : rate_since_{now}, rate_{rate}, burst_{burst} {}

    void grant(Time t) {
        const std::lock_guard guard(lock_);
        ++count_;
        recent_.insert(std::ranges::upper_bound(recent_, t), t);
        for (; recent_.front() + told_within < recent_.back(); recent_.pop_front()) judge(judged_, recent_.front());
    }
    void terms(Time now, double rate, double burst) {
        const std::lock_guard guard(lock_);
        for (const Time t : recent_) judge(judged_, t);
        recent_.clear();
        judged_.latest = std::max(judged_.latest, now);
        due_before_ = due_at(judged_.latest);
        rate_since_ = judged_.latest;
        rate_ = rate;
        // What has gone out was allowed by the greatest burst so far.
        burst_ = std::max(burst_, burst);
    }
    std::uint64_t count() const {
        const std::lock_guard guard(lock_);
        return count_;
    }
    theory::Window worst() const {
        const std::lock_guard guard(lock_);
        auto all = judged_;
        for (const Time t : recent_) judge(all, t);
        return all.worst.window();
    }

private:
    struct Judged {
        Time latest{};
        theory::WorstWindow worst;
    };

    // Workers tell of their grants in another order than these went out, by as much as the system keeps one from its
    // processor in between. Counted in the order in which they are told, the rate would seem to be exceeded.
    static constexpr Duration told_within = std::chrono::milliseconds{50};

    void judge(Judged& judged, Time t) const {
        judged.latest = std::max(judged.latest, t);
        judged.worst.grant(to_seconds(judged.latest), due_at(judged.latest), burst_);
    }
    double due_at(Time t) const { return due_before_ + to_seconds(t - rate_since_) * rate_; }

    mutable SpinLock lock_;
    std::uint64_t count_ = 0;
    double due_before_ = 0;
    Time rate_since_;
    double rate_;
    double burst_;
    Judged judged_;
    std::deque<Time> recent_;  // in order, not judged yet: one before them may still be told of
};

template <class Limiter>
class RateLimiterLab final : public Lab {
public:
    RateLimiterLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : parameters_{parameters},
          probe_{probe},
          at_{parameters},
          queue_capacity_{parameter_index(parameters, "queue.capacity")},
          service_{engine, parameters},
          engine_{engine},
          limiter_{engine, probe, parameters, at_},
          grants_{engine.now(), parameters.get(at_.rate), most()} {
        probe.spawn_outside(
            offer_load(probe, parameters, [this](Item item, Draws draws) { return serve(std::move(item), draws); }));
    }

    void parameter_changed(std::size_t parameter) override {
        if (parameter != at_.algorithm && parameter != at_.rate && parameter != at_.burst) return;
        limiter_.configure(parameters_, at_);
        grants_.terms(engine_.now(), parameters_.get(at_.rate), most());
    }

    void read_gauges(std::span<double> gauges) const override {
        gauges[0] = limiter_.free();
        gauges[1] = std::max(0.0, grants_.worst().excess());
    }
    void read_totals(std::span<std::uint64_t> totals) const override { totals[0] = grants_.count(); }
    std::size_t phase() const override { return limiting() ? 1 : 0; }
    std::size_t phase_of_sample() override {
        const auto limited = limited_.load(std::memory_order_relaxed);
        return std::exchange(limited_before_, limited) != limited || limiting() ? 1 : 0;
    }
    Badge badge() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string reason() const override;
    std::string detail_json() const override;

private:
    Task<void> serve(Item item, Draws draws);
    Task<bool> granted(Item& item);
    bool join_queue() noexcept;
    bool limiting() const { return waiting_.load(std::memory_order_relaxed) > 0 || limiter_.free() < 1; }
    /// That may go out at once.
    double most() const {
        const bool leaks =
            !Limiter::is_textbook && choice<GrantAlgorithm>(parameters_, at_.algorithm) == GrantAlgorithm::leaky_bucket;
        return leaks ? 1 : parameters_.get(at_.burst);
    }

    const Parameters& parameters_;
    Probe& probe_;
    LimiterIndices at_;
    std::size_t queue_capacity_;
    Service service_;
    Executor& engine_;
    Limiter limiter_;
    Grants grants_;
    std::atomic<std::size_t> waiting_{0};
    std::atomic<std::size_t> busy_{0};
    std::atomic<std::uint64_t> limited_{0};  // items that found no permit
    std::uint64_t limited_before_ = 0;       // as of the sample before
};

template <class Limiter>
bool RateLimiterLab<Limiter>::join_queue() noexcept {
    const auto capacity = whole(parameters_, queue_capacity_);
    auto waiting = waiting_.load(std::memory_order_relaxed);
    while (waiting < capacity)
        if (waiting_.compare_exchange_weak(waiting, waiting + 1, std::memory_order_relaxed)) return true;
    return false;
}

/// False: the item has met its fate.
template <class Limiter>
Task<bool> RateLimiterLab<Limiter>::granted(Item& item) {
    if (const auto at_once = limiter_.try_take()) {
        grants_.grant(*at_once);
        co_return true;
    }
    limited_.fetch_add(1, std::memory_order_relaxed);
    if (choice<WhenLimited>(parameters_, at_.when_limited) == WhenLimited::reject || !join_queue()) {
        item.end(Fate::rejected);
        co_return false;
    }
    item.enter_queue();
    bool cancelled = false;
    try {
        const Time out = co_await limiter_.take();
        grants_.grant(out);
    } catch (const Cancelled&) {
        cancelled = true;
    }
    item.leave_queue();
    waiting_.fetch_sub(1, std::memory_order_relaxed);
    if (cancelled) item.end(Fate::cancelled);
    co_return !cancelled;
}

template <class Limiter>
Task<void> RateLimiterLab<Limiter>::serve(Item item, Draws draws) {
    const bool goes_on = co_await granted(item);
    if (!goes_on) co_return;
    item.start();
    busy_.fetch_add(1, std::memory_order_relaxed);
    auto served = fate_of(service_.call(draws));
    const auto fate = co_await std::move(served);
    busy_.fetch_sub(1, std::memory_order_relaxed);
    item.end(fate);
}

template <class Limiter>
Badge RateLimiterLab<Limiter>::badge() const {
    const auto waiting = waiting_.load(std::memory_order_relaxed);
    if (waiting > 0) return {"LIMITING · " + std::to_string(waiting) + " waiting", Tone::warning};
    if (limiter_.free() < 1) return {"LIMITING", Tone::warning};
    return {"PASSING", Tone::good};
}

std::string window_text(const theory::Window& w) {
    return std::to_string(w.grants) + " granted in " + format_number(std::round(w.length_s * 1e4) / 10) + " ms, " +
           format_number(std::floor(w.allowed * 10) / 10) + " allowed";
}

template <class Limiter>
std::string RateLimiterLab<Limiter>::reason() const {
    const auto worst = grants_.worst();
    if (worst.is_exceeded()) return "the rate was exceeded: " + window_text(worst);
    const auto waiting = waiting_.load(std::memory_order_relaxed);
    const auto free = format_number(std::floor(limiter_.free() * 10) / 10);
    if (waiting > 0) return std::to_string(waiting) + " wait for permits that come due at the rate";
    return free + " of " + format_number(most()) + " permits are free; no window held more than it may";
}

template <class Limiter>
std::shared_ptr<const LabState> RateLimiterLab<Limiter>::state() const {
    const auto worst = grants_.worst();
    auto s = std::make_shared<RateLimiterState>();
    s->algorithm = static_cast<RateLimiterState::Algorithm>(parameters_.get(at_.algorithm));
    s->textbook = Limiter::is_textbook;
    s->rejects = choice<WhenLimited>(parameters_, at_.when_limited) == WhenLimited::reject;
    s->free = limiter_.free();
    s->most = most();
    s->rate_per_s = parameters_.get(at_.rate);
    s->waiting = waiting_.load(std::memory_order_relaxed);
    s->capacity = whole(parameters_, queue_capacity_);
    s->busy = busy_.load(std::memory_order_relaxed);
    s->arrivals_per_s = probe_.rate(0);
    s->granted_per_s = probe_.rate(1 + fate_count);
    s->rejected_per_s = probe_.rate(1 + index_of(Fate::rejected));
    s->worst_excess = worst.is_exceeded() ? worst.excess() : 0;
    s->worst = worst.grants > 0 ? window_text(worst) : "";
    return s;
}

template <class Limiter>
std::string RateLimiterLab<Limiter>::detail_json() const {
    const auto worst = grants_.worst();
    Detail detail;
    detail.set("granted", grants_.count());
    detail.set("worst_window",
               Detail{}.set("length_s", worst.length_s).set("grants", worst.grants).set("allowed", worst.allowed));
    return detail.text();
}

}  // namespace

std::unique_ptr<Lab> start_rate_limiter(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<RateLimiterLab<Textbook>>(engine, parameters, probe);
    return std::make_unique<RateLimiterLab<Production>>(engine, parameters, probe);
}

}  // namespace weir::labs
