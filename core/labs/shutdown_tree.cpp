#include "core/labs/shutdown_tree.h"

#include <algorithm>
#include <mutex>

namespace weir::labs::shutdown {

Tree::Tree(Scope* around, std::uint64_t number, const Size& size, Random stubborn) : scope_{around}, number_{number} {
    const auto add = [&](std::size_t parent, std::size_t level) {
        auto& node = nodes_.emplace_back();
        node.parent = parent;
        node.level = level;
        node.stubbornness = stubborn.uniform();
    };
    add(0, 0);
    for (std::size_t i = 0; i < nodes_.size() && nodes_[i].level + 1 < size.depth; ++i)
        for (std::size_t child = 0; child < size.breadth && nodes_.size() < size.most; ++child)
            add(i, nodes_[i].level + 1);
}

void Tree::hang_below(const patterns::CancellationToken& token) {
    nodes_[0].token = token.child();
    for (std::size_t i = 1; i < nodes_.size(); ++i) nodes_[i].token = nodes_[nodes_[i].parent].token->child();
}

void Tree::share(const patterns::CancellationToken& token) {
    for (auto& node : nodes_) node.token = token;
}

void Tree::cancel(std::size_t i, Time now) {
    if (i >= nodes_.size()) return;
    {
        const std::lock_guard guard{lock_};
        cancelled_node_ = i;
        cancelled_at_ = now;
    }
    nodes_[i].token->cancel();
}

void Tree::grow(std::size_t i, Item item) {
    const std::lock_guard guard{lock_};
    nodes_[i].item.emplace(std::move(item));
    nodes_[i].stage = Stage::working;
    ++running_;
}

void Tree::refuse(std::size_t i) {
    const std::lock_guard guard{lock_};
    nodes_[i].stage = Stage::refused;
    --running_;
    nodes_[i].item->end(Fate::rejected);
}

void Tree::begin(std::size_t i) {
    const std::lock_guard guard{lock_};
    nodes_[i].item->start();
}

void Tree::work_ends(std::size_t i, Stage stage, Fate fate) {
    const std::lock_guard guard{lock_};
    nodes_[i].comes_to = stage;
    nodes_[i].fate = fate;
}

void Tree::begin_cleanup(std::size_t i) {
    const std::lock_guard guard{lock_};
    nodes_[i].stage = Stage::cleaning;
}

bool Tree::cleaned(std::size_t i) {
    const std::lock_guard guard{lock_};
    ++cleanups_;
    return end(nodes_[i], nodes_[i].comes_to, nodes_[i].fate);
}

bool Tree::lose(std::size_t i, Stage stage, Fate fate) {
    const std::lock_guard guard{lock_};
    return end(nodes_[i], stage, fate);
}

bool Tree::end(Node& node, Stage stage, Fate fate) {
    node.stage = stage;
    node.item->end(fate);
    if (--running_ == 0) all_ended_.notify_one();
    return shut_down_;
}

void Tree::shutting_down(Time now, Time deadline) {
    const std::lock_guard guard{lock_};
    asked_ = now;
    deadline_ = deadline;
}

bool Tree::is_shutting_down() const { return asked_at().has_value(); }

std::optional<Time> Tree::asked_at() const {
    const std::lock_guard guard{lock_};
    return asked_;
}

Time Tree::deadline() const {
    const std::lock_guard guard{lock_};
    return deadline_;
}

Tree::Counts Tree::counts() const {
    const std::lock_guard guard{lock_};
    return count();
}

Tree::Counts Tree::shut_down() {
    const std::lock_guard guard{lock_};
    shut_down_ = true;
    return count();
}

bool Tree::is_shut_down() const {
    const std::lock_guard guard{lock_};
    return shut_down_;
}

Stage Tree::stage_of(const Node& node) const {
    return node.stage == Stage::working && node.token->cancelled() ? Stage::asked : node.stage;
}

Tree::Counts Tree::count() const {
    Counts n;
    n.cleanups = cleanups_;
    for (const auto& node : nodes_) {
        const auto stage = stage_of(node);
        if (stage != Stage::not_grown && stage != Stage::refused) ++n.tasks;
        if (stage == Stage::working) ++n.working;
        if (stage == Stage::asked) ++n.asked;
        if (stage == Stage::cleaning) ++n.cleaning;
        if (stage == Stage::finished || stage == Stage::stopped) ++n.finished;
        if (stage == Stage::aborted) ++n.aborted;
        if (stage == Stage::failed) ++n.failed;
    }
    return n;
}

void Tree::fill(ShutdownState& state, double stubborn_share) const {
    const std::lock_guard guard{lock_};
    state.tree = number_;
    state.nodes.reserve(nodes_.size());
    for (const auto& node : nodes_)
        state.nodes.push_back({stage_of(node), node.parent, node.level, node.stubbornness < stubborn_share});
    if (asked_) {
        state.asked_s = to_seconds(*asked_);
        state.deadline_s = to_seconds(deadline_);
    }
    state.cancelled_node = cancelled_node_;
    if (cancelled_at_) state.cancelled_s = to_seconds(*cancelled_at_);
}

}  // namespace weir::labs::shutdown
