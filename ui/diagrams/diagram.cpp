#include "ui/diagrams/diagram.h"

#include <QFocusEvent>

#include "ui/diagrams/breaker_diagram.h"

namespace weir::ui {

void Diagram::focusInEvent(QFocusEvent* event) {
    shows_focus_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void Diagram::focusOutEvent(QFocusEvent* /*event*/) {
    shows_focus_ = false;
    update();
}

Diagram* make_diagram(const labs::LabInfo& info, const Theme& theme, QWidget* parent) {
    if (info.id == "circuit-breaker") return new BreakerDiagram{theme, parent};
    return nullptr;
}

}  // namespace weir::ui
