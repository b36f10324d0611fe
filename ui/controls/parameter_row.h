// One parameter in the control panel: label, editor and, for numbers, a slider. Made from its ParameterSpec alone.
#pragma once

#include <QWidget>

#include "core/labs/parameters.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace weir::ui {

class ParameterRow final : public QWidget {
    Q_OBJECT
public:
    explicit ParameterRow(const labs::ParameterSpec& spec, QWidget* parent = nullptr);

    double value() const { return value_; }
    /// Shows a value that came from elsewhere; emits nothing.
    void setValue(double value);

signals:
    /// The user chose a value. Edits with the same gesture number (one drag, one visit to the field) belong together.
    void edited(double value, int gesture);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void buildNumber();
    void buildChoice();
    void buildToggle();
    void choose(double value);

    const labs::ParameterSpec& spec_;
    double value_;
    int gesture_ = 0;
    bool showing_ = false;  // setValue is at work: the editors' signals are not the user's
    QLabel* label_ = nullptr;
    QSlider* slider_ = nullptr;
    QDoubleSpinBox* number_ = nullptr;
    QComboBox* choice_ = nullptr;
    QCheckBox* toggle_ = nullptr;
};

}  // namespace weir::ui
