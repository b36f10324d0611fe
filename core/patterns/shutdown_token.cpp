#include "core/patterns/shutdown_token.h"

#include <atomic>
#include <cstddef>
#include <mutex>

#include "core/runtime/spinlock.h"
#include "core/sync/wait_queue.h"

namespace weir::patterns {

struct CancellationToken::Node {
    Node() noexcept = default;
    explicit Node(Node& above) noexcept : parent{&above}, tree{above.tree} {
        above.retain();
        const std::lock_guard guard{*tree};
        next_sibling = above.first_child;
        if (next_sibling != nullptr) next_sibling->previous_sibling = this;
        above.first_child = this;
        cancelled.store(above.cancelled.load(std::memory_order_relaxed), std::memory_order_release);
    }

    void retain() noexcept { handles.fetch_add(1, std::memory_order_relaxed); }
    /// Gives up a handle, or a child's hold on its parent, and frees every node that nobody holds any more.
    static void release(Node* node) noexcept;

    void unlink() noexcept;
    void cancel_one() noexcept;
    /// The node after this one, parents first, in the tree below `top`; null after the last. Leaves out what is below
    /// this one if `skip`.
    Node* next_below(const Node& top, bool skip) const noexcept;

    std::atomic<std::size_t> handles{1};  // and children
    std::atomic<bool> cancelled{false};   // written under `tree` and `waits`
    SpinLock waits;
    WaitQueue<Wait> waiting;
    Node* parent = nullptr;
    SpinLock own_tree;  // used by the root of a tree only
    SpinLock* tree = &own_tree;
    Node* first_child = nullptr;
    Node* next_sibling = nullptr;
    Node* previous_sibling = nullptr;
};

// A child's hold goes after it was unlinked under the tree's lock. So whoever walks the tree under that lock meets only
// nodes that are there, and the root, with the lock in it, goes last.
void CancellationToken::Node::release(Node* node) noexcept {
    while (node != nullptr && node->handles.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        auto* const above = node->parent;
        if (above != nullptr) node->unlink();
        delete node;
        node = above;
    }
}

void CancellationToken::Node::unlink() noexcept {
    const std::lock_guard guard{*tree};
    if (next_sibling != nullptr) next_sibling->previous_sibling = previous_sibling;
    (previous_sibling != nullptr ? previous_sibling->next_sibling : parent->first_child) = next_sibling;
}

void CancellationToken::Node::cancel_one() noexcept {
    const std::lock_guard guard{waits};
    cancelled.store(true, std::memory_order_release);
    while (auto* const first = waiting.front()) {
        waiting.remove(*first, Waiter::State::granted);
        wake(*first);
    }
}

CancellationToken::Node* CancellationToken::Node::next_below(const Node& top, bool skip) const noexcept {
    if (first_child != nullptr && !skip) return first_child;
    const auto* node = this;
    while (node != &top && node->next_sibling == nullptr) node = node->parent;
    return node == &top ? nullptr : node->next_sibling;
}

CancellationToken::CancellationToken() : node_{new Node} {}

CancellationToken::CancellationToken(const CancellationToken& other) noexcept : node_{other.node_} {
    if (node_ != nullptr) node_->retain();
}

CancellationToken::~CancellationToken() { Node::release(node_); }

CancellationToken CancellationToken::child() const { return CancellationToken{new Node{*node_}}; }

bool CancellationToken::cancelled() const noexcept { return node_->cancelled.load(std::memory_order_acquire); }

// Takes the lock even if the token is cancelled already: another thread may be on its way down, and all below must be
// cancelled when this returns, too. Under the lock, what is below a cancelled node is cancelled.
void CancellationToken::cancel() const noexcept {
    const std::lock_guard guard{*node_->tree};
    bool was = false;
    for (auto* node = node_; node != nullptr; node = node->next_below(*node_, was)) {
        was = node->cancelled.load(std::memory_order_relaxed);
        if (!was) node->cancel_one();
    }
}

bool CancellationToken::Wait::await_suspend(std::coroutine_handle<> frame) noexcept {
    if (!begin(frame, "cancellation token")) return false;
    {
        const std::lock_guard guard{node_.waits};
        if (state == State::cancelled) return false;
        if (!node_.cancelled.load(std::memory_order_relaxed)) {
            node_.waiting.push_back(*this);
            return true;
        }
        state = State::granted;
    }
    if (!share_used_up()) return false;
    let_others_run(frame);
    return true;
}

void CancellationToken::Wait::on_cancel() noexcept {
    const std::lock_guard guard{node_.waits};
    if (state == State::idle) state = State::cancelled;
    if (state != State::queued) return;
    node_.waiting.remove(*this, State::cancelled);
    wake(*this);
}

}  // namespace weir::patterns
