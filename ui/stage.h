// Where a lab's diagram stands, or two of them when two variants are compared: beside each other where there is room,
// else one above the other.
#pragma once

#include <QScrollArea>

#include "ui/text_line.h"

class QBoxLayout;

namespace weir::ui {

class Diagram;

class Stage final : public QScrollArea {
    Q_OBJECT
public:
    explicit Stage(QWidget* parent = nullptr);

    /// Takes them over and deletes those of before. `other` may be null: then there are no captions, either.
    void setDiagrams(Diagram* one, Diagram* other);
    /// What stands above each; rich text.
    void setCaptions(const TextLine::Pieces& one, const TextLine::Pieces& other);
    /// Whether it may scroll to be lower than all it holds.
    void setScrollable(bool scrollable);
    void fitScale();  ///< after a change of the interface's scale

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    QBoxLayout* row_;
    bool scrollable_ = false;
    QWidget* cells_[2] = {nullptr, nullptr};
    TextLine* captions_[2] = {nullptr, nullptr};
};

}  // namespace weir::ui
