// What a person types to change an experiment is either taken or refused in one line, and a refusal changes nothing.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/scenario/experiment_file.h"
#include "core/scenario/overrides.h"
#include "tests/fuzz/statement.h"

namespace {

template <class Result>
void state_one_line(const Result& result) {
    if (result) return;
    weir::fuzz::state(!result.error().empty(), "a refusal says why");
    weir::fuzz::state(result.error().find('\n') == std::string::npos, "a refusal is one line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace weir;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const labs::LabInfo& lab = labs::opening_lab();
    labs::Experiment untouched;
    untouched.lab = lab.id;
    const auto before = scenario::format_experiment(untouched, lab);

    state_one_line(scenario::find_lab(labs::registry(), text));
    state_one_line(scenario::parse_time_s(text));
    state_one_line(scenario::parse_seed(text));
    for (const auto apply : {&scenario::apply_set, &scenario::apply_at}) {
        auto experiment = untouched;
        const auto result = apply(text, lab, experiment);
        state_one_line(result);
        if (!result) fuzz::state(scenario::format_experiment(experiment, lab) == before, "a refusal changes nothing");
    }
    return 0;
}
