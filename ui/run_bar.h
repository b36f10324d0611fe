// The bar on top: run and pause, step, reset, engine, speed, seed.
#pragma once

#include <QWidget>
#include <cstdint>

#include "core/labs/experiment.h"

class QLabel;
class QPushButton;
class QSlider;
class QLineEdit;

namespace weir::ui {

class RunBar final : public QWidget {
    Q_OBJECT
public:
    explicit RunBar(QWidget* parent = nullptr);

    void showState(bool running, labs::EngineKind engine, std::uint64_t seed);
    double speed() const;
    void showComparing(bool comparing);
    void setSpeed(double factor);  ///< to the nearest that the slider has

    QPushButton* runButton() const { return run_; }
    QPushButton* stepButton() const { return step_; }
    QPushButton* resetButton() const { return reset_; }
    QPushButton* threadsButton() const { return threads_; }
    QPushButton* compareButton() const { return compare_; }
    QPushButton* virtualButton() const { return virtual_; }
    QLineEdit* seedBox() const { return seed_; }

signals:
    void runToggled();
    void stepRequested();
    void resetRequested();
    void engineChosen(weir::labs::EngineKind engine);
    void speedChosen(double factor);
    void seedChosen(std::uint64_t seed);
    void compareChosen(bool comparing);

private:
    QPushButton* run_;
    QPushButton* step_;
    QPushButton* reset_;
    QPushButton* threads_;
    QPushButton* virtual_;
    QLabel* speed_label_;
    QSlider* speed_;
    QLabel* speed_text_;
    QLineEdit* seed_;
    QPushButton* compare_;
    std::uint64_t shown_seed_ = 0;
};

}  // namespace weir::ui
