// How the lines of one plot are told apart: by colour, and by dash where two have the same colour. A dash is no more
// than a look; which series has which by design says its tone.
#pragma once

#include <QColor>
#include <QPen>
#include <QRectF>
#include <span>
#include <vector>

#include "core/labs/lab.h"
#include "ui/theme.h"

namespace weir::ui {

enum class Dash { none, dashes, dots, dash_dot };

/// The dash of a tone: what is cancelled and what is dropped have the colour of their tokens, which is one.
Dash dash_of(labs::Tone tone);

/// The dashes of the lines of a plot, in their order. The first of a colour keeps its tone's dash; one that would look
/// like one before it takes the next that is free. More than four lines of a colour repeat.
std::vector<Dash> dashes_of(std::span<const labs::Tone> lines, const Theme& theme);

/// @param width in logical pixels
QPen line_pen(const QColor& colour, Dash dash, double width);

/// The same as bars of a legend's mark, 12 by 12 logical pixels.
std::vector<QRectF> legend_bars(Dash dash);

}  // namespace weir::ui
