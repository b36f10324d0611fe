#include "app/command_line.h"

#include <unistd.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <tuple>
#include <utility>
#include <vector>

#include "app/flags.h"
#include "core/labs/text.h"
#include "core/scenario/experiment_file.h"
#include "core/scenario/overrides.h"

namespace weir::app {

using labs::Experiment;
using labs::in_quotes;
using labs::LabInfo;

namespace {

template <class T>
using Result = std::expected<T, std::string>;
using Labs = std::span<const LabInfo>;
using Strings = std::span<const std::string>;

/// What a command is about: a lab with defaults, or the experiment in a file.
struct Subject {
    const LabInfo* lab = nullptr;
    Experiment experiment;
    bool from_file = false;
};

bool looks_like_file(const std::string& argument) {
    std::error_code ignored;
    return argument.ends_with(".json") || argument.find('/') != std::string::npos ||
           std::filesystem::exists(argument, ignored);
}

Result<std::string> only_positional(const Arguments& arguments, const std::string& expected) {
    const auto& given = arguments.positional;
    if (given.empty()) return std::unexpected("expected " + expected);
    if (given.size() > 1) return std::unexpected("expected only " + expected + ", got also " + in_quotes(given[1]));
    return given.front();
}

Result<Subject> find_subject(const Arguments& arguments, Labs labs) {
    const auto name = only_positional(arguments, "a lab or an experiment file");
    if (!name) return std::unexpected(name.error());
    Subject subject;
    const auto lab = scenario::find_lab(labs, *name);
    if (lab) {
        subject.lab = *lab;
        subject.experiment.lab = (*lab)->id;
        return subject;
    }
    if (!looks_like_file(*name)) return std::unexpected(lab.error() + "; or an experiment file");
    auto experiment = scenario::read_experiment(*name, labs);
    if (!experiment) return std::unexpected(experiment.error());
    subject.experiment = std::move(*experiment);
    subject.lab = scenario::find_lab(labs, subject.experiment.lab).value();
    subject.from_file = true;
    return subject;
}

/// Puts the flag's name before what is wrong with its value.
std::unexpected<std::string> about(const std::string& flag, const std::string& problem) {
    return std::unexpected(flag + ": " + problem);
}

Result<void> override_experiment(const Arguments& arguments, const LabInfo& lab, Experiment& experiment) {
    if (const auto text = arguments.value("--engine")) {
        const auto engine = labs::parse_engine(*text);
        if (!engine) return about("--engine", engine.error());
        experiment.engine = *engine;
    }
    if (const auto text = arguments.value("--seed")) {
        const auto seed = scenario::parse_seed(*text);
        if (!seed) return about("--seed", seed.error());
        experiment.seed = *seed;
    }
    if (const auto text = arguments.value("--duration")) {
        const auto seconds = scenario::parse_duration_s(*text);
        if (!seconds) return about("--duration", seconds.error());
        experiment.duration_s = *seconds;
    }
    for (const auto& text : arguments.values("--set")) {
        if (const auto done = scenario::apply_set(text, lab, experiment); !done) return about("--set", done.error());
    }
    for (const auto& text : arguments.values("--at")) {
        const auto too_late = [&] {  // of a file, whose run may be cut short, there may be some
            return std::ranges::count_if(experiment.changes, [&](const auto& change) {
                return experiment.duration_s > 0 && change.at_s > experiment.duration_s;
            });
        };
        const auto before = too_late();
        if (const auto done = scenario::apply_at(text, lab, experiment); !done) return about("--at", done.error());
        if (too_late() > before)
            return about("--at", "expected a time within the run of " + labs::format_number(experiment.duration_s) +
                                     " s, got " + in_quotes(text));
    }
    return {};
}

Result<std::string> parse_file_name(const std::string& flag, const std::string& text, std::string_view ending) {
    if (!text.empty() && text.ends_with(ending)) return text;
    const std::string kind = ending.empty() ? "a file name" : "a file name that ends in " + std::string(ending);
    return about(flag, "expected " + kind + ", got " + in_quotes(text));
}

/// Whether both name one file, however they are spelled; files that are not there yet, too.
bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code ignored;
    if (std::filesystem::equivalent(a, b, ignored)) return true;
    const auto whole = [&](const auto& file) {
        return std::filesystem::weakly_canonical(std::filesystem::absolute(file, ignored), ignored);
    };
    return whole(a) == whole(b);
}

Result<Command> parse_list(Strings given, Labs) {
    const std::vector<Flag> known{{"--json", ""}};
    const auto arguments = split(given, known);
    if (!arguments) return std::unexpected(arguments.error());
    if (!arguments->positional.empty()) {
        return std::unexpected("expected no more arguments, got " + in_quotes(arguments->positional.front()));
    }
    return ListLabs{arguments->has("--json")};
}

Result<Command> parse_describe(Strings given, Labs labs) {
    const std::vector<Flag> known{{"--json", ""}, {"--man", ""}};
    const auto arguments = split(given, known);
    if (!arguments) return std::unexpected(arguments.error());
    if (arguments->has("--man")) {
        if (given.size() > 1) return about("--man", "expected nothing beside it");
        return DescribeLab{};
    }
    const auto name = only_positional(*arguments, "a lab");
    if (!name) return std::unexpected(name.error());
    const auto lab = scenario::find_lab(labs, *name);
    if (!lab) return std::unexpected(lab.error());
    return DescribeLab{*lab, arguments->has("--json")};
}

Result<Command> parse_run(Strings given, Labs labs) {
    const std::vector<Flag> known{{"--engine", "threads or virtual"}, {"--seed", "a whole number"},
                                  {"--duration", "seconds"},          {"--set", "ID=VALUE", true},
                                  {"--at", "TIME:ID=VALUE", true},    {"--csv", "a file name"},
                                  {"--trace", "a file name"},         {"--json", ""}};
    const auto arguments = split(given, known);
    if (!arguments) return std::unexpected(arguments.error());
    auto subject = find_subject(*arguments, labs);
    if (!subject) return std::unexpected(subject.error());
    if (const auto done = override_experiment(*arguments, *subject->lab, subject->experiment); !done) {
        return std::unexpected(done.error());
    }
    RunExperiment command;
    for (const auto& [flag, name] : {std::pair{"--csv", &command.csv}, {"--trace", &command.trace}}) {
        const auto text = arguments->value(flag);
        if (!text) continue;
        const auto file = parse_file_name(flag, *text, "");
        if (!file) return std::unexpected(file.error());
        *name = *file;
        std::error_code ignored;
        if (subject->from_file && std::filesystem::equivalent(*file, arguments->positional.front(), ignored))
            return about(flag, "expected another file than the experiment's, got " + in_quotes(*file));
    }
    if (!command.csv.empty() && !command.trace.empty() && is_same_file(command.csv, command.trace))
        return about("--trace", "expected another file than that of --csv, got " + in_quotes(command.trace));
    command.lab = subject->lab;
    command.experiment = std::move(subject->experiment);
    command.json = arguments->has("--json");
    return command;
}

Result<std::pair<int, int>> parse_size(const std::string& text) {
    const char* const end = text.data() + text.size();
    int width = 0;
    int height = 0;
    const auto first = std::from_chars(text.data(), end, width);
    const bool separated = first.ec == std::errc{} && first.ptr != end && *first.ptr == 'x';
    const auto second = separated ? std::from_chars(first.ptr + 1, end, height) : first;
    const bool whole = separated && second.ec == std::errc{} && second.ptr == end;
    if (!whole || width < 1024 || width > 7680 || height < 600 || height > 4320) {
        return about("--size", "expected WIDTHxHEIGHT in pixels from 1024x600 to 7680x4320, got " + in_quotes(text));
    }
    return std::pair{width, height};
}

Result<void> parse_picture(const Arguments& arguments, TakeScreenshot& command) {
    const auto out = arguments.value("--out");
    if (!out) return std::unexpected("expected --out FILE.png");
    const auto file = parse_file_name("--out", *out, ".png");
    if (!file) return std::unexpected(file.error());
    const auto folder = std::filesystem::path(*file).parent_path();
    std::error_code ignored;
    if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
        return about("--out", "expected a file in a folder that exists, got " + in_quotes(*file));
    }
    // Now, not after the run that the picture is of.
    const bool exists = std::filesystem::exists(*file, ignored);
    const std::string where = exists ? *file : folder.empty() ? "." : folder.string();
    if (std::filesystem::is_directory(*file, ignored) || access(where.c_str(), W_OK) != 0) {
        return about("--out", "expected a file that can be written, got " + in_quotes(*file));
    }
    command.out = *file;
    command.compare = arguments.has("--compare");
    if (const auto text = arguments.value("--after")) {
        const auto seconds = scenario::parse_time_s(*text);
        if (!seconds) return about("--after", seconds.error());
        command.after_s = *seconds;
    }
    if (const auto text = arguments.value("--theme")) {
        if (*text != "light" && *text != "dark") {
            return about("--theme", "expected light or dark, got " + in_quotes(*text));
        }
        command.dark = *text == "dark";
    }
    if (const auto text = arguments.value("--language")) {
        const auto language = ui::language_of(*text);
        if (!language) return about("--language", "expected en or de, got " + in_quotes(*text));
        command.language = *language;
    }
    if (const auto text = arguments.value("--size")) {
        const auto size = parse_size(*text);
        if (!size) return std::unexpected(size.error());
        std::tie(command.width, command.height) = *size;
    }
    return {};
}

