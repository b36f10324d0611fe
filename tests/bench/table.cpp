// Runs the programs behind the benchmark table and prints it: `bench_table FOLDER REPEAT REGEX table|json`.
//
// Interleaved: each round runs a row once on every program before the next round does, so that whatever else the
// machine is doing hits all alike. The median over the rounds counts; quote the ratios, not the times.
#include <regex.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/budgets.h"
#include "tests/bench/rows.h"

namespace {

using Samples = std::vector<double>;

[[noreturn]] void fail(const std::string& message, int status = 1) {
    std::fprintf(stderr, "weir: %s\n", message.c_str());
    std::exit(status);
}

double median(Samples samples) {
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::ranges::nth_element(samples, middle);
    if (samples.size() % 2 == 1) return *middle;
    return (*std::max_element(samples.begin(), middle) + *middle) / 2;
}

/// What the command writes to its standard output. Ends the program if it fails.
std::string output_of(const std::string& command) {
    auto* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) fail("cannot run " + command);
    std::string text;
    std::array<char, 4096> part;
    while (const auto size = std::fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), size);
    if (const int status = pclose(pipe); status != 0)
        fail(command + " ended with status " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : status));
    return text;
}

class Program {
public:
    /// @param suffix of the rows that are this program's, after the row's id; the rest of the list is somebody else's
    Program(const char* name, const std::string& path, const char* suffix = "")
        : name_{name}, path_{"'" + path + "'"}, suffix_{suffix} {
        const auto list = output_of(path_ + " --list");
        for (std::size_t begin = 0, end = 0; (end = list.find('\n', begin)) != std::string::npos; begin = end + 1)
            rows_.insert(list.substr(begin, end - begin));
    }

    const char* name() const { return name_; }
    bool has(const char* row) const { return rows_.contains(row + suffix_); }

    double nanoseconds(const char* row, std::size_t count) const {
        // No row takes a minute; one that hangs must not hang the table.
        const auto command = "timeout 300 " + path_ + " " + row + suffix_ + " " + std::to_string(count) + " " +
                             std::to_string(bench::worker_count);
        const auto text = output_of(command);
        const auto at = text.find("\"ns\": ");
        if (at == std::string::npos) fail(command + " printed no result");
        return std::strtod(text.c_str() + at + 6, nullptr);
    }

private:
    const char* name_;
    std::string path_;
    std::string suffix_;
    std::set<std::string, std::less<>> rows_;
};

struct RowResult {
    const bench::RowSpec* spec;
    std::map<std::string_view, Samples> ns;  // an operation, by program

    std::optional<double> of(std::string_view program) const {
        const auto found = ns.find(program);
        if (found == ns.end()) return std::nullopt;
        return median(found->second);
    }
    std::optional<double> ratio(std::string_view program) const {
        const auto ours = of("weir");
        const auto theirs = of(program);
        if (!ours || !theirs) return std::nullopt;
        return *theirs / *ours;
    }
};

struct BudgetResult {
    const bench::BudgetSpec* spec;
    double value;
    bool within() const { return spec->at_most ? value <= spec->limit : value >= spec->limit; }
};

/// The goals this row misses, each in a line.
std::vector<std::string> missed_goals(const RowResult& result) {
    const auto names_row = [&](const auto& goal) {
        return goal.row != nullptr && std::strcmp(goal.row, result.spec->id) == 0;
    };
    const auto has_own = [&](const char* peer) {
        return std::ranges::any_of(bench::goals,
                                   [&](const auto& g) { return names_row(g) && std::strcmp(g.peer, peer) == 0; });
    };
    std::vector<std::string> missed;
    for (const auto& goal : bench::goals) {
        if (!names_row(goal) && (goal.row != nullptr || has_own(goal.peer))) continue;
        const auto ratio = result.ratio(goal.peer);
        if (!ratio || *ratio >= goal.at_least) continue;
        std::array<char, 200> line;
        std::snprintf(line.data(), line.size(), "%s: %s takes %.2f times ours, expected at least %g", result.spec->id,
                      goal.peer, *ratio, goal.at_least);
        missed.emplace_back(line.data());
    }
    return missed;
}

RowResult measure(const bench::RowSpec& spec, const std::vector<Program>& programs, std::size_t repeat) {
    RowResult result{&spec, {}};
    for (std::size_t round = 0; round < repeat; ++round)
        for (const auto& program : programs)
            if (program.has(spec.id))
                result.ns[program.name()].push_back(program.nanoseconds(spec.id, spec.count) /
                                                    static_cast<double>(spec.operations));
    return result;
}

