// How often the window draws a frame and how long each keeps it busy, over the last two seconds
// or as long as it is told to remember.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

namespace weir::ui {

class FrameMeter {
public:
    struct Reading {
        double fps = 0;
        double work_p50_ms = 0;
        double work_p99_ms = 0;
    };

    void remember(double seconds) { window_ns_ = static_cast<std::int64_t>(seconds * 1e9); }
    /// A frame that began at `begin_ns` and kept the window busy for `work_ns`.
    void add(std::int64_t begin_ns, std::int64_t work_ns) {
        frames_.push_back({begin_ns, work_ns});
        while (frames_.front().begin < begin_ns - window_ns_) frames_.pop_front();
    }
    /// What more the frame added last has cost: painting comes after the tick that asked for it.
    void extend(std::int64_t work_ns) {
        if (!frames_.empty()) frames_.back().work += work_ns;
    }
    void clear() { frames_.clear(); }

    Reading read() const {
        Reading r;
        if (frames_.size() < 2) return r;
        const auto span = frames_.back().begin - frames_.front().begin;
        r.fps = static_cast<double>(frames_.size() - 1) * 1e9 / static_cast<double>(std::max<std::int64_t>(span, 1));
        std::vector<std::int64_t> work;
        for (const auto& f : frames_) work.push_back(f.work);
        std::ranges::sort(work);
        const auto at = [&](double q) {
            return static_cast<double>(work[static_cast<std::size_t>(q * static_cast<double>(work.size() - 1))]) / 1e6;
        };
        r.work_p50_ms = at(0.5);
        r.work_p99_ms = at(0.99);
        return r;
    }

private:
    struct Frame {
        std::int64_t begin;
        std::int64_t work;
    };
    std::deque<Frame> frames_;
    std::int64_t window_ns_ = 2'000'000'000;
};

}  // namespace weir::ui
