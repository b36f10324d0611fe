#include "core/labs/session.h"

#include <atomic>
#include <cassert>
#include <mutex>
#include <utility>

#include "core/labs/history.h"
#include "core/labs/run.h"
#include "core/metrics/mailbox.h"
#include "core/runtime/pacer.h"

namespace weir::labs {
namespace {

// The window draws 60 frames a second; a snapshot more often would be thrown away.
constexpr double snapshot_interval_s = 1.0 / 60;

// Two minutes of samples. A window that looks less often has been put to sleep; then the older ones are merged.
constexpr std::size_t sample_capacity = 1200;

// On a small machine the window shares the processors with the workers.
constexpr int worker_niceness = 5;

Task<void> publish_snapshots(Run& run, metrics::Mailbox<Snapshot>& mailbox) {
    auto& outside = run.engine().outside();
    while (true) {
        co_await outside.sleep(from_seconds(snapshot_interval_s));
        mailbox.put(run.snapshot());
    }
}

}  // namespace

struct Session::Impl {
    explicit Impl(const Experiment& e) : experiment{e}, run{e, options()} {
        if (run.pool() != nullptr)
            run.probe().spawn_outside(publish_snapshots(run, mailbox));
        else
            pacer =
                std::make_unique<Pacer>(*run.simulation(), Time{from_seconds(longest_run_s)}, [this] { publish(); });
        publish();
    }
    ~Impl() { pacer.reset(); }  // nobody drives the simulation any more: run may take it apart
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    RunOptions options() {
        RunOptions o;
        o.paused = true;
        o.item_events = ItemEvents::sampled;
        o.niceness = worker_niceness;
        o.on_sample = [this](Sample&& sample) {
            const std::lock_guard guard{lock};
            samples.add(std::move(sample));
        };
        o.on_change = [this](const AppliedChange& change) {
            const std::lock_guard guard{lock};
            changes.push_back(change);
        };
        return o;
    }

    void publish() {
        auto snapshot = run.snapshot();
        now_s.store(snapshot->t_s, std::memory_order_relaxed);
        mailbox.put(std::move(snapshot));
    }

    /// Runs f where the engine may be touched.
    template <class F>
    void on_engine(F f) {
        if (!pacer) return f();
        pacer->post([f] {
            try {
                f();
            } catch (const Livelock&) {
                // The pacer runs into the same when it goes on, and failure() tells of it.
            }
        });
    }

    Experiment experiment;
    mutable std::mutex lock;  // guards the two below
    History samples{sample_capacity};
    std::vector<AppliedChange> changes;
    metrics::Mailbox<Snapshot> mailbox;
    std::atomic<double> now_s{0};
    std::atomic<bool> running{false};
    std::atomic<bool> begun{false};
    Run run;
    std::unique_ptr<Pacer> pacer;
};

Session::Session(const Experiment& experiment) : impl_{std::make_unique<Impl>(experiment)} {}
Session::~Session() = default;

const LabInfo& Session::info() const { return impl_->run.info(); }
const Parameters& Session::parameters() const { return impl_->run.parameters(); }
EngineKind Session::engine() const { return impl_->experiment.engine; }

void Session::run() {
    impl_->begun.store(true);
    impl_->running.store(true);
    if (impl_->pacer)
        impl_->pacer->run();
    else
        impl_->run.pool()->resume();
}

void Session::pause() {
    impl_->running.store(false);
    if (impl_->pacer) {
        impl_->pacer->pause();
        return;
    }
    impl_->run.pool()->pause();
    impl_->publish();
}

bool Session::running() const { return impl_->running.load(); }

void Session::step() {
    if (!impl_->pacer || running()) return;
    impl_->begun.store(true);
    impl_->pacer->step();
}

void Session::set_speed(double factor) {
    if (impl_->pacer) impl_->pacer->set_speed(factor);
}

void Session::advance_to(double t_s) {
    if (!impl_->pacer) return;
    impl_->begun.store(true);
    impl_->pacer->advance_to(Time{from_seconds(t_s)});
}

double Session::now_s() const {
    if (impl_->pacer) return impl_->now_s.load(std::memory_order_relaxed);
    return to_seconds(impl_->run.engine().now());
}

void Session::set(std::size_t parameter, double value) {
    assert(info().parameters[parameter].acts == Acts::at_once);
    impl_->on_engine([this, parameter, value] { impl_->run.apply(parameter, value); });
}

void Session::act(std::size_t action) {
    impl_->on_engine([this, action] { impl_->run.act(info().actions[action]); });
}

std::shared_ptr<const Snapshot> Session::snapshot() const { return impl_->mailbox.get(); }

void Session::take_samples(std::vector<Sample>& out) {
    const std::lock_guard guard{impl_->lock};
    auto samples = impl_->samples.take();
    out.insert(out.end(), std::make_move_iterator(samples.begin()), std::make_move_iterator(samples.end()));
}

void Session::take_events(std::vector<ItemEvent>& out) {
    impl_->run.probe().drain_events([&](const ItemEvent& e) { out.push_back(e); });
}

void Session::take_changes(std::vector<AppliedChange>& out) {
    const std::lock_guard guard{impl_->lock};
    out.insert(out.end(), impl_->changes.begin(), impl_->changes.end());
    impl_->changes.clear();
}

std::uint64_t Session::dropped() const { return impl_->run.probe().dropped_events(); }

std::string Session::failure() const {
    auto failure = impl_->pacer ? impl_->pacer->failure() : std::string{};
    return failure.empty() ? impl_->run.probe().failure() : failure;
}

Experiment Session::experiment() const {
    auto experiment = impl_->experiment;
    const double so_far_s = now_s();  // first: a change made from here on belongs to what comes after
    experiment.changes = impl_->run.changes();
    if (impl_->begun.load() && so_far_s > 0) experiment.duration_s = so_far_s;
    return experiment;
}

}  // namespace weir::labs
