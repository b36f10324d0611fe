// Cancellation tokens that form a tree: how a task is asked to stop.
//
// A token only carries the request. Its task looks at it, or awaits it, where stopping does no harm, and ends by
// itself; nothing is cut. (What cuts a task at its awaits is its Scope, core/runtime/scope.h.)
//
// Invariants
//  1. A request is for ever and covers the whole subtree: when cancel() returns, every token below is cancelled, and so
//     is every one made below later. It never covers the parent.
//  2. Every wait for a token that is cancelled ends. A wait cut short by its scope leaves nothing behind.
//  3. A node lives as long as a handle to it or to one below. Neither cancelling nor freeing recurses: a tree may be as
//     deep or as wide as memory allows.
//
// Locks: `tree` (one for a whole tree, in its root) guards the links; `waits` (one a node) guards who waits there.
// Cancelling holds both in that order, everyone else at most one of them.
#pragma once

#include <coroutine>
#include <utility>

#include "core/runtime/executor.h"

namespace weir::patterns {

/// A handle to a node of a tree; copies stand for the same node. All functions may be called from any thread, but a
/// handle that is being assigned to or moved from is nobody else's.
class CancellationToken {
    struct Node;

public:
    class Wait;

    /// The root of a tree of its own. @throws std::bad_alloc
    CancellationToken();
    CancellationToken(const CancellationToken& other) noexcept;
    /// What was moved from may only be assigned to or destroyed.
    CancellationToken(CancellationToken&& other) noexcept : node_{std::exchange(other.node_, nullptr)} {}
    CancellationToken& operator=(CancellationToken other) noexcept {
        std::swap(node_, other.node_);
        return *this;
    }
    ~CancellationToken();

    /// A token below this one, cancelled from the start if this one is. @throws std::bad_alloc
    CancellationToken child() const;

    /// Asks everyone at this token and below to stop. Idempotent. O(tokens newly cancelled + tasks waiting there).
    void cancel() const noexcept;

    bool cancelled() const noexcept;

    /// `co_await` returns when the token is cancelled. The token must outlive the wait. Cancel safety: only the wait
    /// ends. @throws Cancelled if the waiting task's scope is cancelled first
    [[nodiscard]] Wait wait() const noexcept;

private:
    explicit CancellationToken(Node* node) noexcept : node_{node} {}

    Node* node_;
};

class [[nodiscard]] CancellationToken::Wait final : public Suspension {
public:
    explicit Wait(Node& node) noexcept : node_{node} {}

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept;
    void await_resume() { finish(); }

private:
    void on_cancel() noexcept override;

    Node& node_;
};

inline CancellationToken::Wait CancellationToken::wait() const noexcept { return Wait{*node_}; }

}  // namespace weir::patterns
