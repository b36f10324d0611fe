// An answer to choose, in as many lines as it needs where there is little room.
#pragma once

#include <QRadioButton>

namespace weir::ui {

class AnswerButton final : public QRadioButton {
    Q_OBJECT
public:
    explicit AnswerButton(const QString& words, QWidget* parent = nullptr);

    /// The answer; text() is it with line ends.
    QString words() const { return words_; }
    void setWords(const QString& words);

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void wrap();

    QString words_;
};

}  // namespace weir::ui
