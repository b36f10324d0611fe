// One line of plain text, cut to what room there is; the pointer and a screen reader are told the whole. It takes no
// part in the layout: a label whose text changes has all that is around it laid out and painted anew.
#pragma once

#include <QWidget>

namespace weir::ui {

class TextLine final : public QWidget {
    Q_OBJECT
public:
    explicit TextLine(QWidget* parent = nullptr);

    void setText(const QString& text);
    const QString& text() const { return text_; }  ///< the whole

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString text_;
};

}  // namespace weir::ui
