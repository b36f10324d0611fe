#include "core/scenario/describe.h"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

#include "core/labs/run.h"
#include "core/labs/text.h"
#include "core/scenario/json_values.h"

namespace weir::scenario {

using labs::LabInfo;
using labs::ParameterSpec;

namespace {

const char* id_of(labs::Kind kind) {
    switch (kind) {
        case labs::Kind::real:
            return "real";
        case labs::Kind::integer:
            return "integer";
        case labs::Kind::choice:
            return "choice";
        case labs::Kind::toggle:
            return "toggle";
    }
    return "";
}

const char* id_of(labs::SeriesKind kind) {
    switch (kind) {
        case labs::SeriesKind::rate:
            return "rate";
        case labs::SeriesKind::gauge:
            return "gauge";
        case labs::SeriesKind::percentile:
            return "percentile";
    }
    return "";
}

Json parameter_json(const ParameterSpec& spec) {
    Json json;
    json["id"] = spec.id;
    json["label"] = spec.label;
    json["group"] = spec.group;
    json["unit"] = spec.unit;
    json["kind"] = id_of(spec.kind);
    if (spec.kind == labs::Kind::real || spec.kind == labs::Kind::integer) {
        json["minimum"] = json_number(spec.minimum);
        json["maximum"] = json_number(spec.maximum);
        json["scale"] = spec.scale == labs::Scale::linear ? "linear" : "logarithmic";
    }
    if (spec.kind == labs::Kind::choice) json["choices"] = spec.choices;
    json["default"] = json_value(spec, spec.initial);
    json["acts"] = spec.acts == labs::Acts::at_once ? "at_once" : "on_restart";
    if (spec.shown_when) {
        json["shown_when"] = {{"parameter", spec.shown_when->id}};
        if (!spec.shown_when->or_ids.empty()) json["shown_when"]["or_parameters"] = spec.shown_when->or_ids;
        if (spec.shown_when->choices.empty())
            json["shown_when"]["above"] = 0;
        else
            json["shown_when"]["choices"] = spec.shown_when->choices;
    }
    json["help"] = spec.help;
    return json;
}

Json series_json(const labs::SeriesSpec& series) {
    Json json;
    json["id"] = series.id;
    json["label"] = series.label;
    json["unit"] = series.unit;
    json["kind"] = id_of(series.kind);
    if (series.kind == labs::SeriesKind::percentile) json["quantile"] = series.quantile;
    return json;
}

Json plot_json(const labs::PlotSpec& plot) {
    Json json;
    json["title"] = plot.title;
    json["scale"] = plot.logarithmic ? "logarithmic" : "linear";
    json["series"] = plot.series;
    json["limits"] = Json::array();
    for (const auto& limit : plot.limits)
        json["limits"].push_back({{"parameter", limit.parameter}, {"label", limit.label}});
    return json;
}

Json action_json(const labs::ActionSpec& action) {
    Json json;
    json["id"] = action.id;
    json["label"] = action.label;
    json["help"] = action.help;
    json["changes"] = Json::array();
    for (const auto& step : action.steps)
        json["changes"].push_back(
            {{"after_s", step.after_s}, {"parameter", step.parameter}, {"value", json_number(step.value)}});
    return json;
}

void add_names(const Json& figures, const std::string& before, std::vector<std::string>& names) {
    for (const auto& [name, value] : figures.items()) {
        if (value.is_object())
            add_names(value, before + name + "/", names);
        else
            names.push_back(before + name);
    }
}

/// Of the figures that are the lab's own in the result of a run, as paths; asked of a run that has not begun.
std::vector<std::string> own_figures(const LabInfo& lab) {
    std::vector<std::string> names;
    if (labs::find_lab(lab.id) == nullptr) return names;
    labs::Experiment experiment;
    experiment.lab = lab.id;
    experiment.engine = labs::EngineKind::virtual_time;
    const labs::Run run{experiment, {}};
    add_names(Json::parse(run.result().detail_json), "", names);
    return names;
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.resize(width, ' ');
    return text;
}

/// As troff reads it: nothing of it a command or a special character.
std::string troff(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\')
            escaped += "\\e";
        else if (c == '-')
            escaped += "\\-";
        else
            escaped += c;
    }
    if (escaped.starts_with('.') || escaped.starts_with('\'')) escaped.insert(0, "\\&");
    return escaped;
}

/// The range, the default and when a change acts, in one line.
std::string bounds_of(const ParameterSpec& spec) {
    return labs::expected_kind(spec) + "; default " + labs::format_value(spec, spec.initial) +
           (spec.acts == labs::Acts::on_restart ? "; acts by restart" : "");
}

template <class Range>
std::size_t widest_id(const Range& range) {
    std::size_t width = 0;
    for (const auto& item : range) width = std::max(width, item.id.size());
    return width;
}

}  // namespace

