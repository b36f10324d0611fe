// What both forms of batching share: how they are set, what they tell of a departure, how they refuse and fail.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/runtime/time.h"

namespace weir::patterns::batching {

/// What becomes of a batch whose handler failed.
enum class OnError : std::uint8_t {
    fail_batch,  ///< every item fails
    split,       ///< its halves are handled again, one after the other, down to the items that fail on their own
};

struct Config {
    std::size_t size = 16;                            ///< items that make a batch full, >= 1
    Duration linger = std::chrono::milliseconds(10);  ///< 0 to max_linger
    std::size_t in_flight = 2;                        ///< batches at once, >= 1
    std::size_t capacity = 64;                        ///< items that may wait to leave, >= 1
    OnError on_error = OnError::fail_batch;

    static constexpr Duration max_linger = std::chrono::hours(1);

    bool operator==(const Config&) const = default;
};

/// Why a configuration cannot be used, as one line naming the field and what was expected; nothing when it can.
std::optional<std::string> check(const Config& config);

/// Why a batch left when it did.
enum class Reason : std::uint8_t {
    full,
    time,   ///< the timer said so
    flush,  ///< somebody flushes or closes
};

struct Departure {
    std::uint64_t number = 0;  ///< of the batch, from 0
    Time at{};
    std::size_t size = 0;
    Duration first_wait{};  ///< how long its first item had waited
    Reason reason = Reason::time;
};

struct Status {
    std::uint64_t accepted = 0;  ///< items so far
    std::size_t waiting = 0;     ///< items accepted that have not left
    std::size_t in_flight = 0;   ///< batches
    std::optional<Time> due;     ///< when the timer goes off; nothing while it does not run
    bool closed = false;         ///< takes no more items
};

/// Thrown by submit(): the item was not accepted.
struct Rejected final : std::runtime_error {
    enum class Why : std::uint8_t { full, closed };

    explicit Rejected(Why reason);

    Why why;
};

/// A handler that returns the wrong number of results has failed with this.
struct WrongCount final : std::runtime_error {
    WrongCount(std::size_t items, std::size_t results);
};

}  // namespace weir::patterns::batching
