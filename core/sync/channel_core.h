// What senders and the receiver of a channel share; see channel.h. One lock guards all of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/sync/operation.h"
#include "core/sync/wait_queue.h"

namespace weir {

enum class SendResult : std::uint8_t { sent, full, closed };

namespace detail {

template <class T>
class Channel;

/// A sender in line: with a message to deliver (send), or for the right to deliver one later (reserve).
template <class T>
class RoomWaiter : public Operation<RoomWaiter<T>> {
public:
    RoomWaiter(Channel<T>& channel, T* to_send) noexcept
        : Operation<RoomWaiter>{"channel (send)"}, message{to_send}, channel_{channel} {}

    bool attempt(bool may_wait) noexcept { return channel_.enter(*this, may_wait); }

    // For the channel, under its lock.
    T* message;  ///< null: reserve only
    bool closed = false;

protected:
    ~RoomWaiter() = default;
    void on_cancel() noexcept override { channel_.leave(*this); }

    Channel<T>& channel_;
};

template <class T>
class MessageWaiter final : public Operation<MessageWaiter<T>> {
public:
    explicit MessageWaiter(Channel<T>& channel) noexcept
        : Operation<MessageWaiter>{"channel (receive)"}, channel_{channel} {}

    bool attempt(bool may_wait) noexcept { return channel_.take(*this, may_wait); }
    std::optional<T> await_resume() {
        this->finish();
        return std::move(message_);
    }

private:
    friend class Channel<T>;
    void on_cancel() noexcept override { channel_.leave(*this); }

    Channel<T>& channel_;
    std::optional<T> message_;
};

template <class T>
class Channel {
    // A throwing move under the lock would leave the buffer in pieces.
    static_assert(std::is_nothrow_move_constructible_v<T>, "messages must move without throwing");

public:
    explicit Channel(std::size_t capacity) : capacity_{capacity}, slots_{std::make_unique<Slot[]>(capacity)} {}
    ~Channel() {
        while (count_ > 0) static_cast<void>(pop());
    }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// As Operation's attempt: the waiter has what it wants, or learns that the channel is closed.
    bool enter(RoomWaiter<T>& waiter, bool may_wait) noexcept {
        const std::lock_guard guard{lock_};
        if (waiter.state == Waiter::State::cancelled) return true;
        if (closed_ || (line_.empty() && count_ + reserved_ < capacity_)) {
            waiter.closed = closed_;
            if (!closed_) admit(waiter);
            waiter.state = Waiter::State::granted;
            return true;
        }
        if (may_wait) line_.push_back(waiter);
        return false;
    }

    bool take(MessageWaiter<T>& waiter, bool may_wait) noexcept {
        const std::lock_guard guard{lock_};
        if (waiter.state == Waiter::State::cancelled) return true;
        if (count_ > 0 || finished()) {
            if (count_ > 0) waiter.message_.emplace(pop());
            waiter.state = Waiter::State::granted;
            serve_line();
            return true;
        }
        if (may_wait) {
            waiter.state = Waiter::State::queued;
            receiver_ = &waiter;
        }
        return false;
    }

    SendResult try_send(T& message) noexcept {
        const std::lock_guard guard{lock_};
        if (closed_) return SendResult::closed;
        if (!line_.empty() || count_ + reserved_ >= capacity_) return SendResult::full;
        deliver(message);
        return SendResult::sent;
    }

    std::optional<T> try_receive() noexcept {
        const std::lock_guard guard{lock_};
        if (count_ == 0) return std::nullopt;
        std::optional<T> message{pop()};
        serve_line();
        return message;
    }

    /// Delivers into a reserved slot. False if the channel was closed meanwhile.
    bool send_reserved(T& message) noexcept {
        const std::lock_guard guard{lock_};
        --reserved_;
        if (closed_) {
            finish_if_drained();
            return false;
        }
        deliver(message);
        serve_line();  // a waiting receiver took the message, so the slot is free again
        return true;
    }
    void give_up_reserved() noexcept {
        const std::lock_guard guard{lock_};
        --reserved_;
        serve_line();
        finish_if_drained();
    }

    void leave(RoomWaiter<T>& waiter) noexcept {
        const std::lock_guard guard{lock_};
        if (waiter.state == Waiter::State::idle) waiter.state = Waiter::State::cancelled;
        if (waiter.state != Waiter::State::queued) return;
        line_.remove(waiter, Waiter::State::cancelled);
        wake(waiter);
    }
    void leave(MessageWaiter<T>& waiter) noexcept {
        const std::lock_guard guard{lock_};
        if (waiter.state == Waiter::State::idle) waiter.state = Waiter::State::cancelled;
        if (waiter.state != Waiter::State::queued) return;
        receiver_ = nullptr;
        waiter.state = Waiter::State::cancelled;
        wake(waiter);
    }

    void close() noexcept {
        const std::lock_guard guard{lock_};
        closed_ = true;
        while (auto* const first = line_.front()) {
            first->closed = true;
            line_.remove(*first, Waiter::State::granted);
            wake(*first);
        }
        finish_if_drained();
    }

    void sender_added() noexcept { senders_.fetch_add(1, std::memory_order_relaxed); }
    void sender_gone() noexcept {
        if (senders_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        const std::lock_guard guard{lock_};
        finish_if_drained();
    }

    std::size_t capacity() const noexcept { return capacity_; }
    std::size_t size() const noexcept {
        const std::lock_guard guard{lock_};
        return count_;
    }

private:
    union Slot {
        Slot() noexcept {}   // NOLINT: made when a message arrives
        ~Slot() noexcept {}  // NOLINT: destroyed when it leaves
        T message;
    };

    bool finished() const noexcept {
        return count_ == 0 && reserved_ == 0 && (closed_ || senders_.load(std::memory_order_acquire) == 0);
    }
    void finish_if_drained() noexcept {
        if (receiver_ != nullptr && finished()) wake_receiver();
    }
    void wake_receiver() noexcept {
        auto& waiter = *std::exchange(receiver_, nullptr);
        waiter.state = Waiter::State::granted;
        wake(waiter);
    }
    void deliver(T& message) noexcept {
        if (receiver_ != nullptr) {
            receiver_->message_.emplace(std::move(message));
            wake_receiver();
            return;
        }
        const auto i = first_ + count_;
        std::construct_at(&slots_[i < capacity_ ? i : i - capacity_].message, std::move(message));
        ++count_;
    }
    T pop() noexcept {
        auto& slot = slots_[first_];
        if (++first_ == capacity_) first_ = 0;
        --count_;
        T message{std::move(slot.message)};
        std::destroy_at(&slot.message);
        return message;
    }
    void admit(RoomWaiter<T>& waiter) noexcept {
        if (waiter.message != nullptr)
            deliver(*waiter.message);
        else
            ++reserved_;
    }
    void serve_line() noexcept {
        while (!line_.empty() && count_ + reserved_ < capacity_) {
            auto& first = *line_.front();
            admit(first);
            line_.remove(first, Waiter::State::granted);
            wake(first);
        }
    }

    mutable SpinLock lock_;
    std::size_t capacity_;
    std::unique_ptr<Slot[]> slots_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::size_t reserved_ = 0;
    bool closed_ = false;
    WaitQueue<RoomWaiter<T>> line_;
    MessageWaiter<T>* receiver_ = nullptr;
    std::atomic<std::size_t> senders_{0};
};

}  // namespace detail

}  // namespace weir
