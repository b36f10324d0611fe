#include "ui/lessons/answer_button.h"

#include <QEvent>
#include <QStyle>
#include <QStyleOptionButton>

namespace weir::ui {

AnswerButton::AnswerButton(const QString& words, QWidget* parent) : QRadioButton{parent} { setWords(words); }

void AnswerButton::setWords(const QString& words) {
    words_ = words;
    setAccessibleName(words);
    wrap();
}

/// It takes what width there is.
QSize AnswerButton::minimumSizeHint() const { return {0, QRadioButton::minimumSizeHint().height()}; }

void AnswerButton::resizeEvent(QResizeEvent* event) {
    QRadioButton::resizeEvent(event);
    wrap();
}

void AnswerButton::changeEvent(QEvent* event) {
    QRadioButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) wrap();
}

void AnswerButton::wrap() {
    QStyleOptionButton option;
    initStyleOption(&option);
    const int room_px = style()->subElementRect(QStyle::SE_RadioButtonContents, &option, this).width();
    QString lines;
    QString line;
    for (const auto& word : words_.split(QLatin1Char{' '})) {
        const auto longer = line.isEmpty() ? word : line + QLatin1Char{' '} + word;
        if (line.isEmpty() || fontMetrics().horizontalAdvance(longer) <= room_px) {
            line = longer;
            continue;
        }
        lines += line + QLatin1Char{'\n'};
        line = word;
    }
    lines += line;
    if (lines != text()) setText(lines);
}

}  // namespace weir::ui

#include "moc_answer_button.cpp"
