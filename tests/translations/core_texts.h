// The texts of core that the window translates, which lupdate cannot find by itself: core knows nothing of Qt.
#pragma once

#include <QString>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// Each as it is looked up (ui/text.h). Those of LabInfo and of lessons are found by themselves; what a lab puts
/// together while it runs is listed in core_texts.cpp, whole or in parts. @pre the program's resources are there
std::set<QString> core_texts();

/// What core says of bad input, one line each: those about a file begin with its name, file.json where it has none.
std::vector<std::string> core_problems();

}  // namespace weir
