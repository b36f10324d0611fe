// Whether a window can be opened here, asked before Qt is: it ends the whole program when it finds no display.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace weir::app {

/// The value of an environment variable, or null.
using Environment = std::function<const char*(const char*)>;

/// Why no window can be opened, as one line that says what to do instead; nothing when it may work.
std::optional<std::string> missing_display(const Environment& environment);

/// From here on, if Qt finds no display after all, the program ends with that line and status 2. Call before any
/// QApplication.
void end_in_one_line_without_display();

}  // namespace weir::app
