// One line for whoever has the window for the first time. It has a place of its own, stops nothing and goes by a click,
// by Esc, or when the window is closed.
#pragma once

#include <QFrame>

namespace weir::ui {

class HintLine final : public QFrame {
    Q_OBJECT
public:
    explicit HintLine(QWidget* parent = nullptr);

signals:
    void dismissed();

protected:
    void mousePressEvent(QMouseEvent* event) override;
};

}  // namespace weir::ui
