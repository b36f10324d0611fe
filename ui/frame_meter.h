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
        double longest_gap_ms = 0;  ///< between the beginnings of two frames
        double late_percent = 0;    ///< frames that began more than 20 ms after the one before
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
    /// Of all frames it remembers.
    std::int64_t total_work_ns() const {
        std::int64_t total = 0;
        for (const auto& frame : frames_) total += frame.work;
        return total;
    }
    void clear() { frames_.clear(); }

    Reading read() const {
        Reading r;
        if (frames_.size() < 2) return r;
        const auto span = frames_.back().begin - frames_.front().begin;
        r.fps = static_cast<double>(frames_.size() - 1) * 1e9 / static_cast<double>(std::max<std::int64_t>(span, 1));
        constexpr std::int64_t late_ns = 20'000'000;
        std::vector<std::int64_t> work;
        std::int64_t longest = 0;
        std::size_t late = 0;
        for (std::size_t i = 0; i < frames_.size(); ++i) {
            work.push_back(frames_[i].work);
            if (i == 0) continue;
            const auto gap = frames_[i].begin - frames_[i - 1].begin;
            longest = std::max(longest, gap);
            late += gap > late_ns;
        }
        r.longest_gap_ms = static_cast<double>(longest) / 1e6;
        r.late_percent = 100 * static_cast<double>(late) / static_cast<double>(frames_.size() - 1);
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
