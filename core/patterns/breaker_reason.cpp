#include "core/patterns/breaker_reason.h"

#include <cmath>
#include <cstdio>

namespace weir::patterns::breaker {

namespace {
std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string number(std::uint32_t value) { return std::to_string(value); }
}  // namespace

std::string describe_rate(std::uint32_t part, std::uint32_t whole, const char* what) {
    return number(part) + " of " + number(whole) + " " + what;
}

std::string describe_rate(std::uint32_t part, std::uint32_t whole, const char* what, double threshold) {
    const double rate = whole == 0 ? 0 : 100.0 * part / whole;
    const bool reached = rate >= threshold;
    double shown = std::round(rate * 10) / 10;
    if (reached && shown < threshold) shown = rate;
    if (!reached && shown >= threshold) shown = std::floor(rate * 10) / 10;
    return describe_rate(part, whole, what) + " (" + number(shown) + (reached ? " % >= " : " % < ") +
           number(threshold) + " %)";
}

std::string describe(Duration duration) {
    const double seconds = to_seconds(duration);
    char text[32];
    if (seconds >= 1)
        std::snprintf(text, sizeof text, "%.4g s", seconds);
    else
        std::snprintf(text, sizeof text, "%.4g ms", seconds * 1e3);
    return text;
}

std::string describe(const Transition& t) {
    switch (t.cause) {
        case Cause::failure_rate:
            return "opened: " + describe_rate(t.tally.failures, t.tally.calls, "failed", t.threshold);
        case Cause::slow_rate:
            return "opened: " + describe_rate(t.tally.slow, t.tally.calls, "slow", t.threshold);
        case Cause::open_elapsed:
            return "half-open: after " + describe(t.period) + " open";
        case Cause::probes_passed:
            return "closed: " + describe_rate(t.tally.calls - t.tally.failures, t.tally.calls, "probes succeeded");
        case Cause::probes_failed:
            return "opened again: " + describe_rate(t.tally.failures, t.tally.calls, "probes failed", t.threshold);
        case Cause::probes_slow:
            return "opened again: " + describe_rate(t.tally.slow, t.tally.calls, "probes slow", t.threshold);
        case Cause::probes_deadline:
            return "opened again: " + describe_rate(t.tally.calls, t.probes, "probes answered") + " within " +
                   describe(t.period);
        case Cause::by_hand:
            break;
    }
    switch (t.to) {
        case State::forced_open:
            return "forced open: every call is refused";
        case State::disabled:
            return "disabled: every call is admitted, none is counted";
        case State::metrics_only:
            return "metrics only: every call is admitted and counted";
        default:
            return "automatic again";
    }
}

std::string describe_closed(const CircuitBreakerConfig& config, const Tally& tally, const Transition& last) {
    const std::uint32_t needed = calls_needed(config);
    if (tally.calls >= needed) {
        std::string text = "closed: " + describe_rate(tally.failures, tally.calls, "failed", config.failure_threshold);
        if (tally.slow > 0) text += ", " + describe_rate(tally.slow, tally.calls, "slow", config.slow_threshold);
        return text;
    }
    std::string text = "closed: no calls yet";
    if (tally.calls > 0)
        text = "closed: " + describe_rate(tally.failures, tally.calls, "failed");
    else if (last.cause == Cause::probes_passed)
        text = describe(last);
    return text + ", waiting for " + std::to_string(needed) + (needed == 1 ? " call" : " calls");
}

}  // namespace weir::patterns::breaker
