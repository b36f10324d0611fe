#include "core/labs/specs.h"

#include <algorithm>
#include <cassert>

namespace weir::labs::specs {
namespace {

ParameterSpec describe(Kind kind, Named named, std::string help) {
    ParameterSpec spec;
    spec.id = std::move(named.id);
    spec.label = std::move(named.label);
    spec.group = named.group;
    spec.unit = std::move(named.unit);
    spec.help = std::move(help);
    spec.kind = kind;
    return spec;
}

ParameterSpec number(Kind kind, Named named, const Range& range, std::string help) {
    auto spec = describe(kind, std::move(named), std::move(help));
    spec.minimum = range.minimum;
    spec.maximum = range.maximum;
    spec.initial = range.initial;
    spec.scale = range.scale;
    spec.decimals = range.decimals;
    return spec;
}

}  // namespace

ParameterSpec real(Named named, const Range& range, std::string help) {
    return number(Kind::real, std::move(named), range, std::move(help));
}

ParameterSpec integer(Named named, const Range& range, std::string help) {
    return number(Kind::integer, std::move(named), range, std::move(help));
}

ParameterSpec words(Named named, std::vector<std::string> choices, int initial, std::string help) {
    auto spec = describe(Kind::choice, std::move(named), std::move(help));
    spec.maximum = static_cast<double>(choices.size() - 1);
    spec.initial = initial;
    spec.choices = std::move(choices);
    return spec;
}

ParameterSpec toggle(Named named, std::string help) {
    return describe(Kind::toggle, std::move(named), std::move(help));
}

ParameterSpec on_restart(ParameterSpec spec) {
    spec.acts = Acts::on_restart;
    return spec;
}

ParameterSpec only(ParameterSpec spec, std::string id, std::vector<std::string> choices) {
    spec.shown_when = Relevance{std::move(id), std::move(choices)};
    return spec;
}

ParameterSpec while_above_0(ParameterSpec spec, std::string id) {
    spec.shown_when = Relevance{std::move(id)};
    return spec;
}

std::vector<ParameterSpec> without(std::string_view id, std::vector<ParameterSpec> group) {
    std::erase_if(group, [&](const ParameterSpec& spec) { return spec.id == id; });
    return group;
}

ActionSpec press(Named named, const std::string& toggle, Tone tone, std::string help) {
    return {std::move(named.id),
            std::move(named.label),
            std::move(help),
            std::string{named.group},
            tone,
            {{0, toggle, 1}, {0.1, toggle, 0}}};
}

std::vector<ParameterSpec> taken_from(const std::vector<ParameterSpec>& lab, const std::vector<std::string_view>& ids) {
    std::vector<ParameterSpec> taken;
    taken.reserve(ids.size());
    for (const auto id : ids) {
        const auto spec = std::ranges::find(lab, id, &ParameterSpec::id);
        assert(spec != lab.end());
        taken.push_back(*spec);
    }
    return taken;
}

ParameterSpec production(ParameterSpec spec) { return only(std::move(spec), "variant", {"production"}); }

ParameterSpec textbook(ParameterSpec spec) { return only(std::move(spec), "variant", {"textbook"}); }

}  // namespace weir::labs::specs
