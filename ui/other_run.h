// The second run of a window that compares two variants.
#pragma once

#include <memory>

#include "core/labs/history.h"
#include "core/labs/session.h"

namespace weir::ui {

class Diagram;

struct OtherRun {
    std::unique_ptr<labs::Session> session;
    labs::History history;
    Diagram* diagram = nullptr;  // the stage owns it
};

}  // namespace weir::ui
