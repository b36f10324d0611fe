// The frame pool: frames do not overlap, are aligned and reused, may be released on any thread, and are counted.
#include <rapidcheck.h>
#include <QTest>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "core/runtime/frame_pool.h"
#include "tests/program.h"

namespace test_frame_pool {

namespace frame_pool = weir::frame_pool;

struct Frame {
    void* memory;
    std::size_t size;
    unsigned char mark;
};

Frame make(std::size_t size, unsigned char mark) {
    Frame frame{frame_pool::allocate(size), size, mark};
    std::memset(frame.memory, mark, size);
    return frame;
}

/// True if nobody else has written into it.
bool intact(const Frame& frame) {
    const auto* bytes = static_cast<const unsigned char*>(frame.memory);
    for (std::size_t i = 0; i < frame.size; ++i)
        if (bytes[i] != frame.mark) return false;
    return true;
}

class TestFramePool : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void frames_of_any_size_are_apart_and_aligned() {
        QVERIFY(rc::check([](const std::vector<std::uint16_t>& sizes) {
            std::vector<Frame> frames;
            for (const auto size : sizes)
                frames.push_back(make(1 + size % 3000, static_cast<unsigned char>(frames.size())));
            RC_ASSERT(frame_pool::live_frames() == static_cast<std::int64_t>(frames.size()));
            // Every other one is released and the space taken again, so that reuse would show.
            for (std::size_t i = 0; i < frames.size(); i += 2) {
                RC_ASSERT(intact(frames[i]));
                frame_pool::release(frames[i].memory, frames[i].size);
                frames[i] = make(frames[i].size, static_cast<unsigned char>(~frames[i].mark));
            }
            for (const auto& frame : frames) {
                RC_ASSERT(reinterpret_cast<std::uintptr_t>(frame.memory) % alignof(std::max_align_t) == 0);
                RC_ASSERT(intact(frame));
                frame_pool::release(frame.memory, frame.size);
            }
        }));
    }

    void a_released_frame_is_used_again() {
        if (!frame_pool::detail::pooled) return;  // under sanitizers every frame is its own
        std::set<void*> seen;
        for (int i = 0; i < 1000; ++i) {
            void* const frame = frame_pool::allocate(200);
            seen.insert(frame);
            frame_pool::release(frame, 200);
        }
        QCOMPARE(seen.size(), std::size_t{1});
    }

    void frames_wander_from_threads_that_allocate_to_threads_that_release() {
        std::mutex lock;
        std::vector<Frame> passing;
        std::atomic<int> producers{2};
        std::atomic<bool> spoilt{false};
        constexpr int each = 20'000;
        {
            std::vector<std::jthread> threads;
            for (int p = 0; p < 2; ++p) {
                threads.emplace_back([&, p] {
                    for (int i = 0; i < each; ++i) {
                        const auto frame =
                            make(1 + static_cast<std::size_t>(i * 37 + p) % 1500, static_cast<unsigned char>(i + p));
                        const std::lock_guard guard{lock};
                        passing.push_back(frame);
                    }
                    --producers;
                    frame_pool::flush_thread();
                });
                threads.emplace_back([&] {
                    while (true) {
                        const bool last = producers == 0;
                        std::vector<Frame> got;
                        {
                            const std::lock_guard guard{lock};
                            got.swap(passing);
                        }
                        for (const auto& frame : got) {
                            if (!intact(frame)) spoilt = true;
                            frame_pool::release(frame.memory, frame.size);
                        }
                        if (last && got.empty()) break;
                        if (got.empty()) std::this_thread::yield();
                    }
                    frame_pool::flush_thread();
                });
            }
        }
        QVERIFY(!spoilt);
    }

    void a_thread_that_only_releases_feeds_one_that_only_allocates() {
        if (!frame_pool::detail::pooled) return;
        // Rounds of 200 frames, allocated here and released on another thread: after a few rounds none is new.
        std::set<void*> seen;
        for (int round = 0; round < 50; ++round) {
            std::vector<void*> frames;
            for (int i = 0; i < 200; ++i) frames.push_back(frame_pool::allocate(777));
            seen.insert(frames.begin(), frames.end());
            std::jthread{[&] {
                for (void* const frame : frames) frame_pool::release(frame, 777);
                frame_pool::flush_thread();
            }}.join();
        }
        // 200 in use, and less than two batches of 32 at rest in each of two caches.
        QVERIFY2(seen.size() <= 200 + 4 * 32, qPrintable(QString::number(seen.size())));
    }
};

}  // namespace test_frame_pool

WEIR_TEST(test_frame_pool, TestFramePool)
#include "test_frame_pool.moc"
