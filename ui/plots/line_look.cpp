#include "ui/plots/line_look.h"

#include <algorithm>
#include <array>

namespace weir::ui {
namespace {

constexpr std::array all_dashes{Dash::none, Dash::dashes, Dash::dots, Dash::dash_dot};

/// Dashes and gaps in turn, in widths of the line. Gaps are wide enough to be seen where the line is one pixel wide.
QList<qreal> pattern(Dash dash) {
    switch (dash) {
        case Dash::none:
            break;
        case Dash::dashes:
            return {7, 4};
        case Dash::dots:
            return {2, 3};
        case Dash::dash_dot:
            return {8, 3, 2, 3};
    }
    return {};
}

}  // namespace

Dash dash_of(labs::Tone tone) {
    if (tone == labs::Tone::cancelled) return Dash::dashes;
    if (tone == labs::Tone::dropped) return Dash::dots;
    return Dash::none;
}

std::vector<Dash> dashes_of(std::span<const labs::Tone> lines, const Theme& theme) {
    std::vector<Dash> dashes;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto taken = [&](Dash dash) {
            for (std::size_t k = 0; k < i; ++k)
                if (dashes[k] == dash && theme.of(lines[k]) == theme.of(lines[i])) return true;
            return false;
        };
        const auto own = std::ranges::find(all_dashes, dash_of(lines[i]));
        auto dash = own;
        while (taken(*dash)) {
            ++dash;
            if (dash == all_dashes.end()) dash = all_dashes.begin();
            if (dash == own) break;
        }
        dashes.push_back(*dash);
    }
    return dashes;
}

QPen line_pen(const QColor& colour, Dash dash, double width) {
    QPen pen{colour, width};
    if (dash == Dash::none) return pen;
    pen.setDashPattern(pattern(dash));
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

std::vector<QRectF> legend_bars(Dash dash) {
    switch (dash) {
        case Dash::none:
            break;
        case Dash::dashes:
            return {{0, 5, 5, 2}, {7, 5, 5, 2}};
        case Dash::dots:
            return {{0, 5, 2, 2}, {3, 5, 2, 2}, {6, 5, 2, 2}, {9, 5, 2, 2}};
        case Dash::dash_dot:
            return {{0, 5, 6, 2}, {8, 5, 2, 2}};
    }
    return {{0, 5, 11, 2}};
}

}  // namespace weir::ui
