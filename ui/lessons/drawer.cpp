#include "ui/lessons/drawer.h"

#include <QSplitter>
#include <QTabBar>
#include <QTextBrowser>
#include <QTextCursor>
#include <QToolButton>

#include "ui/carried.h"
#include "ui/language.h"
#include "ui/lessons/code_side.h"
#include "ui/lessons/lesson_panel.h"

namespace weir::ui {

Drawer::Drawer(const Theme& theme, QWidget* parent)
    : QTabWidget{parent},
      lesson_{new LessonPanel{theme}},
      explanation_{new QTextBrowser},
      production_{new CodeSide{QStringLiteral("production"), tr("Production"), theme}},
      textbook_{new CodeSide{QStringLiteral("textbook"), tr("Textbook"), theme}} {
    setAccessibleName(tr("Lessons, explanation and code"));
    setWhatsThis(tr("The drawer: a lesson, what the pattern is for, and the code that runs."));
    setDocumentMode(true);
    explanation_->setAccessibleName(tr("Explanation of the lab"));
    explanation_->setWhatsThis(tr("What the pattern is for, what to watch and what breaks it."));
    tabBar()->setAccessibleName(tr("Lesson, explanation or code"));
    tabBar()->setWhatsThis(tr("Which of the drawer's pages is shown. F8 opens and closes the drawer."));
    explanation_->setMinimumHeight(40);  // in a small window it opens small
    explanation_->setFrameShape(QFrame::NoFrame);
    explanation_->document()->setDocumentMargin(12);
    auto* sides = new QSplitter;
    sides->addWidget(textbook_);
    sides->addWidget(production_);
    addTab(lesson_, tr("Lesson"));
    addTab(explanation_, tr("Explain"));
    addTab(sides, tr("Code"));
    auto* close = new QToolButton;
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (F8)"));
    close->setWhatsThis(close->toolTip());
    connect(close, &QToolButton::clicked, this, &Drawer::closeRequested);
    setCornerWidget(close);
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
    lesson_->showLab(info);
    textbook_->showLab(id);
    production_->showLab(id);
}

void Drawer::setVariant(bool textbook) {
    textbook_->setRunning(textbook);
    production_->setRunning(!textbook);
}

void Drawer::setTheme(const Theme& theme) {
    lesson_->setTheme(theme);
    textbook_->setTheme(theme);
    production_->setTheme(theme);
}

}  // namespace weir::ui

#include "moc_drawer.cpp"
