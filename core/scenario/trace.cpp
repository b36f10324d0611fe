#include "core/scenario/trace.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "core/labs/text.h"
#include "core/metrics/fate.h"

namespace weir::scenario {
namespace {

// A process of the format is a group of rows; the order of the numbers is the order on the screen.
constexpr int run_track = 1;
constexpr int worker_track = 2;
constexpr int item_track = 3;

std::string quoted(std::string_view text) {
    using nlohmann::json;
    return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::int64_t to_ns(double t_s) { return from_seconds(t_s).count(); }

/// Microseconds, the unit of the format, to the nanosecond.
std::string microseconds(std::int64_t ns) {
    char text[40];
    std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(ns / 1000),
                  static_cast<long long>(ns % 1000));
    return text;
}

}  // namespace

TraceWriter::TraceWriter(std::ostream& out, const labs::LabInfo& lab, const labs::Experiment& experiment,
                         unsigned workers)
    : out_{out}, lab_{lab}, row_{lab} {
    out_ << "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[";
    name_track(run_track, lab.title + ", " + std::string{labs::id_of(experiment.engine)} + ", seed " +
                              std::to_string(experiment.seed));
    name_track(worker_track, "Workers");
    name_track(item_track, "Items");
    for (unsigned i = 0; i < workers; ++i) name_row(worker_track, i, "worker " + std::to_string(i));
    name_row(worker_track, workers, "outside");
}

void TraceWriter::begin(std::string_view phase, std::string_view name, std::int64_t ns, int track, std::uint64_t row) {
    out_ << (first_ ? "\n" : ",\n") << "{\"ph\":\"" << phase << "\",\"name\":" << quoted(name)
         << ",\"ts\":" << microseconds(ns) << ",\"pid\":" << track << ",\"tid\":" << row;
    first_ = false;
}

void TraceWriter::name_track(int track, std::string_view name) {
    begin("M", "process_name", 0, track, 0);
    out_ << ",\"args\":{\"name\":" << quoted(name) << "}}";
    begin("M", "process_sort_index", 0, track, 0);
    out_ << ",\"args\":{\"sort_index\":" << track << "}}";
}

void TraceWriter::name_row(int track, std::uint64_t row, std::string_view name) {
    begin("M", "thread_name", 0, track, row);
    out_ << ",\"args\":{\"name\":" << quoted(name) << "}}";
    begin("M", "thread_sort_index", 0, track, row);
    out_ << ",\"args\":{\"sort_index\":" << row << "}}";
}

void TraceWriter::write(const PollEvent& poll) {
    const auto number = tasks_.try_emplace(poll.task, tasks_.size() + 1).first->second;
    begin("X", "task " + std::to_string(number), poll.begin.time_since_epoch().count(), worker_track, poll.worker);
    out_ << ",\"dur\":" << microseconds((poll.end - poll.begin).count());
    if (poll.stolen) out_ << ",\"args\":{\"stolen\":true}";
    out_ << '}';
}

void TraceWriter::write(const labs::ItemEvent& item) {
    using Kind = labs::ItemEvent::Kind;
    if (item.kind == Kind::moved) return;
    const auto* const phase = item.kind == Kind::arrived ? "b" : item.kind == Kind::started ? "n" : "e";
    begin(phase, item.kind == Kind::started ? "started" : "item", to_ns(item.t_s), item_track, 0);
    out_ << ",\"cat\":\"item\",\"id\":" << item.item;
    if (item.kind == Kind::ended) out_ << ",\"args\":{\"fate\":\"" << id_of(item.fate) << "\"}";
    out_ << '}';
}

void TraceWriter::write(const labs::Sample& sample) {
    row_.next(sample);
    for (const auto& series : lab_.series) {
        const auto value = row_.value(series);
        if (!value) continue;
        begin("C", series.id, to_ns(sample.t_s), run_track, 0);
        out_ << ",\"args\":{" << quoted(series.unit.empty() ? series.label : series.unit) << ':'
             << labs::format_number(*value) << "}}";
    }
    if (sample.phase == phase_ || sample.phase >= lab_.phases.size()) return;
    phase_ = sample.phase;
    begin("i", lab_.phases[phase_].label, to_ns(sample.t_s), run_track, 0);
    out_ << ",\"s\":\"g\"}";
}

void TraceWriter::write(const labs::AppliedChange& change) {
    const auto& spec = lab_.parameters[change.parameter];
    const auto text = [&](double value) { return labs::format_value(spec, value); };
    begin("i", spec.id + " = " + text(change.to), to_ns(change.t_s), run_track, 0);
    out_ << ",\"s\":\"g\",\"args\":{\"from\":" << quoted(text(change.from)) << "}}";
}

void TraceWriter::finish(std::uint64_t items, std::uint64_t polls) {
    out_ << "\n],\"otherData\":{\"dropped_item_events\":" << items << ",\"dropped_polls\":" << polls << "}}\n";
}

}  // namespace weir::scenario
