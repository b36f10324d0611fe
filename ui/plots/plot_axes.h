// How the axes of a plot choose their ranges, steps and labels.
#pragma once

class QCPAxis;

namespace weir::ui {

/// The top of a linear axis in four equal round steps, for data up to `value`: 280 for 232. 1 when there is no data.
double round_maximum(double value);

/// The step of the time axis in seconds: the smallest of 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300 ... that gives at
/// most six.
double time_step(double span_s);

/// The whole decades that hold [low, high], at least two: labels at both ends and one between. @pre 0 < low <= high
struct Decades {
    double bottom = 1;
    double top = 1000;
};
Decades decades(double low, double high);

/// Gives the axis its ticker: fixed steps, or decades. Labels are short: 0.5, 64, 1000, 20k.
void set_steps(QCPAxis& axis, bool logarithmic);
/// @pre set_steps(axis, false) was called
void set_step(QCPAxis& axis, double step);

}  // namespace weir::ui
