#include "core/runtime/scope.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "core/runtime/context.h"
#include "core/runtime/executor.h"

namespace weir {

Scope::Scope(Scope* parent) noexcept : Scope{parent, Standing::alive} {
    if (parent_ == nullptr) return;
    parent_->join_tree();
    const std::lock_guard guard{*tree_};
    link();
}

Scope::Scope(Scope* parent, Standing standing) noexcept
    : standing_{standing}, parent_{parent}, tree_{parent != nullptr ? parent->tree_ : &own_tree_} {}

/// With the tree's lock held.
void Scope::link() noexcept {
    if (parent_ == nullptr) {
        standing_.store(Standing::alive, std::memory_order_release);
        return;
    }
    next_sibling_ = parent_->first_child_;
    if (next_sibling_ != nullptr) next_sibling_->previous_sibling_ = this;
    parent_->first_child_ = this;
    standing_.store(parent_->standing_.load(std::memory_order_relaxed), std::memory_order_release);
}

/// If it has not. What runs in it may do so on several threads at once.
void Scope::join_tree() noexcept {
    if (joined()) [[likely]]
        return;
    if (parent_ != nullptr) parent_->join_tree();  // as deep as time limits lie within each other
    {
        const std::lock_guard guard{*tree_};
        if (joined()) return;
        link();
    }
    on_joined();
}

bool Scope::joins_cancelled() const noexcept {
    const_cast<Scope*>(this)->join_tree();  // which changes nothing of what one who only looks can see
    return standing_.load(std::memory_order_acquire) == Standing::cancelled;
}

Scope::~Scope() {
    const auto pending = pending_.load(std::memory_order_acquire);
    if (pending > 1 || first_child_ != nullptr) {
        std::fputs("weir: a scope was destroyed before what was spawned in it had ended; await join() first\n", stderr);
        std::abort();
    }
    if (parent_ == nullptr || !joined()) return;
    const std::lock_guard guard{*tree_};
    if (next_sibling_ != nullptr) next_sibling_->previous_sibling_ = previous_sibling_;
    (previous_sibling_ != nullptr ? previous_sibling_->next_sibling_ : parent_->first_child_) = next_sibling_;
}

void Scope::cancel() noexcept {
    join_tree();
    // The tree's lock keeps every scope of the subtree alive: none can unlink itself meanwhile.
    const std::lock_guard guard{*tree_};
    for (auto* node = this; node != nullptr; node = node->next_below(*this)) {
        if (node->standing_.load(std::memory_order_relaxed) == Standing::cancelled) continue;
        const std::lock_guard waits{node->waits_};
        node->standing_.store(Standing::cancelled, std::memory_order_release);
        for (auto* w = node->first_wait_; w != nullptr; w = w->scope_next) w->on_cancel();
    }
}

Scope* Scope::next_below(const Scope& top) const noexcept {
    if (first_child_ != nullptr) return first_child_;
    const auto* node = this;
    while (node != &top && node->next_sibling_ == nullptr) node = node->parent_;
    return node == &top ? nullptr : node->next_sibling_;
}

bool Scope::attach(Waiter& waiter) noexcept {
    join_tree();
    const std::lock_guard guard{waits_};
    if (standing_.load(std::memory_order_relaxed) == Standing::cancelled) return false;
    waiter.scope_previous = nullptr;
    waiter.scope_next = first_wait_;
    if (first_wait_ != nullptr) first_wait_->scope_previous = &waiter;
    first_wait_ = &waiter;
    return true;
}

void Scope::detach(Waiter& waiter) noexcept {
    const std::lock_guard guard{waits_};
    if (waiter.scope_next != nullptr) waiter.scope_next->scope_previous = waiter.scope_previous;
    (waiter.scope_previous != nullptr ? waiter.scope_previous->scope_next : first_wait_) = waiter.scope_next;
}

std::size_t Scope::running() const noexcept {
    const auto pending = pending_.load(std::memory_order_acquire);
    return pending == 0 ? 0 : pending - (joiner_.load(std::memory_order_relaxed) == nullptr ? 1 : 0);
}

void Scope::child_ended() noexcept {
    // The owner's own count is among them, so reaching zero means that it waits, and that the scope is still there.
    if (pending_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    auto& joiner = *joiner_.load(std::memory_order_relaxed);
    joiner.resume_at = joiner_handle_;
    joiner.engine->schedule(joiner);
}

void Scope::child_failed(Executor& engine, std::exception_ptr error) noexcept {
    engine.count_unobserved_failure(std::move(error));
}

bool ScopeJoin::await_suspend(std::coroutine_handle<> handle) noexcept {
    scope_.joiner_handle_ = handle;
    scope_.joiner_.store(context.task, std::memory_order_relaxed);
    return scope_.pending_.fetch_sub(1, std::memory_order_acq_rel) != 1;
}

}  // namespace weir
