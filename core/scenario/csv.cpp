#include "core/scenario/csv.h"

#include <string>

#include "core/labs/text.h"

namespace weir::scenario {

namespace {

std::string cell(std::string text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

}  // namespace

CsvWriter::CsvWriter(std::ostream& out, const labs::LabInfo& lab) : out_(out), lab_(lab), row_(lab) {
    out_ << "t_s";
    for (const auto& series : lab_.series) out_ << ',' << cell(series.id);
    out_ << ",phase\n";
}

void CsvWriter::write(const labs::Sample& sample) {
    row_.next(sample);
    out_ << labs::format_number(sample.t_s);
    for (const auto& series : lab_.series) {
        const auto value = row_.value(series);
        out_ << ',' << (value ? labs::format_number(*value) : std::string{});
    }
    out_ << ',' << (sample.phase < lab_.phases.size() ? cell(lab_.phases[sample.phase].id) : std::string{}) << '\n';
    out_.flush();  // what has been measured is there, however the run ends
}

}  // namespace weir::scenario
