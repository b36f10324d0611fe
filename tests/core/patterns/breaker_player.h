// Plays what happens to a production breaker from a line of text, so that a test reads as a list of events.
#pragma once

#include <QTest>
#include <deque>
#include <functional>
#include <sstream>
#include <utility>

#include "core/patterns/circuit_breaker.h"

namespace breaker_test {

using namespace std::chrono_literals;
using weir::Time;
using weir::patterns::CircuitBreaker;
using Config = CircuitBreaker::Config;

inline Config basic() {
    Config c;
    c.window.calls = 20;
    c.minimum_calls = 10;
    c.failure_threshold = 50;
    c.slow_threshold = 60;
    c.slow_call = 100ms;
    c.open_for = 2s;
    c.probes = 3;
    c.half_open_deadline = 5s;
    return c;
}

inline Config with(const std::function<void(Config&)>& change) {
    Config c = basic();
    change(c);
    return c;
}

/// Plays a script on a breaker. Words, each a letter and a number:
///   s9 nine calls succeed   f9 fail   l9 succeed slowly   t9 time out   x9 are refused
///   a2 two calls begin      S2 the two oldest of these succeed   F2 fail   C2 are cancelled
///   +500 so many milliseconds pass
class Player {
public:
    explicit Player(const Config& config) : breaker(config) {}

    void play(const QString& script) {
        std::istringstream words(script.toStdString());
        char verb = 0;
        int n = 0;
        while (words >> verb >> n) {
            if (verb == '+')
                now += std::chrono::milliseconds(n);
            else
                for (int i = 0; i < n; ++i) step(verb);
        }
    }

    CircuitBreaker breaker;
    Time now{};

private:
    void step(char verb) {
        if (verb == 'S' || verb == 'F' || verb == 'C') {
            auto permit = std::move(held_.front());
            held_.pop_front();
            if (verb == 'S') permit.succeed(now);
            if (verb == 'F') permit.fail(now);
            return;
        }
        auto permit = breaker.try_acquire(now);
        QCOMPARE(permit.has_value(), verb != 'x');
        if (verb == 'a') held_.push_back(std::move(*permit));
        if (verb == 's') permit->succeed(now);
        if (verb == 'f') permit->fail(now);
        if (verb == 't') permit->time_out(now);
        if (verb == 'l') permit->succeed(now += 100ms);
    }

    std::deque<CircuitBreaker::Permit> held_;
};

}  // namespace breaker_test
