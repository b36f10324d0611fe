// Words of core in the window.
#pragma once

#include <QString>
#include <string>

namespace weir::ui {

inline QString text(const std::string& s) { return QString::fromStdString(s); }

}  // namespace weir::ui
