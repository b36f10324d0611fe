// How often operator new has been called: who links weir_allocations and asks has one that counts. Sanitizers bring one
// of their own, so under them nothing is counted.
#pragma once

namespace allocations {

#ifdef WEIR_SANITIZED
inline constexpr bool counted = false;
#else
inline constexpr bool counted = true;
#endif

/// By this thread, so far: Qt Test has threads of its own.
int so_far() noexcept;

}  // namespace allocations
