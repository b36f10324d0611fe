// Where a value lies on a parameter's slider.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/labs/parameters.h"

namespace weir::ui {

/// A slider has so many steps: finer than a pixel of any panel.
inline constexpr int slider_steps = 1000;

/// The lowest value a logarithmic slider shows apart from its end. A range that begins at 0 has 0 at its very left and
/// four decades below the maximum after it.
inline double log_floor(const labs::ParameterSpec& spec) {
    return spec.minimum > 0 ? spec.minimum : std::max(spec.maximum * 1e-5, std::pow(10.0, -spec.decimals));
}

inline int slider_position(const labs::ParameterSpec& spec, double value) {
    double share = 0;
    if (spec.scale == labs::Scale::logarithmic) {
        const double floor = log_floor(spec);
        share = value <= floor ? 0 : std::log(value / floor) / std::log(spec.maximum / floor);
    } else {
        share = (value - spec.minimum) / (spec.maximum - spec.minimum);
    }
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * slider_steps));
}

/// The value at a position, rounded to what is worth showing: a whole number where the parameter is one, else its
/// decimals.
inline double slider_value(const labs::ParameterSpec& spec, int position) {
    if (position <= 0) return spec.minimum;
    if (position >= slider_steps) return spec.maximum;
    const double share = static_cast<double>(position) / slider_steps;
    double value = spec.minimum + share * (spec.maximum - spec.minimum);
    if (spec.scale == labs::Scale::logarithmic) {
        const double floor = log_floor(spec);
        value = floor * std::pow(spec.maximum / floor, share);
        // Two significant digits, so that a drag gives round figures.
        const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
        value = std::round(value / unit) * unit;
    }
    const double grain = spec.kind == labs::Kind::integer ? 1 : std::pow(10.0, -spec.decimals);
    return std::clamp(std::round(value / grain) * grain, spec.minimum, spec.maximum);
}

}  // namespace weir::ui
