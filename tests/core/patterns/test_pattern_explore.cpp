// Many schedules of each pattern in its production form: by chance, one by one with little load, and with a
// cancellation at each suspension. It breaks no invariant in any of them.
#include <QTest>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include "tests/core/explore.h"
#include "tests/core/patterns/scenarios.h"
#include "tests/program.h"

namespace test_pattern_explore {

class TestPatternExplore : public QObject {
    Q_OBJECT

public:
    explicit TestPatternExplore(const scenarios::Subject& subject) : subject_{subject} {}

private slots:
    void production_keeps_its_invariants_data() { explore::ways(); }
    void production_keeps_its_invariants() { explore::holds(subject_.plan, subject_.production); }

    void a_schedule_is_repeated_by_its_seed_and_by_its_choices() {
        using weir::Choice;
        explore::Schedules schedules{Choice::random, subject_.plan, subject_.production};
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            explore::Way way{seed % 2 == 0 ? Choice::random : Choice::pct, seed, subject_.plan.size};
            explore::Director first;
            explore::Director second;
            schedules.run(way, &first);
            schedules.run(way, &second);
            QVERIFY(first.deviations() == second.deviations() && first.choices() == second.choices());
            way.choice = Choice::given;
            explore::Director third{first.deviations()};
            schedules.run(way, &third);
            QVERIFY(first.deviations() == third.deviations() && first.choices() == third.choices());
        }
    }

private:
    const scenarios::Subject& subject_;
};

static bool add_all() {
    using Named = std::pair<const char*, const scenarios::Subject*>;
    const std::array subjects{
        Named{"batching", &scenarios::batching}, Named{"circuit_breaker", &scenarios::circuit_breaker},
        Named{"fan_out", &scenarios::fan_out},   Named{"join", &scenarios::join},
        Named{"pipeline", &scenarios::pipeline}, Named{"rate_limiter", &scenarios::rate_limiter},
        Named{"service", &scenarios::service},   Named{"shared_state", &scenarios::shared_state},
        Named{"shutdown", &scenarios::shutdown}, Named{"work_stealing", &scenarios::work_stealing}};
    for (const auto& named : subjects)
        program::add("test_" + std::string{named.first} + "_explore",
                     [subject = named.second] { return std::make_unique<TestPatternExplore>(*subject); });
    return true;
}
static const bool all_are_added = add_all();

}  // namespace test_pattern_explore

#include "test_pattern_explore.moc"
