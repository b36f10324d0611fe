#include "ui/diagrams/diagram.h"

#include <QFocusEvent>

#include "ui/diagrams/breaker_diagram.h"
#include "ui/diagrams/scene_diagram.h"

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
    const auto* scene = scene_of(info.id);
    const auto name = Diagram::tr("Diagram: %1").arg(QString::fromStdString(info.title));
    return scene != nullptr ? new SceneDiagram{*scene, name, theme, parent} : nullptr;
}

}  // namespace weir::ui
