// The sources of one form of a pattern: a list of its files and the one that is chosen.
#pragma once

#include <QWidget>
#include <map>

#include "ui/theme.h"

class QComboBox;
class QLabel;

namespace weir::ui {

class CodeView;

class CodeSide final : public QWidget {
    Q_OBJECT
public:
    /// @param form "production" or "textbook", as the resources have it
    CodeSide(const QString& form, const QString& title, const Theme& theme, QWidget* parent = nullptr);

    void showLab(const QString& lab);
    void setRunning(bool running);
    void setTheme(const Theme& theme);

    QStringList files() const;
    void choose(const QString& file);
    const CodeView* view() const { return view_; }
    /// What this form does wrong, by the list its first file opens with; none of the production form.
    const std::map<int, QString>& defects() const { return defects_; }

private:
    void showFile(int index);

    QString form_;
    QString title_;
    QString lab_;
    std::map<int, QString> defects_;
    QLabel* heading_;
    QComboBox* chooser_;
    CodeView* view_;
};

/// Of a form of this lab's pattern, which says what it is all about.
QString header_of(const QString& form, const QString& lab);

}  // namespace weir::ui
