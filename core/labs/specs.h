// Writing down a lab's parameters: the few shapes they have, so that each is described in one expression.
#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/parameters.h"

namespace weir::labs::specs {

struct Named {
    std::string id;
    std::string label;
    std::string_view group;
    std::string unit;
};

struct Range {
    double minimum;
    double maximum;
    double initial;
    Scale scale = Scale::linear;
    int decimals = 0;
};

ParameterSpec real(Named named, const Range& range, std::string help);
ParameterSpec integer(Named named, const Range& range, std::string help);
/// @param initial index of the word it starts with
ParameterSpec words(Named named, std::vector<std::string> choices, int initial, std::string help);
/// Off at the start.
ParameterSpec toggle(Named named, std::string help);

/// A change takes a new run.
ParameterSpec on_restart(ParameterSpec spec);
/// Shown while the choice `id` is one of these words.
ParameterSpec only(ParameterSpec spec, std::string id, std::vector<std::string> choices);
/// Shown while the number `id` is above 0.
ParameterSpec while_above_0(ParameterSpec spec, std::string id);
/// Of the production variant alone.
ParameterSpec production(ParameterSpec spec);
/// Of the textbook variant alone.
ParameterSpec textbook(ParameterSpec spec);

/// The group less a parameter that has no part in a lab.
std::vector<ParameterSpec> without(std::string_view id, std::vector<ParameterSpec> group);

/// A button for what happens once when a toggle is switched on: it switches it on, and off again 0.1 s later.
/// @param named the button's own; its group is that of the parameter, its unit none
ActionSpec press(Named named, const std::string& toggle, Tone tone, std::string help);

/// Those of a lab's parameters that another lab has, too, in this order. @pre they are all there
std::vector<ParameterSpec> taken_from(const std::vector<ParameterSpec>& lab, const std::vector<std::string_view>& ids);

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace weir::labs::specs
