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

template <class Key, class Value>
class Table {
public:
    using Found = std::optional<Value>;

    Found find(const Key& key) const {
        const auto& slot = slots_[place_of(key)];
        return slot ? Found{slot->second} : Found{};
    }
    std::vector<Found> find(const std::vector<Key>& keys) const {
        std::vector<Found> found;
        found.reserve(keys.size());
        for (const auto& key : keys) found.push_back(find(key));
        return found;
    }

    /// Sets the value, or leaves it if `next` is nothing. @return what was there before
    Found put(const Key& key, Found next) {
        auto before = find(key);
        if (!next) return before;
        if (!before) make_room_for_one();
        auto& slot = slots_[place_of(key)];
        if (before) {
            slot->second = std::move(*next);
        } else {
            slot.emplace(key, std::move(*next));
            ++size_;
        }
        return before;
    }

private:
    using Slot = std::optional<std::pair<Key, Value>>;

    static constexpr std::size_t first_size = 8;

    /// Where the key is, or else would be put.
    std::size_t place_of(const Key& key) const {
        const auto mask = slots_.size() - 1;
        // Numbers hash to themselves; multiplied by 2^64 / golden ratio (Knuth, volume 3, 6.4) their upper bits spread.
        const auto hash = std::uint64_t{std::hash<Key>{}(key)} * 0x9e37'79b9'7f4a'7c15;
        auto place = static_cast<std::size_t>(hash >> std::countl_zero(std::uint64_t{mask}));
        while (slots_[place] && slots_[place]->first != key) place = (place + 1) & mask;
        return place;
    }

    /// At most three quarters are in use: then a key that is not there is known after 8.5 looks in the mean.
    void make_room_for_one() {
        if ((size_ + 1) * 4 <= slots_.size() * 3) return;
        Table larger;
        larger.slots_.resize(slots_.size() * 2);
        for (auto& slot : slots_)
            if (slot) larger.slots_[larger.place_of(slot->first)] = slot;
        slots_.swap(larger.slots_);
    }

    std::vector<Slot> slots_ = std::vector<Slot>(first_size);  // a power of two
    std::size_t size_ = 0;
};

}  // namespace weir::patterns::shared_state
