#include "ui/diagrams/diagram.h"

#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QMenu>

#include "ui/diagrams/scene_diagram.h"
#include "ui/text.h"

namespace weir::ui {

Diagram::Diagram(const labs::LabInfo& info, QWidget* parent) : QWidget{parent}, info_{info} {
    setWhatsThis(
        QString::fromStdString(info.sentence) +
        tr("\nA dot is an item on its way. A click on an item or a part tells what it is; the right button, or "
           "Shift+F10, has what can be done there."));
}

void Diagram::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu{this};
    const bool by_keyboard = event->reason() == QContextMenuEvent::Keyboard && chosen();
    const auto at = by_keyboard ? chosen()->toPoint() : event->pos();
    if (const auto tells = tellsAt(at); !tells.isEmpty()) menu.addSection(tells);
    const auto setting = settingAt(at);
    for (std::size_t i = 0; i < info_.actions.size(); ++i) {
        auto* const item = menu.addAction(text(info_.actions[i].label));
        item->setToolTip(text(info_.actions[i].help));
        connect(item, &QAction::triggered, this, [this, i, setting] { emit pressed(i, setting); });
    }
    if (!menu.isEmpty()) menu.exec(mapToGlobal(at));
}

void Diagram::focusInEvent(QFocusEvent* event) {
    shows_focus_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void Diagram::focusOutEvent(QFocusEvent* /*event*/) {
    shows_focus_ = false;
    update();
}

Diagram* make_diagram(const labs::LabInfo& info, const Theme& theme, QWidget* parent) {
    const auto* scene = scene_of(info.id);
    const auto name = Diagram::tr("Diagram: %1").arg(text(info.title));
    return scene != nullptr ? new SceneDiagram{info, *scene, name, theme, parent} : nullptr;
}

}  // namespace weir::ui

#include "moc_diagram.cpp"