Result<Command> parse_screenshot(Strings given, Labs labs) {
    const std::vector<Flag> known{{"--out", "FILE.png"},      {"--after", "seconds"},     {"--theme", "light or dark"},
                                  {"--language", "en or de"}, {"--size", "WIDTHxHEIGHT"}, {"--compare", ""}};
    const auto arguments = split(given, known);
    if (!arguments) return std::unexpected(arguments.error());
    auto subject = find_subject(*arguments, labs);
    if (!subject) return std::unexpected(subject.error());
    TakeScreenshot command;
    if (const auto done = parse_picture(*arguments, command); !done) return std::unexpected(done.error());
    command.experiment = std::move(subject->experiment);
    // In virtual time a picture can be taken again, and does not take as long as what it shows.
    if (!subject->from_file) command.experiment.engine = labs::EngineKind::virtual_time;
    return command;
}

Result<Command> parse_bench(Strings given, Labs labs) {
    const std::vector<Flag> known{{"--seconds", "seconds"},   {"--set", "ID=VALUE", true},
                                  {"--size", "WIDTHxHEIGHT"}, {"--all", ""},
                                  {"--compare", ""},          {"--json", ""}};
    const auto arguments = split(given, known);
    if (!arguments) return std::unexpected(arguments.error());
    BenchWindow command;
    command.all_labs = arguments->has("--all");
    if (command.all_labs) {
        if (!arguments->positional.empty() || arguments->has("--set"))
            return about("--all", "expected no lab, file or --set beside it");
        command.width = 1920;
        command.height = 1080;
    } else if (arguments->positional.empty()) {
        if (arguments->has("--set")) return about("--set", "expected a lab or an experiment file that it is for");
    } else {
        auto subject = find_subject(*arguments, labs);
        if (!subject) return std::unexpected(subject.error());
        if (const auto done = override_experiment(*arguments, *subject->lab, subject->experiment); !done) {
            return std::unexpected(done.error());
        }
        command.experiment = std::move(subject->experiment);
    }
    command.compare = arguments->has("--compare");
    command.json = arguments->has("--json");
    if (const auto text = arguments->value("--seconds")) {
        const auto seconds = scenario::parse_duration_s(*text);
        if (!seconds) return about("--seconds", seconds.error());
        command.seconds = *seconds;
    }
    if (const auto text = arguments->value("--size")) {
        const auto size = parse_size(*text);
        if (!size) return std::unexpected(size.error());
        std::tie(command.width, command.height) = *size;
    }
    return command;
}

