#include "core/labs/zipf.h"

#include <algorithm>
#include <cmath>

namespace weir::labs {

Zipf::Zipf(std::size_t keys, double skew) {
    up_to_.reserve(keys);
    double sum = 0;
    for (std::size_t k = 1; k <= keys; ++k) up_to_.push_back(sum += std::pow(static_cast<double>(k), -skew));
    for (auto& share : up_to_) share /= sum;
}

std::size_t Zipf::key(double draw) const {
    // The last share is 1 but for rounding, and a draw is below 1.
    const auto at = std::ranges::upper_bound(up_to_, draw);
    return at == up_to_.end() ? up_to_.size() - 1 : static_cast<std::size_t>(at - up_to_.begin());
}

double Zipf::share(std::size_t key) const { return up_to_[key] - (key == 0 ? 0 : up_to_[key - 1]); }

}  // namespace weir::labs
