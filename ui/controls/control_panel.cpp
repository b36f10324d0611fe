#include "ui/controls/control_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/controls/parameter_row.h"
#include "ui/text.h"

namespace weir::ui {
namespace {

/// Parameters that only a button's steps set: an outage that is on until somebody remembers it is no control.
bool only_by_button(const labs::LabInfo& info, const labs::ParameterSpec& spec) {
    if (spec.kind != labs::Kind::toggle) return false;
    for (const auto& action : info.actions)
        for (const auto& step : action.steps)
            if (step.parameter == spec.id) return true;
    return false;
}

/// Whether what the button switches on is on: it looks so, and says so to those who do not see it.
void show_on(QPushButton& button, bool on) {
    if (button.property("on").toBool() == on) return;
    button.setProperty("on", on);
    button.setAccessibleDescription(on ? ControlPanel::tr("is on") : QString{});
    button.style()->polish(&button);
}

/// As setVisible, but does nothing where nothing changes: what a new widget needs it gets once, as its window is shown.
void show_if(bool wanted, QWidget& widget) {
    const bool hidden = widget.isHidden() && widget.testAttribute(Qt::WA_WState_ExplicitShowHide);
    if (hidden == wanted) widget.setVisible(wanted);
}

}  // namespace

ControlPanel::ControlPanel(const labs::LabInfo& info, QWidget* parent)
    : QWidget{parent}, values_{info.parameters}, rows_(info.parameters.size(), nullptr) {
    setObjectName(QStringLiteral("controlPanel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* outer = new QVBoxLayout{this};
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea{this};
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget{scroll->viewport()};
    auto* column = new QVBoxLayout{content};
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(5);
    scroll->setWidget(content);
    outer->addWidget(scroll);

    std::vector<std::string> names;
    for (const auto& spec : info.parameters)
        if (std::ranges::find(names, spec.group) == names.end()) names.push_back(spec.group);
    for (const auto& name : names) {
        auto* title = new QLabel{text(name).toUpper(), content};
        title->setObjectName(QStringLiteral("groupTitle"));
        title->setContentsMargins(0, groups_.empty() ? 0 : 8, 0, 2);
        column->addWidget(title);
        Group group{title, {}};
        for (std::size_t i = 0; i < info.parameters.size(); ++i) {
            const auto& spec = values_.spec(i);
            if (spec.group != name || only_by_button(info, spec)) continue;
            auto* row = new ParameterRow{spec, content};
            rows_[i] = row;
            column->addWidget(row);
            group.parameters.push_back(i);
            connect(row, &ParameterRow::edited, this, [this, i](double value, int gesture) {
                const double from = values_.get(i);
                emit edited(i, from, value, gesture);
            });
        }
        auto* buttons = new QHBoxLayout;
        buttons->setSpacing(8);
        for (std::size_t i = 0; i < info.actions.size(); ++i) {
            const auto& action = info.actions[i];
            if (action.group != name) continue;
            auto* button = new QPushButton{text(action.label), content};
            button->setToolTip(text(action.help));
            button->setWhatsThis(text(action.help));
            button->setAccessibleName(text(action.label));
            if (action.tone == labs::Tone::bad) button->setProperty("tone", QStringLiteral("bad"));
            connect(button, &QPushButton::clicked, this, [this, i] { emit actionRequested(i); });
            buttons->addWidget(button);
            addButton(action, *button);
        }
        if (buttons->count() > 0) {
            buttons->addStretch();
            column->addLayout(buttons);
        } else {
            delete buttons;
        }
        groups_.push_back(std::move(group));
    }
    auto* reset = new QPushButton{tr("Reset parameters"), content};
    reset->setToolTip(tr("Sets every parameter to its default. The run goes on."));
    reset->setWhatsThis(reset->toolTip());
    reset->setAccessibleName(tr("Reset parameters"));
    connect(reset, &QPushButton::clicked, this, &ControlPanel::resetRequested);
    column->addSpacing(8);
    column->addWidget(reset, 0, Qt::AlignLeft);
    column->addStretch();
    showRelevant();
}

void ControlPanel::addButton(const labs::ActionSpec& action, QPushButton& button) {
    buttons_.push_back(&button);
    const auto toggle = values_.find(action.steps.front().parameter);
    if (toggle && values_.spec(*toggle).kind == labs::Kind::toggle) switched_by_.emplace(*toggle, &button);
}

void ControlPanel::setValue(std::size_t parameter, double value) {
    values_.set(parameter, value);
    const auto [first, last] = switched_by_.equal_range(parameter);
    for (auto it = first; it != last; ++it) show_on(*it->second, value != 0);
    if (rows_[parameter] != nullptr) rows_[parameter]->setValue(value);
    showRelevant();
}

void ControlPanel::showRelevant() {
    for (const auto& group : groups_) {
        bool any = false;
        for (const auto i : group.parameters) {
            const bool relevant = values_.is_relevant(i);
            show_if(relevant, *rows_[i]);
            any = any || relevant;
        }
        show_if(any, *group.title);
    }
}

}  // namespace weir::ui

#include "moc_control_panel.cpp"
