// The map inside of a shared state: plain, for one task at a time, or for many that only read.
#pragma once

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir::patterns::shared_state {

template <class Key, class Value>
class Table {
public:
    using Found = std::optional<Value>;

    Found find(const Key& key) const {
        const auto at = values_.find(key);
        return at == values_.end() ? Found{} : Found{at->second};
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
        if (next) values_.insert_or_assign(key, std::move(*next));
        return before;
    }

private:
    std::unordered_map<Key, Value> values_;
};

}  // namespace weir::patterns::shared_state
