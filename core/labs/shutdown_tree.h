// One tree of the shutdown lab: its tokens, how far each task has come, and what became of it.
//
// Invariants
//  1. A task that was grown ends once: when its cleanup has ended, or when it is lost without one.
//  2. It trusts nothing the pattern counts: tasks tell of themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <vector>

#include "core/labs/probe.h"
#include "core/labs/shutdown_state.h"
#include "core/metrics/fate.h"
#include "core/patterns/shutdown_token.h"
#include "core/runtime/random.h"
#include "core/runtime/scope.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"
#include "core/sync/notify.h"

namespace weir::labs::shutdown {

using Stage = ShutdownState::Node::Stage;

/// Thread-safe.
class Tree {
public:
    /// @param depth levels, breadth children of a node, >= 1; it has as many whole or begun levels as fit into `most`
    struct Size {
        std::size_t depth;
        std::size_t breadth;
        std::size_t most;
    };
    /// @param stubborn decides who ignores that it is asked
    Tree(Scope* around, std::uint64_t number, const Size& size, Random stubborn);

    Scope& scope() noexcept { return scope_; }
    std::uint64_t number() const noexcept { return number_; }
    std::size_t size() const noexcept { return nodes_.size(); }
    std::size_t level(std::size_t i) const noexcept { return nodes_[i].level; }
    /// Uniform in [0, 1): stubborn if below the share of those.
    double stubbornness(std::size_t i) const noexcept { return nodes_[i].stubbornness; }

    /// Before the first task is grown: tokens below this one for all nodes, or this one itself for all.
    void hang_below(const patterns::CancellationToken& token);
    void share(const patterns::CancellationToken& token);
    const patterns::CancellationToken& token(std::size_t i) const noexcept { return *nodes_[i].token; }
    /// Nothing if there is no such node.
    void cancel(std::size_t i, Time now);

    // A task, in this order.
    void grow(std::size_t i, Item item);  ///< before it is spawned
    void refuse(std::size_t i);           ///< it was not
    void begin(std::size_t i);
    void work_ends(std::size_t i, Stage stage, Fate fate);
    void begin_cleanup(std::size_t i);
    /// Its item meets the fate of its work. @return whether the tree had been shut down before
    bool cleaned(std::size_t i);
    /// It ends without a cleanup, or in the middle of it. @return as cleaned()
    bool lose(std::size_t i, Stage stage, Fate fate);

    void shutting_down(Time now, Time deadline);
    bool is_shutting_down() const;
    /// All that was grown has ended.
    Notify& all_ended() noexcept { return all_ended_; }

    struct Counts {
        std::size_t working = 0;
        std::size_t asked = 0;
        std::size_t cleaning = 0;
        std::size_t tasks = 0;  ///< grown
        std::size_t finished = 0;
        std::size_t aborted = 0;
        std::size_t failed = 0;
        std::size_t cleanups = 0;

        std::size_t running() const { return working + asked + cleaning; }
    };
    Counts counts() const;
    /// Its shutdown has returned: what runs still has outlived it.
    Counts shut_down();
    bool is_shut_down() const;
    std::optional<Time> asked_at() const;
    Time deadline() const;

    /// A bug of the lab.
    std::exception_ptr bug;

    void fill(ShutdownState& state, double stubborn_share) const;

private:
    struct Node {
        std::size_t parent = 0;
        std::size_t level = 0;
        double stubbornness = 0;
        std::optional<patterns::CancellationToken> token;
        std::optional<Item> item;
        Stage stage = Stage::not_grown;
        Stage comes_to = Stage::finished;  // once it has cleaned up
        Fate fate = Fate::completed;
    };
    Stage stage_of(const Node& node) const;
    Counts count() const;
    bool end(Node& node, Stage stage, Fate fate);

    Scope scope_;
    std::uint64_t number_;
    Notify all_ended_;
    mutable SpinLock lock_;  // guards what follows, but for what the constructor has set
    std::vector<Node> nodes_;
    std::size_t running_ = 0;  // grown and not ended
    std::size_t cleanups_ = 0;
    std::optional<Time> asked_;
    Time deadline_{};
    bool shut_down_ = false;
    std::size_t cancelled_node_ = 0;
    std::optional<Time> cancelled_at_;
};

}  // namespace weir::labs::shutdown
