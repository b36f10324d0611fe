#include "ui/hint_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>

namespace weir::ui {

HintLine::HintLine(QWidget* parent) : QFrame{parent} {
    setObjectName(QStringLiteral("hint"));
    setAttribute(Qt::WA_StyledBackground);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Hint"));
    auto* words = new QLabel{tr("Space pauses  ·  drag a knob, it acts at once  ·  F8 opens lessons and code")};
    words->setMinimumWidth(1);  // cut rather than pushing the window wider
    auto* close = new QToolButton;
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Dismiss the hint"));
    close->setToolTip(tr("Dismiss the hint (Esc)"));
    close->setWhatsThis(close->toolTip());
    connect(close, &QToolButton::clicked, this, &HintLine::dismissed);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(10, 1, 1, 1);
    row->addWidget(words, 1);
    row->addWidget(close);
}

void HintLine::mousePressEvent(QMouseEvent* event) {
    QFrame::mousePressEvent(event);
    emit dismissed();
}

}  // namespace weir::ui

#include "moc_hint_line.cpp"
