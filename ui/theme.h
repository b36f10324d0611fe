// Colours and shapes of the window, in a light and a dark form. Everything drawn takes its colours from here, so that a
// role has one colour everywhere.
#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QPalette>
#include <cmath>

#include "core/labs/lab.h"
#include "core/metrics/fate.h"

class QApplication;

namespace weir::ui {

struct Theme {
    bool dark = true;
    bool high_contrast = false;
    double stroke = 1;  ///< logical pixels of borders and of the lines of plots, before interface_scale()
    QColor window;      ///< behind everything
    QColor panel;       ///< cards, side panels, bars
    QColor raised;      ///< buttons and fields
    QColor border;
    QColor grid;   ///< lines inside a plot
    QColor track;  ///< pipes, slider grooves: solid but quiet
    QColor text;
    QColor muted;      ///< captions
    QColor accent;     ///< the primary button, what is selected, work in progress
    QColor on_accent;  ///< text on accent
    QColor good;
    QColor bad;
    QColor warning;
    QColor special;
    QColor slow;  ///< apart from the fates' colours: a slow call may end as any of them

    QColor of(labs::Tone tone) const;
    QColor of(Fate fate) const;
    QPalette palette() const;
    QString style_sheet() const;
};

const Theme& light_theme();
const Theme& dark_theme();
/// The same on a pure ground: text has a contrast of 7:1 or more, borders and what shows the focus are thicker.
const Theme& dark_contrast_theme();
const Theme& light_contrast_theme();
const Theme& theme_for(bool dark, bool high_contrast = false);

/// Whether the system's own palette is dark, whatever this program's is now.
bool system_is_dark();

/// How much larger than designed everything is that is read: 1, or more for a projector. One for the whole program.
/// Widgets ask for it when they are made, when the font of the application changes and when they are given a theme.
double interface_scale();
/// Sets it, and the font of the application with it; the style sheet and what has a theme are the caller's to set anew.
void set_interface_scale(double scale);
/// That many pixels of the design now.
inline int scaled(double pixels) { return static_cast<int>(std::lround(pixels * interface_scale())); }

/// WCAG contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);

/// The application as Weir sets it up everywhere: one style, one font, so that it looks the same on every machine.
void set_up_application(QApplication& app);

/// The window's typeface in so many pixels of the design, times interface_scale(); loaded from the program's own
/// resources so that it looks the same everywhere.
QFont interface_font(int pixels = 13, QFont::Weight weight = QFont::Normal);
/// The same without the scale, for what is painted scaled as a whole.
QFont designed_font(int pixels = 13, QFont::Weight weight = QFont::Normal);

/// A fate's shape, so that it is told by more than colour: completed dot, failed cross, rejected diamond, timed out
/// triangle, cancelled ring, dropped hollow square. `radius` in logical pixels.
void draw_fate(QPainter& painter, const Theme& theme, Fate fate, QPointF centre, double radius);
/// An item in progress: a dot in the accent colour.
void draw_item(QPainter& painter, const Theme& theme, QPointF centre, double radius);

}  // namespace weir::ui
