// The four rules of the rate limiter against what they promise: the envelope in every window, exact times, no surplus
// from a change; and against models written the slow and obvious way.
#include <rapidcheck.h>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/patterns/grant_rules.h"
#include "core/theory/token_bucket.h"
#include "tests/program.h"

namespace test_grant_rules {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Time;
using weir::patterns::GrantAlgorithm;
using weir::patterns::GrantRule;
using weir::patterns::GrantTerms;
using enum weir::patterns::GrantAlgorithm;

constexpr Duration tick{1};

GrantTerms terms(GrantAlgorithm algorithm, double rate, std::uint32_t burst) { return {algorithm, rate, burst}; }

/// When each of `count` single permits goes out if they are asked for without pause from `now` on.
std::vector<Time> grants(GrantRule& rule, int count, Time now) {
    std::vector<Time> times;
    for (int i = 0; i < count; ++i) {
        now = rule.earliest(1, now);
        rule.take(1, now);
        times.push_back(now);
    }
    return times;
}

std::vector<long> in_ms(const std::vector<Time>& times) {
    std::vector<long> ms;
    for (const Time t : times) ms.push_back(static_cast<long>(std::lround(weir::to_seconds(t) * 1e3)));
    return ms;
}

rc::Gen<GrantTerms> any_terms(std::vector<GrantAlgorithm> algorithms) {
    return rc::gen::exec([algorithms] {
        GrantTerms t;
        t.algorithm = *rc::gen::elementOf(algorithms);
        t.rate = *rc::gen::element(0.5, 1.0, 3.0, 7.3, 100.0, 1e4, 1e6);
        t.burst = *rc::gen::inRange<std::uint32_t>(1, 9);
        return t;
    });
}

/// A history: what went out when, and how many permits had come due by then, which is the integral of the rate.
struct Granted {
    double due;
    std::uint32_t n;
};

/// Asks at random times for random numbers of permits, waits as told, changes the terms now and then.
class Player {
public:
    explicit Player(const GrantTerms& t) : rule_(t, Time{}), terms_(t), greatest_(t.burst) {}

    void wait() {
        const double intervals = *rc::gen::element(0.0, 0.1, 0.5, 1.0, 2.5, 20.0);
        pass(weir::from_seconds(intervals / terms_.rate));
    }
    void take() {
        const auto n = *rc::gen::inRange<std::uint32_t>(1, most_at_once(terms_) + 1);
        const Time at = rule_.earliest(n, now_);
        RC_ASSERT(at >= now_);
        RC_ASSERT(rule_.earliest(n, at) == at);
        if (at > now_) RC_ASSERT(rule_.earliest(n, at - tick) == at);
        pass(at - now_);
        rule_.take(n, now_);
        history_.push_back({due_, n});
    }
    void change(const GrantTerms& t) {
        const double before = rule_.free_at(now_);
        rule_.change(t, now_);
        RC_ASSERT(rule_.free_at(now_) <= before + 1e-9);
        terms_ = t;
        greatest_ = std::max(greatest_, t.burst);
    }

    /// In every closed window, whichever two grants it runs between.
    void keeps_within(double allowed_at_once) const {
        for (std::size_t i = 0; i < history_.size(); ++i) {
            double sum = 0;
            for (std::size_t j = i; j < history_.size(); ++j) {
                sum += history_[j].n;
                RC_ASSERT(sum <= allowed_at_once + history_[j].due - history_[i].due + 1e-6);
            }
        }
    }
    double greatest_burst() const { return greatest_; }
    double free() const { return rule_.free_at(now_); }

private:
    void pass(Duration d) {
        now_ += d;
        due_ += weir::to_seconds(d) * terms_.rate;
    }

    GrantRule rule_;
    GrantTerms terms_;
    std::uint32_t greatest_;
    Time now_{};
    double due_ = 0;
    std::vector<Granted> history_;
};

void play(Player& player, const std::vector<GrantAlgorithm>& changes_to) {
    const auto steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
        const auto what = *rc::gen::weightedElement<int>({{6, 0}, {3, 1}, {1, 2}});
        if (what == 0) player.take();
        if (what == 1) player.wait();
        if (what == 2 && !changes_to.empty()) player.change(*any_terms(changes_to));
    }
}