std::string list_text(std::span<const LabInfo> labs) {
    std::ostringstream out;
    const auto width = widest_id(labs) + 2;
    for (const auto& lab : labs) out << padded(lab.id, width) << lab.sentence << '\n';
    return out.str();
}

std::string list_json(std::span<const LabInfo> labs) {
    Json list = Json::array();
    for (const auto& lab : labs) list.push_back({{"id", lab.id}, {"title", lab.title}, {"sentence", lab.sentence}});
    return list.dump(2) + "\n";
}

std::string describe_text(const LabInfo& lab) {
    std::ostringstream out;
    out << lab.title << " (" << lab.id << ")\n" << lab.sentence << '\n';
    const auto width = widest_id(lab.parameters) + 2;
    const std::string* group = nullptr;
    for (const auto& spec : lab.parameters) {
        if (group == nullptr || *group != spec.group) out << '\n' << spec.group << '\n';
        group = &spec.group;
        out << "  " << padded(spec.id, width) << bounds_of(spec) << '\n'
            << "  " << padded("", width) << spec.help << '\n';
    }
    out << "\nSeries\n";
    const auto series_width = widest_id(lab.series) + 2;
    for (const auto& series : lab.series) {
        out << "  " << padded(series.id, series_width) << id_of(series.kind);
        if (!series.unit.empty()) out << ", " << series.unit;
        out << '\n';
    }
    if (!lab.phases.empty()) {
        out << "\nPhases\n";
        const auto phase_width = widest_id(lab.phases) + 2;
        for (const auto& phase : lab.phases) out << "  " << padded(phase.id, phase_width) << phase.label << '\n';
    }
    if (!lab.actions.empty()) {
        out << "\nButtons\n";
        const auto action_width = widest_id(lab.actions) + 2;
        for (const auto& action : lab.actions)
            out << "  " << padded(action.id, action_width) << action.label << ": " << action.help << '\n';
    }
    if (const auto figures = own_figures(lab); !figures.empty()) {
        out << "\nFigures of a run, under detail\n";
        for (const auto& figure : figures) out << "  " << figure << '\n';
    }
    return out.str();
}

std::string manual_page(std::span<const LabInfo> labs) {
    std::ostringstream out;
    out << ".\\\" Written by weir describe --man; see core/scenario/describe.cpp.\n"
           ".TH WEIR\\-LABS 7\n.SH NAME\nweir\\-labs \\- the labs of Weir, their parameters and series\n"
           ".SH DESCRIPTION\nParameters are set by\n.B weir run\nand in experiment files, see\n.BR weir (1).\n"
           "A change acts at once unless a restart is named.\n";
    for (const auto& lab : labs) {
        out << ".SH " << troff(lab.title) << "\n.BR " << troff(lab.id) << " :\n" << troff(lab.sentence) << '\n';
        const std::string* group = nullptr;
        for (const auto& spec : lab.parameters) {
            if (group == nullptr || *group != spec.group) out << ".SS " << troff(spec.group) << '\n';
            group = &spec.group;
            out << ".TP\n.B " << troff(spec.id) << '\n'
                << troff(bounds_of(spec)) << ".\n.br\n"
                << troff(spec.help) << '\n';
        }
        out << ".SS Series\n";
        for (const auto& series : lab.series)
            out << ".TP\n.B " << troff(series.id) << '\n'
                << troff(series.label) << ": " << id_of(series.kind)
                << (series.unit.empty() ? "" : ", " + troff(series.unit)) << '\n';
        if (!lab.phases.empty()) out << ".SS Phases\n";
        for (const auto& phase : lab.phases) out << ".TP\n.B " << troff(phase.id) << '\n' << troff(phase.label) << '\n';
        if (!lab.actions.empty()) out << ".SS Buttons\n";
        for (const auto& action : lab.actions)
            out << ".TP\n.B " << troff(action.label) << '\n' << troff(action.help) << '\n';
    }
    out << ".SH SEE ALSO\n.BR weir (1)\n";
    return out.str();
}

std::string describe_json(const LabInfo& lab) {
    Json json;
    json["id"] = lab.id;
    json["title"] = lab.title;
    json["sentence"] = lab.sentence;
    json["parameters"] = Json::array();
    for (const auto& spec : lab.parameters) json["parameters"].push_back(parameter_json(spec));
    json["series"] = Json::array();
    for (const auto& series : lab.series) json["series"].push_back(series_json(series));
    json["phases"] = Json::array();
    for (const auto& phase : lab.phases) json["phases"].push_back({{"id", phase.id}, {"label", phase.label}});
    json["plots"] = Json::array();
    for (const auto& plot : lab.plots) json["plots"].push_back(plot_json(plot));
    json["actions"] = Json::array();
    for (const auto& action : lab.actions) json["actions"].push_back(action_json(action));
    json["detail"] = own_figures(lab);
    return json.dump(2) + "\n";
}

}  // namespace weir::scenario
