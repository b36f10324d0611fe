// One line of text, cut to what room there is; the pointer and a screen reader are told the whole. It takes no part in
// the layout and is laid out in a fraction of the time of markup: a label whose text changes has all that is around it
// laid out and painted anew.
#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

namespace weir::ui {

class TextLine final : public QWidget {
    Q_OBJECT
public:
    /// A run of letters that look alike.
    struct Piece {
        QString text;
        bool bold = false;
        QColor colour = {};  ///< invalid: that of the line

        bool operator==(const Piece&) const = default;
    };
    using Pieces = std::vector<Piece>;

    explicit TextLine(QWidget* parent = nullptr);

    void setText(const QString& text) { setPieces({{text}}); }
    void setPieces(Pieces pieces);
    QString text() const;  ///< the whole
    /// What they take beside each other, in pixels.
    int widthOf(const Pieces& pieces) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QFont fontOf(const Piece& piece) const;

    Pieces pieces_;
};

}  // namespace weir::ui
