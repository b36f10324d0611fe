// How a fuzz target says what must hold for every input, in every build type.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace weir::fuzz {

/// Stops the fuzzer, which then saves its input, unless the statement holds.
inline void state(bool holds, const char* statement) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", statement);
    std::abort();
}

}  // namespace weir::fuzz
