#include "ui/controls/parameter_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSlider>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/controls/scale.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace weir::ui {
namespace {

/// Shows no more digits than the value has, so that "40" is not "40.000".
class NumberBox final : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override { return locale().toString(value, 'g', 8); }
    void stepBy(int steps) override {
        // A tenth of the value's own size: useful from 0.1 to 100 000 alike.
        const double size = std::max(std::abs(value()), singleStep());
        const double unit = std::max(std::pow(10.0, std::floor(std::log10(size))) / 10, minimum_step);
        setValue(std::round((value() + steps * unit) / minimum_step) * minimum_step);
    }
    double minimum_step = 1;
};

}  // namespace

ParameterRow::ParameterRow(const labs::ParameterSpec& spec, QWidget* parent)
    : QWidget{parent}, spec_{spec}, value_{spec.initial} {
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(0, 1);
    label_ = new QLabel{
        spec.acts == labs::Acts::on_restart ? text(spec.label) + QStringLiteral(" ↻") : text(spec.label), this};
    label_->installEventFilter(this);
    grid->addWidget(label_, 0, 0);
    const auto help = text(spec.help) +
                      (spec.acts == labs::Acts::on_restart ? tr("\n↻ Acts by starting the run anew.") : QString{}) +
                      tr("\nDouble-click the label for the default.");
    setToolTip(help);
    setWhatsThis(help);
    switch (spec.kind) {
        case labs::Kind::real:
        case labs::Kind::integer:
            buildNumber();
            break;
        case labs::Kind::choice:
            buildChoice();
            break;
        case labs::Kind::toggle:
            buildToggle();
            break;
    }
    setValue(spec.initial);
    fit();
}

void ParameterRow::fit() {
    if (number_ != nullptr) {
        // Long words for a unit need more than the usual. By our own font: the box still has that of before.
        const auto longest = number_->textFromValue(number_->maximum()) + number_->suffix();
        const int beside_px = scaled(20);
        number_->setFixedWidth(std::max(scaled(96), QFontMetrics{font()}.horizontalAdvance(longest) + beside_px));
    }
    if (slider_ != nullptr) slider_->setFixedHeight(scaled(16));
    if (choice_ != nullptr) choice_->setMinimumWidth(scaled(110));
}

void ParameterRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) fit();
}

void ParameterRow::buildNumber() {
    auto* box = new NumberBox{this};
    number_ = box;
    const int decimals = spec_.kind == labs::Kind::integer ? 0 : std::max(spec_.decimals, 3);
    box->setDecimals(decimals);
    box->minimum_step = spec_.kind == labs::Kind::integer ? 1 : std::pow(10.0, -spec_.decimals);
    box->setRange(spec_.minimum, spec_.maximum);
    box->setSuffix(spec_.unit.empty() ? QString{} : QStringLiteral(" ") + text(spec_.unit));
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setAlignment(Qt::AlignRight);
    box->setKeyboardTracking(false);
    box->setAccessibleName(text(spec_.label));
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this](double v) { choose(v); });
    connect(box, &QDoubleSpinBox::editingFinished, this, [this] { ++gesture_; });

    slider_ = new QSlider{Qt::Horizontal, this};
    slider_->setRange(0, slider_steps);
    slider_->setPageStep(slider_steps / 20);
    slider_->setSingleStep(slider_steps / 200);
    slider_->setAccessibleName(tr("%1, slider").arg(text(spec_.label)));
    slider_->setFocusPolicy(Qt::StrongFocus);
    slider_->installEventFilter(this);
    connect(slider_, &QSlider::sliderPressed, this, [this] { ++gesture_; });
    connect(slider_, &QSlider::sliderReleased, this, [this] { ++gesture_; });
    // A step by key that rounds to the same value goes on to the next one, or it would never leave the low end of a
    // logarithmic scale.
    connect(slider_, &QSlider::actionTriggered, this, [this](int action) {
        const bool up = action == QSlider::SliderSingleStepAdd || action == QSlider::SliderPageStepAdd;
        const bool down = action == QSlider::SliderSingleStepSub || action == QSlider::SliderPageStepSub;
        int position = slider_->sliderPosition();
        while ((up && position < slider_steps) || (down && position > 0)) {
            if (slider_value(spec_, position) != value_) break;
            position += up ? 1 : -1;
        }
        slider_->setSliderPosition(position);
    });
    connect(slider_, &QSlider::valueChanged, this, [this](int position) {
        if (!showing_) choose(slider_value(spec_, position));
    });
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->addWidget(box, 0, 1);
    grid->addWidget(slider_, 1, 0, 1, 2);
    label_->setBuddy(box);
}

void ParameterRow::buildChoice() {
    choice_ = new QComboBox{this};
    for (const auto& word : spec_.choices) choice_->addItem(text(word).replace(QLatin1Char{'_'}, QLatin1Char{' '}));
    choice_->setAccessibleName(text(spec_.label));
    choice_->setFocusPolicy(Qt::StrongFocus);
    choice_->installEventFilter(this);
    connect(choice_, &QComboBox::currentIndexChanged, this, [this](int i) {
        ++gesture_;
        choose(i);
    });
    static_cast<QGridLayout*>(layout())->addWidget(choice_, 0, 1);
    label_->setBuddy(choice_);
}

void ParameterRow::buildToggle() {
    toggle_ = new QCheckBox{this};
    toggle_->setAccessibleName(text(spec_.label));
    connect(toggle_, &QCheckBox::toggled, this, [this](bool on) {
        ++gesture_;
        choose(on ? 1 : 0);
    });
    static_cast<QGridLayout*>(layout())->addWidget(toggle_, 0, 1);
    label_->setBuddy(toggle_);
}

void ParameterRow::choose(double value) {
    if (showing_ || value == value_) return;
    setValue(value);
    emit edited(value, gesture_);
}

void ParameterRow::setValue(double value) {
    value_ = value;
    showing_ = true;
    if (number_ != nullptr) number_->setValue(value);
    // While it is dragged the slider says what the value is, not the other way round.
    if (slider_ != nullptr && !slider_->isSliderDown()) slider_->setValue(slider_position(spec_, value));
    if (choice_ != nullptr) choice_->setCurrentIndex(static_cast<int>(value));
    if (toggle_ != nullptr) toggle_->setChecked(value != 0);
    showing_ = false;
}

bool ParameterRow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == label_ && event->type() == QEvent::MouseButtonDblClick) {
        ++gesture_;
        choose(spec_.initial);
        return true;
    }
    // Scrolling the panel must not change what happens to lie under the pointer.
    if (event->type() == QEvent::Wheel && watched != label_ && !static_cast<QWidget*>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace weir::ui

#include "moc_parameter_row.cpp"
