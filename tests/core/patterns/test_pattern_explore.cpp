// Many schedules of one pattern in its production form, WEIR_SUBJECT of scenarios.h: by chance, one by one with
// little load, and with a cancellation at each suspension. It breaks no invariant in any of them.
#include <QTest>

#include "tests/core/explore.h"
#include "tests/core/patterns/scenarios.h"

using scenarios::WEIR_SUBJECT;

class TestPatternExplore : public QObject {
    Q_OBJECT

private slots:
    void production_keeps_its_invariants_data() { explore::ways(); }
    void production_keeps_its_invariants() { explore::holds(WEIR_SUBJECT.plan, WEIR_SUBJECT.production); }

    void a_schedule_is_repeated_by_its_seed_and_by_its_choices() {
        using weir::Choice;
        explore::Schedules schedules{Choice::random, WEIR_SUBJECT.plan, WEIR_SUBJECT.production};
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            explore::Way way{seed % 2 == 0 ? Choice::random : Choice::pct, seed, WEIR_SUBJECT.plan.size};
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
};

QTEST_APPLESS_MAIN(TestPatternExplore)
#include "test_pattern_explore.moc"
