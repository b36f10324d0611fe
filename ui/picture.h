// The window as a picture, the same every time on the virtual engine.
#pragma once

#include <QPixmap>

namespace weir::ui {

class Window;

/// What the window shows after_s engine seconds into its experiment. On the virtual engine it gets there as fast as it
/// can and equal experiments give equal pictures; on threads it takes that long. @pre the window's run is paused
QPixmap picture_of(Window& window, double after_s);

}  // namespace weir::ui