BudgetResult measure(const bench::BudgetSpec& spec, const Program& program, std::size_t repeat) {
    Samples values;
    for (std::size_t round = 0; round < (spec.once ? 1 : repeat); ++round) {
        const double baseline = spec.baseline != nullptr ? program.nanoseconds(spec.baseline, spec.count) : 0;
        values.push_back(
            spec.value(program.nanoseconds(spec.row, spec.count), baseline, static_cast<double>(spec.count)));
    }
    return {&spec, median(values)};
}

// --- Output -------------------------------------------------------------------------------------------------------

class Printer {
public:
    virtual ~Printer() = default;
    virtual void row(const RowResult& result) = 0;
    virtual void budget(const BudgetResult& result) = 0;
    virtual void end(const Samples& ratios_to_tokio, const std::vector<std::string>& missed) = 0;
};

class TablePrinter final : public Printer {
public:
    TablePrinter(const std::vector<Program>& programs, std::size_t repeat) : programs_{programs} {
        std::printf(
            "ns an operation, %zu workers, median of %zu interleaved rounds; x: times ours\n"
            "tokio: as tutorials write it; tokio+: the same job by a well-made tokio program\n\n",
            bench::worker_count, repeat);
        std::printf("%-34s", "");
        for (const auto& program : programs_) std::printf("%9s", program.name());
        for (std::size_t i = 1; i < programs_.size(); ++i) std::printf("%9s x", programs_[i].name());
        std::printf("   one operation\n");
    }
    void row(const RowResult& result) override {
        std::printf("%-34s", result.spec->title);
        for (const auto& program : programs_) print("%9.1f", "%9s", result.of(program.name()));
        for (std::size_t i = 1; i < programs_.size(); ++i) print("%11.2f", "%11s", result.ratio(programs_[i].name()));
        std::printf("   %s\n", result.spec->operation);
        std::fflush(stdout);
    }
    void budget(const BudgetResult& result) override {
        if (!budgets_begun_) std::printf("\n%-46s%10s%10s\n", "budgets", "measured", "limit");
        budgets_begun_ = true;
        const auto& spec = *result.spec;
        std::printf("%-46s%10.2f  %s %6g %s%s\n", spec.title, result.value, spec.at_most ? "<=" : ">=", spec.limit,
                    spec.unit, result.within() ? "" : "   MISSED");
        std::fflush(stdout);
    }
    void end(const Samples& ratios, const std::vector<std::string>& missed) override {
        if (!ratios.empty())
            std::printf("\nagainst tokio: lowest ratio %.2f, median ratio %.2f\n", std::ranges::min(ratios),
                        median(ratios));
        for (const auto& line : missed) std::printf("MISSED %s\n", line.c_str());
    }

private:
    static void print(const char* format, const char* empty, std::optional<double> value) {
        if (value)
            std::printf(format, *value);  // NOLINT: the two formats are those above
        else
            std::printf(empty, "-");
    }

    const std::vector<Program>& programs_;
    bool budgets_begun_ = false;
};

