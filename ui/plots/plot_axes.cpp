#include "ui/plots/plot_axes.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace weir::ui {
namespace {

/// Short enough for the fixed margin: six significant digits, thousands from ten thousand on.
QString short_number(double value) {
    if (std::abs(value) >= 1e6) return QLocale{}.toString(value / 1e6, 'g', 4) + QLatin1Char{'M'};
    if (std::abs(value) >= 1e4) return QLocale{}.toString(value / 1e3, 'g', 4) + QLatin1Char{'k'};
    if (std::abs(value) < 1e-9) return QStringLiteral("0");
    return QLocale{}.toString(value, 'g', 4);
}

class StepTicker final : public QCPAxisTickerFixed {
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return short_number(tick); }
    int getSubTickCount(double) override { return 0; }
};

class DecadeTicker final : public QCPAxisTickerLog {
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return short_number(tick); }
};

}  // namespace

double round_maximum(double value) {
    if (!(value > 0)) return 1;
    constexpr double steps = 4;
    const double step = value / steps;
    const double unit = std::pow(10.0, std::floor(std::log10(step)));
    for (const double round : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0})
        if (step <= round * unit * (1 + 1e-9)) return steps * round * unit;
    return steps * 10 * unit;
}

double time_step(double span_s) {
    for (const double step : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0})
        if (span_s <= 6 * step * (1 + 1e-9)) return step;
    return std::ceil(span_s / 6 / 3600) * 3600;
}

Decades decades(double low, double high) {
    double bottom = std::floor(std::log10(low));
    const double top = std::ceil(std::log10(high) - 1e-9);
    bottom = std::min(bottom, top - 2);
    return {std::pow(10.0, bottom), std::pow(10.0, top)};
}

void set_steps(QCPAxis& axis, bool logarithmic) {
    if (logarithmic) {
        axis.setScaleType(QCPAxis::stLogarithmic);
        axis.setTicker(QSharedPointer<DecadeTicker>::create());
    } else {
        axis.setTicker(QSharedPointer<StepTicker>::create());
    }
    axis.setSubTicks(false);
}

void set_step(QCPAxis& axis, double step) {
    if (const auto ticker = axis.ticker().dynamicCast<QCPAxisTickerFixed>()) ticker->setTickStep(step);
}

}  // namespace weir::ui
