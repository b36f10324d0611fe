// A bounded channel: many senders, one receiver, first in first out.
//
// Invariants
//  1. messages in the buffer + slots reserved <= capacity.
//  2. Messages of one sender arrive in the order sent; senders wait in line for room, first come first served.
//  3. A waiting receiver means an empty buffer: a message then goes to it directly.
//  4. Every message sent (send returned true) is received, or destroyed with the channel.
//  5. Closed by the receiver, or left by the last sender: nobody waits any more.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "core/sync/channel_core.h"

namespace weir {

namespace detail {

template <class T>
class SendWaiter final : public RoomWaiter<T> {
public:
    using RoomWaiter<T>::RoomWaiter;
    bool await_resume() {
        this->finish();
        return !this->closed;
    }
};

}  // namespace detail

/// The right to send one message without waiting. Unused, it gives the slot back.
template <class T>
class [[nodiscard]] SendPermit {
public:
    explicit SendPermit(std::shared_ptr<detail::Channel<T>> channel) noexcept : channel_{std::move(channel)} {}
    SendPermit(SendPermit&&) noexcept = default;
    SendPermit& operator=(SendPermit&&) = delete;
    ~SendPermit() {
        if (channel_) channel_->give_up_reserved();
    }

    /// False if the receiver has closed the channel; then the message is left as it was.
    bool send(T&& message) && noexcept { return std::exchange(channel_, nullptr)->send_reserved(message); }

private:
    std::shared_ptr<detail::Channel<T>> channel_;
};

namespace detail {

template <class T>
class ReserveWaiter final : public RoomWaiter<T> {
public:
    explicit ReserveWaiter(const std::shared_ptr<Channel<T>>& channel) noexcept
        : RoomWaiter<T>{*channel, nullptr}, keep_{channel} {}
    std::optional<SendPermit<T>> await_resume() {
        this->finish();
        if (this->closed) return std::nullopt;
        return SendPermit<T>{keep_};
    }

private:
    const std::shared_ptr<Channel<T>>& keep_;
};

}  // namespace detail

/// Copyable; the channel ends when the last copy is gone. All functions from any thread, awaits from tasks.
template <class T>
class Sender {
public:
    explicit Sender(std::shared_ptr<detail::Channel<T>> channel) noexcept : channel_{std::move(channel)} {
        channel_->sender_added();
    }
    Sender(const Sender& other) noexcept : channel_{other.channel_} {
        if (channel_) channel_->sender_added();
    }
    Sender(Sender&&) noexcept = default;
    Sender& operator=(Sender other) noexcept {
        std::swap(channel_, other.channel_);
        return *this;
    }
    ~Sender() {
        if (channel_) channel_->sender_gone();
    }

    /// `co_await` waits for room and sends. True if sent; false if the receiver has closed the channel. The message is
    /// moved from only when sent. Cancel safety: a cancelled send has not sent. The message must live until the await
    /// ends, which a temporary in the same expression does.
    [[nodiscard]] auto send(T&& message) noexcept { return detail::SendWaiter<T>{*channel_, &message}; }

    /// `co_await` waits for room and keeps it: yields a SendPermit, or nothing if the channel is closed. Cancel safety:
    /// a cancelled wait keeps nothing. The Sender must outlive the await.
    [[nodiscard]] auto reserve() noexcept { return detail::ReserveWaiter<T>{channel_}; }

    /// Never waits. The message is moved from only when sent.
    SendResult try_send(T&& message) noexcept { return channel_->try_send(message); }

    std::size_t capacity() const noexcept { return channel_->capacity(); }
    std::size_t size() const noexcept { return channel_->size(); }

private:
    std::shared_ptr<detail::Channel<T>> channel_;
};

/// The one receiving end; move-only. Destroying it closes the channel.
template <class T>
class Receiver {
public:
    explicit Receiver(std::shared_ptr<detail::Channel<T>> channel) noexcept : channel_{std::move(channel)} {}
    Receiver(Receiver&&) noexcept = default;
    Receiver& operator=(Receiver&&) = delete;
    ~Receiver() {
        if (channel_) channel_->close();
    }

    /// `co_await` yields the next message, or nothing once the channel is closed (or has no sender) and drained. One
    /// task at a time. Cancel safety: a cancelled receive has taken no message.
    [[nodiscard]] auto receive() noexcept { return detail::MessageWaiter<T>{*channel_}; }

    /// Never waits; nothing if there is no message now.
    std::optional<T> try_receive() noexcept { return channel_->try_receive(); }

    /// Senders learn at once; what is in the channel can still be received.
    void close() noexcept { channel_->close(); }

    std::size_t size() const noexcept { return channel_->size(); }

private:
    std::shared_ptr<detail::Channel<T>> channel_;
};

/// @param capacity messages that fit, > 0
template <class T>
std::pair<Sender<T>, Receiver<T>> channel(std::size_t capacity) {
    auto shared = std::make_shared<detail::Channel<T>>(capacity);
    return {Sender<T>{shared}, Receiver<T>{shared}};
}

}  // namespace weir
