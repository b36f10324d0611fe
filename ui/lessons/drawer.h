// The drawer below the plots: what the lab is about, and the code that is running, both forms beside each other.
#pragma once

#include <QTabWidget>

#include "core/labs/lab.h"
#include "ui/theme.h"

class QLabel;
class QTextBrowser;

namespace weir::ui {

class CodeView;

class Drawer final : public QTabWidget {
    Q_OBJECT
public:
    explicit Drawer(const Theme& theme, QWidget* parent = nullptr);

    void showLab(const labs::LabInfo& info);
    /// Which of the two forms runs now.
    void setVariant(bool textbook);
    void setTheme(const Theme& theme);

    const QTextBrowser* explanation() const { return explanation_; }
    const CodeView* code(bool textbook) const { return textbook ? textbook_ : production_; }

private:
    QTextBrowser* explanation_;
    QLabel* production_title_;
    QLabel* textbook_title_;
    CodeView* production_;
    CodeView* textbook_;
};

}  // namespace weir::ui