class TestGrantRules : public QObject {
    Q_OBJECT

private slots:
    void a_token_bucket_passes_a_burst_and_then_keeps_the_rate() {
        GrantRule rule(terms(token_bucket, 10, 3), Time{});
        QCOMPARE(in_ms(grants(rule, 6, Time{})), (std::vector<long>{0, 0, 0, 100, 200, 300}));
        QCOMPARE(in_ms(grants(rule, 5, Time{} + 10s)), (std::vector<long>{10000, 10000, 10000, 10100, 10200}));
    }

    void a_leaky_bucket_flattens_it() {
        GrantRule rule(terms(leaky_bucket, 10, 3), Time{});
        QCOMPARE(in_ms(grants(rule, 4, Time{})), (std::vector<long>{0, 100, 200, 300}));
        QCOMPARE(in_ms(grants(rule, 2, Time{} + 10s)), (std::vector<long>{10000, 10100}));
    }

    void a_fixed_window_lets_twice_its_burst_pass_around_a_boundary() {
        GrantRule rule(terms(fixed_window, 10, 3), Time{});
        QCOMPARE(in_ms(grants(rule, 9, Time{} + 299ms)),
                 (std::vector<long>{299, 299, 299, 300, 300, 300, 600, 600, 600}));
    }

    void a_sliding_window_does_not() {
        GrantRule rule(terms(sliding_window, 10, 3), Time{});
        QCOMPARE(in_ms(grants(rule, 7, Time{} + 299ms)), (std::vector<long>{299, 299, 299, 599, 599, 599, 899}));
    }

    void a_request_for_several_waits_until_all_are_due() {
        GrantRule rule(terms(token_bucket, 10, 3), Time{});
        rule.take(3, Time{});
        QCOMPARE(rule.earliest(1, Time{}) - Time{}, Duration{100ms});
        QCOMPARE(rule.earliest(3, Time{}) - Time{}, Duration{300ms});
    }

