#include "tests/core/allocations.h"

#include <cstdlib>
#include <new>

namespace {

constinit thread_local int allocated = 0;

}  // namespace

int allocations::so_far() noexcept { return allocated; }

#ifndef WEIR_SANITIZED
void* operator new(std::size_t size) {
    ++allocated;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif
