// Any bytes are either an experiment that survives being written and read again, or an error of one line that begins
// with the name of the file.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/scenario/experiment_file.h"
#include "core/scenario/overrides.h"
#include "tests/fuzz/statement.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace weir;
    const auto labs = labs::registry();
    const auto read = scenario::parse_experiment({reinterpret_cast<const char*>(data), size}, "file.json", labs);
    if (!read) {
        fuzz::state(read.error().starts_with("file.json"), "an error names the file");
        fuzz::state(read.error().find('\n') == std::string::npos, "an error is one line");
        return 0;
    }
    const auto lab = scenario::find_lab(labs, read->lab);
    fuzz::state(lab.has_value(), "an experiment that was read names a lab");
    const auto text = scenario::format_experiment(*read, **lab);
    const auto again = scenario::parse_experiment(text, "file.json", labs);
    fuzz::state(again.has_value(), "what was written can be read");
    fuzz::state(scenario::format_experiment(*again, **lab) == text, "reading and writing changes nothing");
    return 0;
}
