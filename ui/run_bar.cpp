#include "ui/run_bar.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QSlider>
#include <cmath>

#include "core/scenario/overrides.h"
#include "ui/theme.h"

namespace weir::ui {
namespace {

// The slider goes in tenths of a decade from 0.1 to 100 times real time.
constexpr int speed_minimum = -10;
constexpr int speed_maximum = 20;

QString speed_text(double factor) {
    const auto digits = factor < 1    ? QLocale{}.toString(factor, 'f', 1)
                        : factor < 10 ? QLocale{}.toString(factor, 'g', 2)
                                      : QLocale{}.toString(factor, 'f', 0);  // 'g' would say 1e+02
    return digits + QStringLiteral("×");
}

QPushButton* button(const QString& label, const QString& name, const QString& tip) {
    auto* b = new QPushButton{label};
    b->setAccessibleName(name);
    b->setToolTip(tip);
    b->setWhatsThis(tip);
    b->setAutoDefault(false);
    return b;
}

}  // namespace

RunBar::RunBar(QWidget* parent) : QWidget{parent} {
    setObjectName(QStringLiteral("runBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(14, 7, 14, 7);
    row->setSpacing(10);

    run_ = button(tr("❚❚ Pause"), tr("Pause"), tr("Run or pause (Space)"));
    run_->setObjectName(QStringLiteral("primary"));
    step_ = button(tr("▸❙ Step"), tr("Step"), tr("In virtual time, when paused: to the next event (.)"));
    reset_ = button(tr("⟲ Reset"), tr("Reset run"), tr("Starts the run anew with the same parameters and seed (R)"));
    connect(run_, &QPushButton::clicked, this, &RunBar::runToggled);
    connect(step_, &QPushButton::clicked, this, &RunBar::stepRequested);
    connect(reset_, &QPushButton::clicked, this, &RunBar::resetRequested);
    for (auto* b : {run_, step_, reset_}) row->addWidget(b);

    auto* segments = new QHBoxLayout;
    segments->setSpacing(0);
    threads_ = button(tr("Threads · live"), tr("Engine: threads, live"),
                      tr("Runs on real threads, in real time. Switching starts the run anew."));
    virtual_ = button(tr("Virtual time"), tr("Engine: virtual time"),
                      tr("Runs in virtual time: repeatable to the last event, to be paused, stepped and sped up."));
    auto* engines = new QButtonGroup{this};
    for (auto* b : {threads_, virtual_}) {
        b->setObjectName(QStringLiteral("segment"));
        b->setCheckable(true);
        engines->addButton(b);
        segments->addWidget(b);
    }
    connect(threads_, &QPushButton::clicked, this, [this] { emit engineChosen(labs::EngineKind::threads); });
    connect(virtual_, &QPushButton::clicked, this, [this] { emit engineChosen(labs::EngineKind::virtual_time); });
    row->addSpacing(4);
    row->addLayout(segments);
    row->addSpacing(4);

    speed_label_ = new QLabel{tr("Speed")};
    speed_label_->setObjectName(QStringLiteral("caption"));
    speed_ = new QSlider{Qt::Horizontal};
    speed_->setRange(speed_minimum, speed_maximum);
    speed_->setFocusPolicy(Qt::StrongFocus);
    speed_->setAccessibleName(tr("Speed of virtual time"));
    speed_->setToolTip(tr("Virtual seconds a real second"));
    speed_->setWhatsThis(tr("How fast virtual time runs: so many virtual seconds a real second, from 0.1 to 100."));
    speed_text_ = new QLabel{speed_text(1)};
    speed_label_->setBuddy(speed_);
    connect(speed_, &QSlider::valueChanged, this, [this] {
        speed_text_->setText(speed_text(speed()));
        emit speedChosen(speed());
    });
    row->addWidget(speed_label_);
    row->addWidget(speed_);
    row->addWidget(speed_text_);

    auto* seed_label = new QLabel{tr("Seed")};
    seed_label->setObjectName(QStringLiteral("caption"));
    seed_ = new QLineEdit;
    static const QRegularExpression digits{QStringLiteral("[0-9]{0,20}")};
    seed_->setValidator(new QRegularExpressionValidator{digits, seed_});
    seed_->setAccessibleName(tr("Seed"));
    seed_->setToolTip(
        tr("Equal seeds face equal load: a whole number from 0 to 2^64 − 1. A change starts the run anew."));
    seed_->setWhatsThis(seed_->toolTip());
    seed_label->setBuddy(seed_);
    connect(seed_, &QLineEdit::editingFinished, this, [this] {
        const auto seed = scenario::parse_seed(seed_->text().toStdString());
        if (seed && *seed != shown_seed_)
            emit seedChosen(*seed);
        else
            seed_->setText(QString::number(shown_seed_));
    });
    row->addWidget(seed_label);
    row->addWidget(seed_);
    row->addStretch();
    compare_ = button(tr("◐ Compare"), tr("Compare variants"),
                      tr("Runs textbook and production beside each other on the same load (C). Both begin anew."));
    compare_->setObjectName(QStringLiteral("toggle"));
    compare_->setCheckable(true);
    connect(compare_, &QPushButton::clicked, this, &RunBar::compareChosen);
    row->addWidget(compare_);
    fit();
}

void RunBar::fit() {
    run_->setMinimumWidth(scaled(88));
    speed_->setMinimumHeight(scaled(16));
    speed_->setFixedWidth(110);  // a slider is as good short where the rest is large
    speed_text_->setMinimumWidth(scaled(36));
    seed_->setFixedWidth(scaled(84));
    // The chosen one is bolder, of which the style does not think.
    const QFontMetrics bold{interface_font(13, QFont::DemiBold)};
    constexpr int around = 13;  // of each side: padding and frame
    for (auto* b : {threads_, virtual_}) b->setMinimumWidth(bold.horizontalAdvance(b->text()) + 2 * scaled(around));
}

void RunBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) fit();
}

void RunBar::showComparing(bool comparing) { compare_->setChecked(comparing); }

double RunBar::speed() const { return std::pow(10.0, speed_->value() / 10.0); }

void RunBar::setSpeed(double factor) { speed_->setValue(static_cast<int>(std::lround(10 * std::log10(factor)))); }

void RunBar::showState(bool running, labs::EngineKind engine, std::uint64_t seed) {
    const bool is_virtual = engine == labs::EngineKind::virtual_time;
    run_->setText(running ? tr("❚❚ Pause") : tr("▶ Run"));
    run_->setAccessibleName(running ? tr("Pause") : tr("Run"));
    step_->setEnabled(is_virtual && !running);
    threads_->setChecked(!is_virtual);
    virtual_->setChecked(is_virtual);
    // Tab comes to the engine that is chosen; arrows go to the other.
    for (auto* b : {threads_, virtual_}) b->setFocusPolicy(b->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
    for (QWidget* w :
         {static_cast<QWidget*>(speed_label_), static_cast<QWidget*>(speed_), static_cast<QWidget*>(speed_text_)})
        w->setEnabled(is_virtual);
    // A seed in the middle of being typed is left alone.
    if (seed != shown_seed_ || !seed_->hasFocus()) seed_->setText(QString::number(seed));
    seed_->setCursorPosition(0);
    shown_seed_ = seed;
}

}  // namespace weir::ui

#include "moc_run_bar.cpp"
