// The scenarios by which patterns are explored, each in NAME_scenario.cpp. In its production form a pattern keeps every
// invariant; its mutants, the textbook form and forms with a flaw put in on purpose, break those that their defects are
// about.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/core/explore/scenario.h"

namespace scenarios {

struct Mutant {
    const char* form;
    explore::Scenario scenario;
    unsigned workers = 2;
    std::uint64_t schedules = 1000;  ///< by chance, and as many by PCT
    /// Where a mutant is a script that shows one defect alone: the same with the production form, which breaks nothing.
    std::optional<explore::Scenario> in_production{};
};

struct Subject {
    const char* name;
    explore::Plan plan;
    explore::Scenario production;
    std::vector<Mutant> mutants;
};

extern const Subject batching;
extern const Subject circuit_breaker;
extern const Subject fan_out;
extern const Subject join;
extern const Subject pipeline;
extern const Subject rate_limiter;
extern const Subject service;
extern const Subject shared_state;
extern const Subject shutdown;
extern const Subject work_stealing;

}  // namespace scenarios
