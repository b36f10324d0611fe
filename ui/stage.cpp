#include "ui/stage.h"

#include <QBoxLayout>

#include "ui/diagrams/diagram.h"
#include "ui/theme.h"

namespace weir::ui {
namespace {

QSize smallest_diagram() { return {scaled(500), scaled(170)}; }  // below that its captions overlap
constexpr int between_diagrams = 8;

}  // namespace

Stage::Stage(QWidget* parent) : QScrollArea{parent} {
    auto* inside = new QWidget{this};
    row_ = new QBoxLayout{QBoxLayout::LeftToRight, inside};
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(between_diagrams);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(inside);
    inside->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    setMinimumWidth(smallest_diagram().width());
}

void Stage::setDiagrams(Diagram* one, Diagram* other) {
    Diagram* const diagrams[] = {one, other};
    for (int i = 0; i < 2; ++i) {
        delete cells_[i];
        cells_[i] = nullptr;
        captions_[i] = nullptr;
        if (diagrams[i] == nullptr) continue;
        cells_[i] = new QWidget{widget()};
        auto* column = new QVBoxLayout{cells_[i]};
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(2);
        if (other != nullptr) {
            captions_[i] = new TextLine{cells_[i]};
            column->addWidget(captions_[i]);
        }
        diagrams[i]->setMinimumSize(smallest_diagram());
        diagrams[i]->setFocusPolicy(Qt::StrongFocus);
        column->addWidget(diagrams[i], 1);
        row_->addWidget(cells_[i], 1);
    }
}

void Stage::setCaptions(const TextLine::Pieces& one, const TextLine::Pieces& other) {
    if (captions_[0] != nullptr) captions_[0]->setPieces(one);
    if (captions_[1] != nullptr) captions_[1]->setPieces(other);
}

void Stage::setScrollable(bool scrollable) {
    scrollable_ = scrollable;
    fit();
}

void Stage::fitScale() {
    setMinimumWidth(smallest_diagram().width());
    for (auto* diagram : findChildren<Diagram*>()) diagram->setMinimumSize(smallest_diagram());
    fit();
}

void Stage::fit() {
    const bool beside = viewport()->width() >= 2 * smallest_diagram().width() + between_diagrams;
    row_->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    setMinimumHeight(scrollable_ ? smallest_diagram().height() : row_->minimumSize().height());
}

void Stage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    fit();
}

}  // namespace weir::ui

#include "moc_stage.cpp"
