// What a Qt Test says to explore a scenario (see tests/core/explore/scenario.h) in every way there is:
//
//     void it_keeps_its_invariants_data() { explore::ways(); }
//     void it_keeps_its_invariants() {
//         explore::holds({.occasions = occasions, .size = {5, 3}, .small = {2, 1}}, scenario);
//     }
#pragma once

#include <QTest>

#include "tests/core/explore/schedules.h"

namespace explore {

/// The rows of a test that explores by chance; QFETCH(int, choice).
inline void choices() {
    QTest::addColumn<int>("choice");
    QTest::newRow("random") << static_cast<int>(Choice::random);
    QTest::newRow("pct") << static_cast<int>(Choice::pct);
}

/// The rows of one that goes through schedules of little one by one, too, and cancels at each suspension.
inline void ways() {
    choices();
    QTest::newRow("every") << static_cast<int>(Choice::given);
    QTest::newRow("cancelled") << -1;
}

/// The test itself, for a row of ways() or choices().
inline void holds(const Plan& plan, const Scenario& scenario) {
    QFETCH(int, choice);
    std::string broken;
    if (choice < 0)
        broken = cancelled_everywhere(plan, scenario);
    else if (static_cast<Choice>(choice) == Choice::given)
        broken = every_schedule(plan, scenario);
    else
        broken = all_schedules(static_cast<Choice>(choice), plan, scenario);
    QVERIFY2(broken.empty(), broken.c_str());
}

}  // namespace explore
