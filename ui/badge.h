// A short word about the state of a lab in a round frame of its colour. It asks for a new layout only when it becomes
// clearly wider or narrower: its words may change twenty times a second.
#pragma once

#include <QColor>
#include <QWidget>

namespace weir::ui {

class Badge final : public QWidget {
    Q_OBJECT
public:
    explicit Badge(QWidget* parent = nullptr);

    void show(const QString& text, const QColor& colour);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();

    int width_ = 0;
    QString text_;
    QColor colour_;
};

}  // namespace weir::ui
