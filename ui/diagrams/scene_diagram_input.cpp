// What the pointer and the keyboard do with a diagram: they ask a part what it is, and press a button of the lab there.
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/diagrams/scene_diagram.h"

namespace weir::ui {
namespace {

QPointF direction_of(int key) {
    switch (key) {
        case Qt::Key_Left:
            return {-1, 0};
        case Qt::Key_Right:
            return {1, 0};
        case Qt::Key_Up:
            return {0, -1};
        case Qt::Key_Down:
            return {0, 1};
        default:
            return {};
    }
}

}  // namespace

QString SceneDiagram::tellsAt(QPointF at) const {
    const auto near = [&](const auto& item) { return std::hypot(item.at.x() - at.x(), item.at.y() - at.y()) < 8; };
    const auto& seen = travellers_.seen();
    if (const auto item = std::ranges::find_if(seen, near); item != seen.end())
        return item->fate ? Scene::tr("item %1: %2").arg(item->item).arg(fate_text(*item->fate))
                          : Scene::tr("item %1, here for %2 s").arg(item->item).arg(item->since_s, 0, 'f', 2);
    const auto* mark = shown_.at(at);
    return mark != nullptr ? mark->tells : QString{};
}

Setting SceneDiagram::settingAt(QPointF at) const {
    const auto* mark = shown_.at(at);
    return mark != nullptr ? mark->setting : Setting{};
}

void SceneDiagram::tellAt(QPointF local, QPoint global) {
    const auto tells = tellsAt(local);
    QToolTip::showText(global, tells.isEmpty() ? textTwin() : tells, this);
}

bool SceneDiagram::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return Diagram::event(event);
    const auto* help = dynamic_cast<QHelpEvent*>(event);
    if (help != nullptr) tellAt(help->pos(), help->globalPos());
    return true;
}

void SceneDiagram::mousePressEvent(QMouseEvent* event) {
    Diagram::mousePressEvent(event);
    if (event->button() == Qt::LeftButton) tellAt(event->position(), event->globalPosition().toPoint());
}

void SceneDiagram::keyPressEvent(QKeyEvent* event) {
    const auto direction = direction_of(event->key());
    if (!direction.isNull()) {
        const auto from = chosen_ ? *chosen_ : QPointF{};
        if (const auto next = shown_.next(from, chosen_ ? direction : QPointF{1, 1})) chosen_ = *next;
        if (chosen_) setAccessibleDescription(tellsAt(*chosen_));
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && chosen_) {
        tellAt(*chosen_, mapToGlobal(chosen_->toPoint()));
    } else {
        Diagram::keyPressEvent(event);
    }
}

}  // namespace weir::ui