struct CommandSpec {
    std::string name;
    Result<Command> (*parse)(Strings, Labs);
};

const std::vector<CommandSpec>& commands() {
    static const std::vector<CommandSpec> all{{"list", parse_list},
                                              {"describe", parse_describe},
                                              {"run", parse_run},
                                              {"screenshot", parse_screenshot},
                                              {"bench-ui", parse_bench}};
    return all;
}

Result<Command> parse_window(Strings given, Labs labs) {
    const auto arguments = split(given, {});
    if (!arguments) {
        const std::vector<std::string> names{"--help", "--version"};
        const auto flag = std::find_if(given.begin(), given.end(),
                                       [](const std::string& word) { return word.size() > 1 && word[0] == '-'; });
        return std::unexpected("expected a command, an experiment file, --help or --version, got " + in_quotes(*flag) +
                               labs::suggestion(*flag, names));
    }
    const auto& names = arguments->positional;
    if (names.empty()) return OpenWindow{};  // "--" alone
    if (names.size() > 1) {
        return std::unexpected("expected one experiment file, got also " + in_quotes(names[1]));
    }
    auto experiment = scenario::read_experiment(names.front(), labs);
    if (!experiment) return std::unexpected(experiment.error());
    return OpenWindow{std::move(*experiment)};
}

}  // namespace

std::expected<Command, std::string> parse_command_line(Strings arguments, Labs labs) {
    const auto ends = std::find(arguments.begin(), arguments.end(), "--");
    const auto asks = [&](const char* flag) { return std::find(arguments.begin(), ends, flag) != ends; };
    if (asks("--help") || asks("-h")) return ShowHelp{};
    if (asks("--version")) return ShowVersion{};
    if (arguments.empty()) return OpenWindow{};

    const auto& first = arguments.front();
    std::vector<std::string> names;
    for (const auto& command : commands()) {
        if (first != command.name) {
            names.push_back(command.name);
            continue;
        }
        auto parsed = command.parse(arguments.subspan(1), labs);
        if (!parsed) return std::unexpected(command.name + ": " + parsed.error());
        return parsed;
    }
    if (first.starts_with('-') || looks_like_file(first)) return parse_window(arguments, labs);
    return std::unexpected("expected a command (" + labs::joined(names) + ") or an experiment file, got " +
                           in_quotes(first) + labs::suggestion(first, names));
}

}  // namespace weir::app