class JsonPrinter final : public Printer {
public:
    JsonPrinter(const std::vector<Program>& programs, std::size_t repeat) : programs_{programs} {
        std::printf("{\"workers\": %zu, \"repeat\": %zu,\n \"rows\": [", bench::worker_count, repeat);
    }
    void row(const RowResult& result) override {
        std::printf("%s\n  {\"id\": \"%s\", \"title\": \"%s\", \"operation\": \"%s\",\n   \"ns\": {",
                    rows_++ ? "," : "", result.spec->id, result.spec->title, result.spec->operation);
        const char* comma = "";
        for (const auto& [name, samples] : result.ns)
            std::printf("%s\"%s\": %.2f", std::exchange(comma, ", "), name.data(), median(samples));
        std::printf("}, \"ratio\": {");
        comma = "";
        for (const auto& program : programs_)
            if (const auto ratio = result.ratio(program.name()); ratio && std::strcmp(program.name(), "weir") != 0)
                std::printf("%s\"%s\": %.3f", std::exchange(comma, ", "), program.name(), *ratio);
        std::printf("},\n   \"samples\": {");
        comma = "";
        for (const auto& [name, samples] : result.ns) {
            std::printf("%s\"%s\": [", std::exchange(comma, ", "), name.data());
            for (std::size_t i = 0; i < samples.size(); ++i) std::printf("%s%.2f", i != 0 ? ", " : "", samples[i]);
            std::printf("]");
        }
        std::printf("}}");
    }
    void budget(const BudgetResult& result) override {
        if (budgets_ == 0) std::printf("],\n \"budgets\": [");
        const auto& spec = *result.spec;
        std::printf(
            "%s\n  {\"id\": \"%s\", \"title\": \"%s\", \"value\": %.4f, \"unit\": \"%s\", \"%s\": %g, \"within\": %s}",
            budgets_++ ? "," : "", spec.id, spec.title, result.value, spec.unit, spec.at_most ? "at_most" : "at_least",
            spec.limit, result.within() ? "true" : "false");
    }
    void end(const Samples& ratios, const std::vector<std::string>& missed) override {
        std::printf("%s],\n \"missed\": [", budgets_ == 0 ? "],\n \"budgets\": [" : "");
        const char* comma = "";
        for (const auto& line : missed) std::printf("%s\"%s\"", std::exchange(comma, ", "), line.c_str());
        std::printf("]");
        if (!ratios.empty())
            std::printf(",\n \"against_tokio\": {\"lowest\": %.3f, \"median\": %.3f}", std::ranges::min(ratios),
                        median(ratios));
        std::printf("}\n");
    }

private:
    const std::vector<Program>& programs_;
    std::size_t rows_ = 0;
    std::size_t budgets_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) fail("expected FOLDER REPEAT REGEX table|json", 2);
    const std::string folder = argv[1];
    const auto repeat = static_cast<std::size_t>(std::strtoul(argv[2], nullptr, 10));
    regex_t wanted{};
    if (repeat == 0 || regcomp(&wanted, argv[3], REG_EXTENDED | REG_NOSUB) != 0)
        fail("expected REPEAT > 0, a REGEX", 2);
    const auto is_wanted = [&](const auto& spec) { return regexec(&wanted, spec.id, 0, nullptr, 0) == 0; };
    if (std::ranges::none_of(bench::row_specs, is_wanted) && std::ranges::none_of(bench::budget_specs, is_wanted)) {
        std::string rows;
        for (const auto& spec : bench::row_specs) rows += std::string{" "} + spec.id;
        for (const auto& spec : bench::budget_specs) rows += std::string{" "} + spec.id;
        fail(std::string{"--rows "} + argv[3] + " matches none of" + rows, 2);
    }

    std::vector<Program> programs;
    programs.emplace_back("weir", folder + "/weir_bench");
    programs.emplace_back("tokio", folder + "/tokio/release/peer-tokio");
    programs.emplace_back("tokio+", folder + "/tokio/release/peer-tokio", "+");
    programs.emplace_back("oneTBB", folder + "/peer_tbb");
    programs.emplace_back("Asio", folder + "/peer_asio");

    std::unique_ptr<Printer> printer;
    if (std::strcmp(argv[4], "json") == 0)
        printer = std::make_unique<JsonPrinter>(programs, repeat);
    else
        printer = std::make_unique<TablePrinter>(programs, repeat);
    Samples ratios;  // of each row, to the better of tokio's programs
    std::vector<std::string> missed;
    for (const auto& spec : bench::row_specs) {
        if (!is_wanted(spec)) continue;
        const auto result = measure(spec, programs, repeat);
        Samples to_tokio;
        for (const auto* tokio : {"tokio", "tokio+"})
            if (const auto ratio = result.ratio(tokio)) to_tokio.push_back(*ratio);
        if (!to_tokio.empty()) ratios.push_back(std::ranges::min(to_tokio));
        for (auto& line : missed_goals(result)) missed.push_back(std::move(line));
        printer->row(result);
    }
    for (const auto& spec : bench::budget_specs) {
        if (!is_wanted(spec)) continue;
        const auto result = measure(spec, programs.front(), repeat);
        if (!result.within()) missed.push_back(std::string{spec.id} + ": over its limit");
        printer->budget(result);
    }
    // The median says something of the whole table alone.
    if (ratios.size() > 10 && median(ratios) < bench::median_goal)
        missed.push_back("median of the rows: tokio takes less than 2 times ours");
    printer->end(ratios, missed);
    regfree(&wanted);
    return missed.empty() ? 0 : 1;
}
