// Files that the program carries inside (resources/weir.qrc).
#pragma once

#include <QString>

namespace weir::ui {

/// Makes them readable, which they are not by themselves: the parts of a static library that nobody asks for are not
/// linked in. Costs nothing the second time.
void load_resources();

/// One of them, a text. Without it the program was built wrongly, and this says so.
QString carried_file(const QString& name);

}  // namespace weir::ui
