// A source of a pattern as it is compiled, with its words in colour and, in the textbook form, the lines where a defect
// is marked. Pointing at such a line tells the defect.
#pragma once

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>
#include <map>

#include "ui/theme.h"

namespace weir::ui {

/// The numbered list of defects that a textbook header opens with, by their numbers. Empty if there is none.
std::map<int, QString> defects_in(const QString& code);
/// The numbers of the defects that a line of code is marked with.
QList<int> defects_of(const QString& line);

class CppHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT
public:
    CppHighlighter(QTextDocument* document, const Theme& theme) : QSyntaxHighlighter{document}, theme_{&theme} {}

    void setTheme(const Theme& theme);

protected:
    void highlightBlock(const QString& text) override;

private:
    const Theme* theme_;
};

class CodeView final : public QPlainTextEdit {
    Q_OBJECT
public:
    CodeView(const Theme& theme, QWidget* parent = nullptr);

    /// @param defects what the marks in it stand for, by number
    void setCode(const QString& code, const std::map<int, QString>& defects);
    void setTheme(const Theme& theme);

protected:
    bool viewportEvent(QEvent* event) override;

private:
    CppHighlighter* highlighter_;
    std::map<int, QString> defects_;
};

}  // namespace weir::ui
