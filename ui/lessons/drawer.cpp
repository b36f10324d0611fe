#include "ui/lessons/drawer.h"

#include <QFile>
#include <QLabel>
#include <QSplitter>
#include <QTextBrowser>
#include <QTextCursor>
#include <QVBoxLayout>

#include "ui/lessons/code_view.h"

namespace weir::ui {
namespace {

/// A file that the program carries inside. Without it the program was built wrongly, and this says so.
QString resource(const QString& name) {
    QFile file{name};
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is not part of the program", qPrintable(name));
    return QString::fromUtf8(file.readAll());
}

}  // namespace

Drawer::Drawer(const Theme& theme, QWidget* parent)
    : QTabWidget{parent},
      explanation_{new QTextBrowser},
      production_title_{new QLabel},
      textbook_title_{new QLabel},
      production_{new CodeView{theme}},
      textbook_{new CodeView{theme}} {
    setAccessibleName(tr("Explanation and code"));
    setDocumentMode(true);
    explanation_->setAccessibleName(tr("Explanation of the lab"));
    for (QWidget* each :
         {static_cast<QWidget*>(explanation_), static_cast<QWidget*>(textbook_), static_cast<QWidget*>(production_)})
        each->setMinimumHeight(40);  // in a small window it opens small
    explanation_->setFrameShape(QFrame::NoFrame);
    explanation_->document()->setDocumentMargin(12);
    auto* sides = new QSplitter;
    for (const auto& [title, view] :
         {std::pair{textbook_title_, textbook_}, std::pair{production_title_, production_}}) {
        auto* side = new QWidget;
        auto* layout = new QVBoxLayout{side};
        layout->setContentsMargins(0, 4, 0, 0);
        layout->setSpacing(4);
        title->setObjectName(QStringLiteral("caption"));
        title->setIndent(8);
        layout->addWidget(title);
        layout->addWidget(view, 1);
        sides->addWidget(side);
    }
    textbook_->setAccessibleName(tr("Code of the textbook form"));
    production_->setAccessibleName(tr("Code of the production form"));
    addTab(explanation_, tr("Explain"));
    addTab(sides, tr("Code"));
    setVariant(false);
}

void Drawer::showLab(const labs::LabInfo& info) {
    const auto id = QString::fromStdString(info.id);
    const auto file = QString{id}.replace(QLatin1Char{'-'}, QLatin1Char{'_'}) + QStringLiteral(".h");
    explanation_->setMarkdown(resource(QStringLiteral(":/lessons/") + id + QStringLiteral(".md")));
    // Markdown leaves no room between paragraphs.
    QTextCursor each{explanation_->document()};
    do {
        auto format = each.blockFormat();
        format.setBottomMargin(8);
        each.setBlockFormat(format);
    } while (each.movePosition(QTextCursor::NextBlock));
    textbook_->setCode(resource(QStringLiteral(":/code/textbook/") + file));
    production_->setCode(resource(QStringLiteral(":/code/") + file));
}

void Drawer::setVariant(bool textbook) {
    const auto title = [](const QString& form, bool runs) {
        return runs ? Drawer::tr("%1 – running").arg(form) : form;
    };
    textbook_title_->setText(title(tr("Textbook"), textbook));
    production_title_->setText(title(tr("Production"), !textbook));
}

void Drawer::setTheme(const Theme& theme) {
    textbook_->setTheme(theme);
    production_->setTheme(theme);
}

}  // namespace weir::ui
