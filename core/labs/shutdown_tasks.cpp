#include "core/labs/shutdown_tasks.h"

#include <algorithm>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/load.h"
#include "core/runtime/random.h"
#include "core/runtime/select.h"

namespace weir::labs::shutdown {
namespace {

Task<void> until_cancelled(patterns::CancellationToken token) { co_await token.wait(); }

}  // namespace

Tasks::Tasks(Executor& engine, const Parameters& parameters, Probe& probe, bool textbook)
    : engine_{engine},
      parameters_{parameters},
      probe_{probe},
      textbook_{textbook},
      steps_{parameter_index(parameters, "steps")},
      stubborn_{parameter_index(parameters, "stubborn")},
      cleanup_time_{parameter_index(parameters, "cleanup_time")},
      step_{engine, parameters, ServiceIndices{parameters, "step_time"}} {}

double Tasks::stubborn_share() const { return parameters_.get(stubborn_) / 100; }

std::size_t Tasks::left_behind() const {
    return static_cast<std::size_t>(std::max<std::int64_t>(left_behind_.load(std::memory_order_relaxed), 0));
}

Task<void> Tasks::work(Tree& tree, std::size_t i) {
    tree.begin(i);
    const auto ends = [&](Stage stage, Fate fate) {
        tree.work_ends(i, stage, fate);
        if (textbook_ && stage != Stage::finished) ended(tree.lose(i, stage, fate));
    };
    try {
        auto stepping = steps(tree, i);
        const bool asked = co_await std::move(stepping);
        ends(asked ? Stage::stopped : Stage::finished, Fate::completed);
    } catch (const Cancelled&) {
        ends(Stage::aborted, textbook_ && !put_away() ? Fate::dropped : Fate::cancelled);
        throw;
    } catch (const NoGoodAnswer& e) {
        ends(Stage::failed, fate_of(e.answer));
        throw;
    } catch (...) {
        ends(Stage::failed, Fate::failed);
        throw;
    }
}

Task<bool> Tasks::steps(Tree& tree, std::size_t i) {
    // Luck of its own for each task, so that both variants meet the same.
    Random luck{engine_.seed() + 1'000'003 * tree.number() + 10'007 * (i + 1), Stream::faults};
    for (std::size_t done = 0; done < whole(parameters_, steps_); ++done) {
        if (!textbook_ && tree.token(i).cancelled() && !is_stubborn(tree, i)) co_return true;
        auto step = step_.call(Draws{luck});
        const auto answer = co_await std::move(step);
        if (answer != Answer::good) throw NoGoodAnswer{answer};
        co_await engine_.yield();  // else tasks that compute keep all workers, and nobody gets to ask them
    }
    co_return false;
}

Task<void> Tasks::clean_up(Tree& tree, std::size_t i) {
    tree.begin_cleanup(i);
    try {
        auto cleaning = timeout(engine_, from_seconds(parameters_.get(cleanup_time_) / 1000), until_cancelled(end_));
        co_await std::move(cleaning);
    } catch (const Cancelled&) {  // the textbook form cuts it
        ended(tree.lose(i, Stage::aborted, put_away() ? Fate::cancelled : Fate::dropped));
        throw;
    }
    cleanups_.fetch_add(1, std::memory_order_relaxed);
    ended(tree.cleaned(i));
}

Task<void> Tasks::watch_for_the_end() {
    co_await UntilCancelled{};
    end_.cancel();
}

}  // namespace weir::labs::shutdown
