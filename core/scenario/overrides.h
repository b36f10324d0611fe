// What a person types to change an experiment: durations, "id=value", "time:id=value". All errors are one line that
// names what was given and what was expected.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"

namespace weir::scenario {

/// The lab with this id among `labs`, or one line that lists them.
std::expected<const labs::LabInfo*, std::string> find_lab(std::span<const labs::LabInfo> labs, std::string_view id);

/// Seconds: a number with an optional unit ms, s, m or h ("10", "500ms", "1.5m"); 0 to labs::longest_run_s.
std::expected<double, std::string> parse_time_s(std::string_view text);
/// The same, but above 0.
std::expected<double, std::string> parse_duration_s(std::string_view text);

std::expected<std::uint64_t, std::string> parse_seed(std::string_view text);

/// "load.rate=300" into experiment.parameters. On an error the experiment stays as it was.
std::expected<void, std::string> apply_set(std::string_view text, const labs::LabInfo& lab,
                                           labs::Experiment& experiment);

/// "5:load.rate=300" into experiment.changes, behind all that are no later. On an error the experiment stays as it was.
std::expected<void, std::string> apply_at(std::string_view text, const labs::LabInfo& lab,
                                          labs::Experiment& experiment);

}  // namespace weir::scenario
