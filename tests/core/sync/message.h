// A message that knows how many of its kind exist, and whether it was moved away.
#pragma once

#include <utility>

namespace sync_test {

class Message {
public:
    Message(int& alive, int sender, int number) noexcept : alive_{&alive}, sender_{sender}, number_{number} {
        ++*alive_;
    }
    Message(Message&& other) noexcept
        : alive_{std::exchange(other.alive_, nullptr)}, sender_{other.sender_}, number_{other.number_} {}
    Message& operator=(Message&&) = delete;
    ~Message() {
        if (alive_ != nullptr) --*alive_;
    }

    bool intact() const noexcept { return alive_ != nullptr; }
    int sender() const noexcept { return sender_; }
    int number() const noexcept { return number_; }

private:
    int* alive_;  // null once moved from
    int sender_;
    int number_;
};

}  // namespace sync_test