    void what_is_further_than_the_clock_reaches_never_comes() {
        GrantRule rule(terms(token_bucket, 0.001, 100'000), Time{});
        rule.take(100'000, Time{});
        QCOMPARE(rule.earliest(1, Time{}) - Time{}, Duration{1000s});
        const Time late = Time::max() - 1s;
        GrantRule at_the_end(terms(leaky_bucket, 0.001, 1), late);
        at_the_end.take(1, late);
        QCOMPARE(at_the_end.earliest(1, late), Time::max());
    }

    void a_new_rate_counts_from_now_on() {
        GrantRule rule(terms(token_bucket, 10, 1), Time{});
        rule.take(1, Time{});
        rule.change(terms(token_bucket, 100, 1), Time{} + 50ms);  // half of the permit has come due
        QCOMPARE(rule.earliest(1, Time{} + 50ms) - Time{}, Duration{55ms});
        rule.change(terms(token_bucket, 1, 1), Time{} + 50ms);
        QCOMPARE(rule.earliest(1, Time{} + 50ms) - Time{}, Duration{550ms});
    }

    void a_greater_burst_fills_at_the_rate() {
        for (const auto algorithm : {token_bucket, fixed_window, sliding_window}) {
            GrantRule rule(terms(algorithm, 10, 2), Time{});
            rule.take(2, Time{});
            rule.change(terms(algorithm, 10, 50), Time{});
            QCOMPARE(rule.free_at(Time{}), 0.0);
            QVERIFY(rule.earliest(1, Time{}) > Time{});
            QCOMPARE(rule.free_at(Time{} + 5s), 50.0);
        }
    }

    void moving_a_slider_to_and_fro_neither_frees_nor_starves() {
        for (const auto algorithm : {token_bucket, leaky_bucket, fixed_window, sliding_window}) {
            GrantRule rule(terms(algorithm, 10, 5), Time{});
            int taken = 0;
            for (int ms = 0; ms < 20'000; ms += 10) {
                const Time now = Time{} + std::chrono::milliseconds(ms);
                rule.change(terms(algorithm, 10, ms % 20 == 0 ? 5 : 6), now);
                while (rule.earliest(1, now) == now) {
                    rule.take(1, now);
                    ++taken;
                }
            }
            QVERIFY2(taken <= 6 + 200, qPrintable(QString::number(taken)));
            QVERIFY2(taken >= 100, qPrintable(QString::number(taken)));
        }
    }

    void terms_out_of_range_are_named() {
        const auto wrong = [](double rate, std::uint32_t burst) {
            return QString::fromStdString(check(terms(token_bucket, rate, burst)).value_or(""));
        };
        QCOMPARE(wrong(1, 1), QString());
        QVERIFY(wrong(0, 1).startsWith("rate: "));
        QVERIFY(wrong(NAN, 1).startsWith("rate: "));
        QVERIFY(wrong(1e10, 1).startsWith("rate: "));
        QVERIFY(wrong(1, 0).startsWith("burst: "));
        QVERIFY(wrong(1, 100'001).startsWith("burst: "));
    }

    void no_window_holds_more_than_its_burst_and_its_rate() {
        const bool held = rc::check([] {
            Player player(*any_terms({token_bucket, sliding_window}));
            play(player, {});
            player.keeps_within(player.greatest_burst());
        });
        QVERIFY(held);
    }

    void nor_does_it_where_terms_change() {
        const bool held = rc::check([] {
            const auto algorithm = *rc::gen::element(token_bucket, sliding_window);
            Player player(*any_terms({algorithm}));
            play(player, {algorithm});
            player.keeps_within(player.greatest_burst());
        });
        QVERIFY(held);
    }

    void a_leaky_bucket_never_bursts() {
        const bool held = rc::check([] {
            Player player(*any_terms({leaky_bucket}));
            play(player, {leaky_bucket});
            player.keeps_within(1);
        });
        QVERIFY(held);
    }

    void a_fixed_window_passes_twice_its_burst_at_most() {
        const bool held = rc::check([] {
            Player player(*any_terms({fixed_window}));
            play(player, {});
            player.keeps_within(2 * player.greatest_burst());
        });
        QVERIFY(held);
    }

    void a_change_of_algorithm_frees_nothing() {
        const bool held = rc::check([] {
            const std::vector all{token_bucket, leaky_bucket, fixed_window, sliding_window};
            Player player(*any_terms(all));
            play(player, all);
        });
        QVERIFY(held);
    }

    /// The bucket as one would draw it: tokens that drip in, up to a brim.
    void a_token_bucket_is_a_bucket_of_tokens() {
        const bool held = rc::check([] {
            const auto t = *any_terms({token_bucket});
            GrantRule rule(t, Time{});
            double tokens = t.burst;
            Time now{};
            const auto steps = *rc::gen::inRange(1, 60);
            for (int i = 0; i < steps; ++i) {
                const auto d = weir::from_seconds(*rc::gen::element(0.0, 0.3, 1.0, 4.0) / t.rate);
                now += d;
                tokens = std::min<double>(t.burst, tokens + weir::to_seconds(d) * t.rate);
                const auto n = *rc::gen::inRange<std::uint32_t>(1, t.burst + 1);
                RC_ASSERT(std::abs(rule.free_at(now) - tokens) < 1e-6);
                // At the very edge the two may differ by a rounding.
                if (std::abs(tokens - n) < 1e-6) continue;
                RC_ASSERT((rule.earliest(n, now) == now) == (tokens >= n));
                if (tokens < n) continue;
                rule.take(n, now);
                tokens -= n;
            }
        });
        QVERIFY(held);
    }

    void the_worst_window_of_theory_agrees() {
        GrantRule rule(terms(token_bucket, 10, 3), Time{});
        std::vector<double> seconds;
        for (const Time t : grants(rule, 50, Time{})) seconds.push_back(weir::to_seconds(t));
        QVERIFY(weir::theory::worst_window(seconds, 3, 10).excess() <= 1e-9);
        GrantRule fixed(terms(fixed_window, 10, 3), Time{});
        seconds.clear();
        for (const Time t : grants(fixed, 9, Time{} + 299ms)) seconds.push_back(weir::to_seconds(t));
        QVERIFY(std::abs(weir::theory::worst_window(seconds, 3, 10).excess() - (6 - (3 + 0.01))) < 1e-6);
    }
};

}  // namespace test_grant_rules

WEIR_TEST(test_grant_rules, TestGrantRules)
#include "test_grant_rules.moc"
