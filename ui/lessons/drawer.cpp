#include "ui/lessons/drawer.h"

#include <QSplitter>
#include <QTextBrowser>
#include <QTextCursor>

#include "ui/language.h"
#include "ui/lessons/code_side.h"

namespace weir::ui {

Drawer::Drawer(const Theme& theme, QWidget* parent)
    : QTabWidget{parent},
      explanation_{new QTextBrowser},
      production_{new CodeSide{QStringLiteral("production"), tr("Production"), theme}},
      textbook_{new CodeSide{QStringLiteral("textbook"), tr("Textbook"), theme}} {
    setAccessibleName(tr("Explanation and code"));
    setDocumentMode(true);
    explanation_->setAccessibleName(tr("Explanation of the lab"));
    explanation_->setMinimumHeight(40);  // in a small window it opens small
    explanation_->setFrameShape(QFrame::NoFrame);
    explanation_->document()->setDocumentMargin(12);
    auto* sides = new QSplitter;
    sides->addWidget(textbook_);
    sides->addWidget(production_);
    addTab(explanation_, tr("Explain"));
    addTab(sides, tr("Code"));
    setVariant(false);
}

void Drawer::showLab(const labs::LabInfo& info) {
    const auto id = QString::fromStdString(info.id);
    explanation_->setMarkdown(carried_file(lesson_file(info.id)));
    // Markdown leaves no room between paragraphs.
    QTextCursor each{explanation_->document()};
    do {
        auto format = each.blockFormat();
        format.setBottomMargin(8);
        each.setBlockFormat(format);
    } while (each.movePosition(QTextCursor::NextBlock));
    textbook_->showLab(id);
    production_->showLab(id);
}

void Drawer::setVariant(bool textbook) {
    textbook_->setRunning(textbook);
    production_->setRunning(!textbook);
}

void Drawer::setTheme(const Theme& theme) {
    textbook_->setTheme(theme);
    production_->setTheme(theme);
}

}  // namespace weir::ui
