// How values stand in our JSON files. For the sources of this layer only: it brings in the JSON library.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/labs/parameters.h"

namespace weir::scenario {

/// Keys keep the order in which they are written, so that equal values give equal bytes.
using Json = nlohmann::ordered_json;

/// Whole numbers stand without a point: 200, not 200.0.
inline Json json_number(double value) {
    constexpr double exactly_whole = 9007199254740992;  // 2^53
    if (std::floor(value) == value && std::abs(value) <= exactly_whole) return Json(static_cast<std::int64_t>(value));
    return Json(value);
}

/// A choice as its word, a toggle as true or false, anything else as a number.
inline Json json_value(const labs::ParameterSpec& spec, double value) {
    switch (spec.kind) {
        case labs::Kind::choice:
            return Json(labs::format_value(spec, value));
        case labs::Kind::toggle:
            return Json(value != 0);
        case labs::Kind::real:
        case labs::Kind::integer:
            break;
    }
    return json_number(value);
}

}  // namespace weir::scenario
