#include "ui/diagrams/diagram.h"

#include "ui/diagrams/breaker_diagram.h"

namespace weir::ui {

Diagram* make_diagram(const labs::LabInfo& info, const Theme& theme, QWidget* parent) {
    if (info.id == "circuit-breaker") return new BreakerDiagram{theme, parent};
    return nullptr;
}

}  // namespace weir::ui
