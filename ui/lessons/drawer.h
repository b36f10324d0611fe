// The drawer below the plots: the lab's lessons, what it is about, and the code that is running, both forms beside each
// other.
#pragma once

#include <QTabWidget>

#include "core/labs/lab.h"
#include "ui/theme.h"

class QTextBrowser;

namespace weir::ui {

class CodeSide;
class LessonPanel;

class Drawer final : public QTabWidget {
    Q_OBJECT
public:
    explicit Drawer(const Theme& theme, QWidget* parent = nullptr);

    void showLab(const labs::LabInfo& info);
    /// Which of the two forms runs now.
    void setVariant(bool textbook);
    void setTheme(const Theme& theme);

    LessonPanel* lesson() const { return lesson_; }
    const QTextBrowser* explanation() const { return explanation_; }
    CodeSide* code(bool textbook) const { return textbook ? textbook_ : production_; }

signals:
    void closeRequested();

private:
    LessonPanel* lesson_;
    QTextBrowser* explanation_;
    CodeSide* production_;
    CodeSide* textbook_;
};

}  // namespace weir::ui
