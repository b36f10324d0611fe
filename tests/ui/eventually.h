// Waiting in tests of the window, while its events go on.
#pragma once

#include <QTest>

namespace weir::ui {

/// Whether `holds` does, sooner or later: a minute is long for any machine, sanitized or busy with something else.
template <class Holds>
bool eventually(Holds holds) {
    return QTest::qWaitFor(holds, 60'000);
}

}  // namespace weir::ui
