#include "core/runtime/pacer.h"

#include <algorithm>
#include <chrono>

#include "core/runtime/frame_pool.h"
#include "core/runtime/kernel.h"

namespace weir {
namespace {

// One slice is at most so much real time: a click acts, and the window's picture moves, within a frame.
constexpr std::int64_t slice_ns = 8'000'000;

// Events between two looks at the real clock: about 0.2 ms.
constexpr std::uint64_t events_a_look = 2000;

}  // namespace

Pacer::Pacer(Simulation& simulation, Time last, std::function<void()> between)
    : simulation_{simulation}, last_{last}, between_{std::move(between)}, thread_{[this] { loop(); }} {}

Pacer::~Pacer() {
    {
        const std::lock_guard guard{lock_};
        stopping_ = true;
    }
    changed_.notify_all();
}

void Pacer::run() {
    {
        const std::lock_guard guard{lock_};
        running_ = true;
    }
    changed_.notify_all();
}

void Pacer::pause() {
    const std::lock_guard guard{lock_};
    running_ = false;
}

bool Pacer::running() const {
    const std::lock_guard guard{lock_};
    return running_;
}

void Pacer::step() {
    {
        const std::lock_guard guard{lock_};
        ++steps_;
    }
    changed_.notify_all();
}

void Pacer::set_speed(double factor) {
    const std::lock_guard guard{lock_};
    speed_ = factor;
}

void Pacer::post(std::function<void()> f) {
    {
        const std::lock_guard guard{lock_};
        posted_.push_back(std::move(f));
    }
    changed_.notify_all();
}

void Pacer::advance_to(Time until) {
    std::unique_lock guard{lock_};
    fast_until_ = std::max(fast_until_, until);
    changed_.notify_all();
    changed_.wait(guard, [&] { return fast_until_ == Time{} || !failure_.empty() || stopping_; });
}

std::string Pacer::failure() const {
    const std::lock_guard guard{lock_};
    return failure_;
}

void Pacer::loop() {
    std::unique_lock guard{lock_};
    auto last = monotonic_ns();
    while (!stopping_) {
        for (auto& f : std::exchange(posted_, {})) {
            guard.unlock();
            f();
            between_();
            guard.lock();
        }
        // What was posted meanwhile comes before an advance that was asked for after it.
        if (!posted_.empty()) continue;
        const bool failed = !failure_.empty();
        if (failed || (!running_ && steps_ == 0 && fast_until_ == Time{})) {
            // The end may have been told while a posted change ran and nobody waited.
            if (!stopping_) changed_.wait(guard);
            last = monotonic_ns();
            continue;
        }
        auto until = simulation_.now();
        bool step = false;
        if (fast_until_ != Time{}) {
            until = fast_until_;
        } else if (steps_ > 0) {
            --steps_;
            step = true;
        } else {
            const auto now = monotonic_ns();
            // A debt of more than a slice is not caught up: then the machine is too slow for this speed.
            const auto elapsed = std::min(now - last, 2 * slice_ns);
            last = now;
            until += Duration{static_cast<std::int64_t>(static_cast<double>(elapsed) * speed_)};
        }
        until = std::min(until, last_);
        guard.unlock();
        const auto begin = monotonic_ns();
        std::string failure;
        bool arrived = false;
        try {
            if (step) {
                static_cast<void>(simulation_.step());
            } else {
                do {
                    arrived = simulation_.run_until(until, events_a_look);
                } while (!arrived && monotonic_ns() - begin < slice_ns);
            }
        } catch (const std::exception& e) {
            failure = e.what();
        }
        if (failure.empty() && simulation_.now() >= last_)
            failure = "no run is longer than " + std::to_string(static_cast<long>(to_seconds(last_))) + " s";
        between_();
        guard.lock();
        if (!failure.empty()) failure_ = failure;
        if (fast_until_ != Time{} && (arrived && simulation_.now() >= fast_until_)) fast_until_ = Time{};
        if (fast_until_ == Time{} || !failure_.empty()) changed_.notify_all();
        const bool ahead = running_ && steps_ == 0 && fast_until_ == Time{};
        if (ahead && posted_.empty() && !stopping_)
            changed_.wait_for(guard,
                              std::chrono::nanoseconds{std::max<std::int64_t>(begin + slice_ns - monotonic_ns(), 0)});
    }
    guard.unlock();
    frame_pool::flush_thread();
}

}  // namespace weir
