#include "ui/lessons/code_side.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/carried.h"
#include "ui/lessons/code_view.h"

namespace weir::ui {

QString header_of(const QString& form, const QString& lab) {
    const auto pattern = QString{lab}.replace(QLatin1Char{'-'}, QLatin1Char{'_'});
    return carried_file(QStringLiteral(":/code/%1/%2/%3.h").arg(lab, form, pattern));
}

CodeSide::CodeSide(const QString& form, const QString& title, const Theme& theme, QWidget* parent)
    : QWidget{parent},
      form_{form},
      title_{title},
      heading_{new QLabel},
      chooser_{new QComboBox},
      view_{new CodeView{theme}} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    heading_->setObjectName(QStringLiteral("caption"));
    heading_->setIndent(8);
    chooser_->setAccessibleName(tr("File of the code: %1").arg(title));
    chooser_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    chooser_->setToolTip(tr("The files this form is made of"));
    chooser_->setWhatsThis(chooser_->toolTip());
    head->addWidget(heading_, 1);
    head->addWidget(chooser_);
    column->addLayout(head);
    column->addWidget(view_, 1);
    view_->setAccessibleName(tr("Code: %1").arg(title));
    view_->setWhatsThis(
        tr("The code of this form as it is compiled into this program. Lines of the textbook form that "
           "go wrong are marked; the pointer on one tells how."));
    view_->setMinimumHeight(40);  // in a small window it opens small
    connect(chooser_, &QComboBox::currentIndexChanged, this, &CodeSide::showFile);
    setRunning(false);
}

void CodeSide::showLab(const QString& lab) {
    lab_ = lab;
    auto files = QDir{QStringLiteral(":/code/%1/%2").arg(lab, form_)}.entryList();
    // The pattern's own header first: it says what it is all about. Its source next, then its parts by name.
    const auto own = QString{lab}.replace(QLatin1Char{'-'}, QLatin1Char{'_'});
    std::ranges::stable_sort(files, {}, [&](const QString& file) {
        return file == own + QStringLiteral(".h") ? 0 : file == own + QStringLiteral(".cpp") ? 1 : 2;
    });
    const QSignalBlocker quiet{chooser_};
    chooser_->clear();
    chooser_->addItems(files);
    defects_ = defects_in(header_of(form_, lab));
    showFile(0);
}

void CodeSide::showFile(int index) {
    view_->setCode(carried_file(QStringLiteral(":/code/%1/%2/%3").arg(lab_, form_, chooser_->itemText(index))),
                   defects_);
}

void CodeSide::setRunning(bool running) { heading_->setText(running ? tr("%1 – running").arg(title_) : title_); }

void CodeSide::setTheme(const Theme& theme) { view_->setTheme(theme); }

QStringList CodeSide::files() const {
    QStringList files;
    for (int i = 0; i < chooser_->count(); ++i) files << chooser_->itemText(i);
    return files;
}

void CodeSide::choose(const QString& file) { chooser_->setCurrentText(file); }

}  // namespace weir::ui

#include "moc_code_side.cpp"
