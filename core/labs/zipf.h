// Which of many keys is asked for: few of them often, most of them hardly ever.
#pragma once

#include <cstddef>
#include <vector>

namespace weir::labs {

/// Zipf's distribution: key k of 0 to keys - 1 has a share in proportion to 1 / (k + 1)^skew. Skew 0 is uniform.
/// (G. K. Zipf, "Human Behavior and the Principle of Least Effort", 1949.)
class Zipf {
public:
    /// @pre keys > 0, skew >= 0
    Zipf(std::size_t keys, double skew);

    /// The key for a uniform draw in [0, 1). O(log keys).
    std::size_t key(double draw) const;
    double share(std::size_t key) const;
    std::size_t keys() const { return up_to_.size(); }

private:
    std::vector<double> up_to_;  // the share of a key and all before it; ends with 1
};

}  // namespace weir::labs
