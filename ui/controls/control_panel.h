// All parameters of a lab by group, and its buttons. Made from LabInfo alone.
#pragma once

#include <QWidget>
#include <map>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/parameters.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace weir::ui {

class ParameterRow;

class ControlPanel final : public QWidget {
    Q_OBJECT
public:
    explicit ControlPanel(const labs::LabInfo& info, QWidget* parent = nullptr);

    /// Shows the value of a parameter and hides or shows those it makes relevant; emits nothing.
    void setValue(std::size_t parameter, double value);
    double value(std::size_t parameter) const { return values_.get(parameter); }
    ParameterRow* row(std::size_t parameter) const { return rows_[parameter]; }
    std::vector<QPushButton*> actionButtons() const { return buttons_; }

signals:
    void edited(std::size_t parameter, double from, double to, int gesture);
    void actionRequested(std::size_t action);
    void resetRequested();  ///< all parameters to their defaults

private:
    void addButton(const labs::ActionSpec& action, QPushButton& button);
    void showRelevant();

    labs::Parameters values_;  // what the panel shows
    std::vector<ParameterRow*> rows_;
    std::vector<QPushButton*> buttons_;
    std::multimap<std::size_t, QPushButton*> switched_by_;  // by the toggle that a button switches on for a while
    struct Group {
        QLabel* title;
        std::vector<std::size_t> parameters;
    };
    std::vector<Group> groups_;
};

}  // namespace weir::ui
