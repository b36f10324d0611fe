#include "core/scenario/csv.h"

#include <cmath>
#include <string>

#include "core/labs/text.h"
#include "core/metrics/fate.h"

namespace weir::scenario {

namespace {

constexpr std::size_t rows_kept = 4;  // the least a History takes

std::string cell(std::string text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

}  // namespace

CsvWriter::CsvWriter(std::ostream& out, const labs::LabInfo& lab) : out_(out), lab_(lab), last_(rows_kept) {
    labs::Sample start;
    start.totals.resize(1 + fate_count + lab.own_totals.size());
    start.gauges.resize(lab.gauges.size());
    last_.add(std::move(start));
    out_ << "t_s";
    for (const auto& series : lab_.series) out_ << ',' << cell(series.id);
    out_ << ",phase\n";
}

void CsvWriter::write(const labs::Sample& sample) {
    last_.add(sample);
    out_ << labs::format_number(sample.t_s);
    for (const auto& series : lab_.series) {
        const double value = last_.value(series, last_.size() - 1, 0);
        out_ << ',' << (std::isnan(value) ? std::string{} : labs::format_number(value));
    }
    out_ << ',' << (sample.phase < lab_.phases.size() ? cell(lab_.phases[sample.phase].id) : std::string{}) << '\n';
}

}  // namespace weir::scenario
