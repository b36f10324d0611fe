// What core says of bad input: provoked, so that no list of messages can fall behind.
#include <string>
#include <vector>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"
#include "core/scenario/experiment_file.h"
#include "tests/translations/core_texts.h"

namespace weir {
namespace {

// Files that are wrong in one thing each.
constexpr const char* bad_files[] = {
    "[1]",
    "\n{",
    R"({"lab":"join"})",
    R"({"weir":2,"lab":"join"})",
    R"({"weir":1})",
    R"({"weir":1,"lab":3})",
    R"({"weir":1,"lab":"jion"})",
    R"({"weir":1,"lab":"nonsense"})",
};

// The same, after a lab.
constexpr const char* bad_bodies[] = {
    R"("duration":3)",
    R"("nonsense":3)",
    R"("seed":1,"seed":2)",
    R"("engine":"thread")",
    R"("engine":null)",
    R"("seed":"1")",
    R"("duration_s":0)",
    R"("parameters":[])",
    R"("parameters":{"load.rate":"200"})",
    R"("parameters":{"load.rate":{}})",
    R"("parameters":{"variant":"prodution"})",
    R"("changes":{})",
    R"("changes":[1])",
    R"("changes":[{"at":1}])",
    R"("changes":[{"at_s":1,"value":3}])",
    R"("changes":[{"at_s":"1","parameter":"load.rate","value":3}])",
    R"("changes":[{"at_s":1,"parameter":3,"value":3}])",
    R"("changes":[{"at_s":-1,"parameter":"load.rate","value":3}])",
    R"("changes":[{"at_s":1,"parameter":"pool.workers","value":3}])",
};

// What takes a full disk, or a machine without threads left, to provoke.
constexpr const char* unprovoked[] = {
    "file.json: expected well-formed JSON: there is a byte 0 in it",
    "file.json: expected an experiment file of at most 16 MiB",
    "file.json: cannot be read: Permission denied",
    "file.json: cannot be read: Input/output error",
    "file.json: cannot be read to its end",
    "file.json: cannot be written: No such file or directory",
    "file.json: cannot be written: No space left on device",
    "file.json: cannot be written: Read-only file system",
    "file.json: cannot be written: Is a directory",
    "file.json: cannot be written: Not a directory",
    "file.json: cannot be written: File name too long",
    "cannot start worker 3 of 8: Resource temporarily unavailable",
};

}  // namespace

std::vector<std::string> core_problems() {
    std::vector<std::string> problems{std::begin(unprovoked), std::end(unprovoked)};
    const auto read = [&](const std::string& text) {
        if (const auto bad = scenario::parse_experiment(text, "file.json", labs::registry()); !bad)
            problems.push_back(bad.error());
    };
    for (const auto* text : bad_files) read(text);
    for (const auto* body : bad_bodies) read(std::string{R"({"weir":1,"lab":"circuit-breaker",)"} + body + "}");
    for (const auto* file : {"/", "file.json/none"})
        if (const auto bad = scenario::read_experiment(file, labs::registry()); !bad) problems.push_back(bad.error());
    for (const auto& lab : labs::registry()) {
        problems.push_back(find_spec(lab, "nonsense").error());
        for (const auto& spec : lab.parameters) problems.push_back(*check(spec, spec.maximum + 1e9 + 0.5));
    }
    return problems;
}

}  // namespace weir
