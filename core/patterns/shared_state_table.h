// The map inside of a shared state: plain, for one task at a time, or for many that only read.
//
// A hash table in one block of memory, with linear probing: what is looked up is mostly found in one cache line, and a
// snapshot is copied in one go, where a map of nodes would allocate each anew. Nothing is ever erased.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace weir::patterns::shared_state {

/// Numbers hash to themselves; multiplied by 2^64 / golden ratio (Knuth, volume 3, 6.4) their upper bits spread.
constexpr std::uint64_t spread(std::size_t hash) { return std::uint64_t{hash} * 0x9e37'79b9'7f4a'7c15; }

template <class Key, class Value>
class Table {
public:
    using Found = std::optional<Value>;

    Table() : Table{first_size} {}

    Found find(const Key& key) const {
        const auto& slot = slots_[place_of(key)];
        return slot.used ? Found{slot.value} : Found{};
    }
    std::vector<Found> find(const std::vector<Key>& keys) const {
        std::vector<Found> found;
        found.reserve(keys.size());
        for (const auto& key : keys) found.push_back(find(key));
        return found;
    }

    /// Sets the value, or leaves it if `next` is nothing. @return what was there before
    Found put(const Key& key, Found next) {
        auto* slot = &slots_[place_of(key)];
        if (slot->used) {
            Found before{slot->value};
            if (next) slot->value = std::move(*next);
            return before;
        }
        if (!next) return {};
        if (make_room_for_one()) slot = &slots_[place_of(key)];
        slot->key = key;
        slot->value = std::move(*next);
        slot->used = true;
        ++size_;
        return {};
    }

private:
    /// Trivial where key and value are, so that a table of them is copied as one block.
    struct Slot {
        Key key;
        Value value;
        bool used;
    };

    static constexpr std::size_t first_size = 8;

    explicit Table(std::size_t size) : slots_(size), shift_{std::countl_zero(std::uint64_t{size} - 1)} {}

    /// Where the key is, or else would be put.
    std::size_t place_of(const Key& key) const {
        auto place = static_cast<std::size_t>(spread(std::hash<Key>{}(key)) >> shift_);
        while (slots_[place].used && slots_[place].key != key) place = (place + 1) & (slots_.size() - 1);
        return place;
    }

    /// At most three quarters are in use: then a key that is not there is known after 8.5 looks in the mean.
    /// @return whether places have changed
    bool make_room_for_one() {
        if ((size_ + 1) * 4 <= slots_.size() * 3) return false;
        Table larger{slots_.size() * 2};
        for (auto& slot : slots_)
            if (slot.used) larger.slots_[larger.place_of(slot.key)] = slot;
        slots_.swap(larger.slots_);
        shift_ = larger.shift_;
        return true;
    }

    std::vector<Slot> slots_;  // a power of two
    int shift_;                // leaves as many bits of a hash as number the slots
    std::size_t size_ = 0;
};

}  // namespace weir::patterns::shared_state
