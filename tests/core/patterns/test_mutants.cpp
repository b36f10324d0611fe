// Every defect of every textbook form, and every flaw put in on purpose, is caught by an invariant: one table of what
// catches what. The explorations are those that the production forms pass.
#include <QTest>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/core/allocations.h"
#include "tests/core/explore/schedules.h"
#include "tests/core/patterns/scenarios.h"
#include "tests/program.h"

namespace test_mutants {

using scenarios::Mutant;
using scenarios::Subject;

struct Row {
    const Subject& subject;
    const char* form;
    const char* defect;
    const char* caught_by;
};

constexpr const char* allocates_nothing = "a call allocates nothing";

// Several rows may tell of one defect.
const Row table[] = {
    {scenarios::fan_out, "textbook", "one task does all: nothing runs in parallel",
     "what computes ends within the greedy bound"},
    {scenarios::fan_out, "textbook", "what one operation computes holds up the others",
     "while an item waits, at_once are worked on"},
    {scenarios::fan_out, "textbook", "a result has no index", "a result is that of the item with its number"},
    {scenarios::fan_out, "textbook", "results come in the order of completion",
     "results are delivered in the order asked for"},
    {scenarios::fan_out, "textbook", "a throw loses every result", "every item taken is delivered exactly once"},
    {scenarios::fan_out, "textbook", "a throw ends what should collect failures",
     "the run ends with its first failure, or with none"},
    {scenarios::fan_out, "textbook", "nothing at once hangs", "0 at once is refused"},

    {scenarios::pipeline, "textbook", "all stages run in one task, one after another",
     "an item waits in a queue only while every worker of the stage has one"},
    {scenarios::pipeline, "textbook", "a throw looks like the end of the input: the run ends early",
     "the run ends after the input, behind the last item"},
    {scenarios::pipeline, "textbook", "a throw looks like the end of the input: items are left inside",
     "an item that was sent leaves, once"},
    {scenarios::pipeline, "textbook", "a throw looks like the end of the input: more is refused",
     "only a full or closed pipeline refuses"},

    {scenarios::rate_limiter, "textbook", "permits of one period go out on top of those of another",
     "no window holds more than burst + rate t"},
    {scenarios::rate_limiter, "textbook", "permits come in lumps", "no permit lies idle while somebody waits"},
    {scenarios::rate_limiter, "textbook", "those who get a permit of one lump go on in any order",
     "first come, first served"},
    {scenarios::rate_limiter, "textbook", "its group cannot be joined", "a group that holds a limiter can be joined"},
    {scenarios::rate_limiter, "textbook, as it starts", "the first tick comes at once",
     "no window holds more than burst + rate t"},
    {scenarios::rate_limiter, "textbook, around a tick", "up to twice the rate around a boundary",
     "no window holds more than burst + rate t"},
    {scenarios::rate_limiter, "textbook, after a stall", "ticks missed are replayed in a burst",
     "no window holds more than twice the burst + rate t"},
    {scenarios::rate_limiter, "textbook, between ticks", "permits come back once a period",
     "no permit lies idle while somebody waits"},
    {scenarios::rate_limiter, "textbook, left alone", "the task that refills never ends",
     "a group that holds a limiter can be joined"},

    {scenarios::join, "textbook", "a failure is thrown while the others run on", "no child outlives the join"},
    {scenarios::join, "textbook", "what runs on fails unheard", "no failure goes to anybody but the caller"},
    {scenarios::join, "textbook", "handles are awaited in order, not by who fails first",
     "what comes out is the first failure, or that it was cancelled, or nothing"},
    {scenarios::join, "textbook", "a failure stops nobody", "after the failure or the cancellation no child begins"},
    {scenarios::join, "textbook", "blocking work on the workers stalls all else there",
     "while children compute in the pool the workers are free"},
    {scenarios::join, "textbook", "what runs on is not cancelled",
     "who waits, for time or for a thread, ends at once when cancelled"},
    {scenarios::join, "textbook", "the join and its last child end apart",
     "the join ends at the instant at which its last child does"},

    {scenarios::shutdown, "textbook", "work raced against a token is cut at any await",
     "no work is cut before the deadline"},
    {scenarios::shutdown, "textbook", "what is cut does not clean up",
     "each task's cleanup runs exactly once, after its work, to its end"},
    {scenarios::shutdown, "textbook", "failures are swallowed", "the report has each task once, with its fate"},
    {scenarios::shutdown, "textbook", "failures are heard by nobody", "no failure goes unobserved"},
    {scenarios::shutdown, "textbook", "there is no deadline",
     "it ends by the deadline and the longest cleanup after that"},
    {scenarios::shutdown, "textbook", "handles are never reaped", "a task that has ended leaves nothing behind"},
    {scenarios::shutdown, "textbook", "tasks run on when the coordinator goes", "nothing outlives the coordinator"},

    {scenarios::service, "textbook", "no layer takes a throw for a failed call",
     "a service that throws has failed, and nothing comes out but a reply"},
    {scenarios::service, "textbook", "no layer limits the time of a call", "a call is answered within its time limit"},
    {scenarios::service, "textbook", "no layer limits the calls in flight",
     "at most `limit` calls are below a concurrency limit"},
    {scenarios::service, "textbook, one call after another", "a boxed allocation a call", allocates_nothing},

    {scenarios::shared_state, "textbook", "get, then set, loses updates", "no increment is lost"},
    {scenarios::shared_state, "textbook", "get, then set, is no increment", "the history is linearizable"},
    {scenarios::shared_state, "torn get_many", "get_many reads one key after another", "the history is linearizable"},
    {scenarios::shared_state, "slack update", "update lets go of the lock in between", "no increment is lost"},
    {scenarios::shared_state, "early change", "a change is made before the hold, which throws",
     "the history is linearizable"},
    {scenarios::shared_state, "readers look in", "readers take no lock", "readers xor a writer"},
    {scenarios::shared_state, "barging readers", "readers pass a waiting writer",
     "a waiting writer is overtaken by nobody"},
    {scenarios::shared_state, "not a mutex", "readers share what should be a mutex",
     "a mutex and an actor let one in at a time"},

    {scenarios::work_stealing, "textbook", "private queues: nobody steals", "no worker stays parked while a job waits"},
    {scenarios::work_stealing, "textbook", "a submit blocks on one full queue while others are empty",
     "no submit waits for a queue"},
    {scenarios::work_stealing, "textbook", "a throwing worker loses its queue",
     "every job that was accepted runs exactly once, to its end"},
    {scenarios::work_stealing, "textbook", "who throws second throws unheard", "every failure is heard of"},
    {scenarios::work_stealing, "textbook", "nothing can be submitted after the start", "a job may submit others"},

    {scenarios::circuit_breaker, "textbook", "check and change of state are not atomic: half-open twice",
     "open admits nobody before its time"},
    {scenarios::circuit_breaker, "textbook", "check and change of state are not atomic: closed from open",
     "legal edges only"},
    {scenarios::circuit_breaker, "textbook", "check and change of state are not atomic: opened by an old look",
     "closed opens only then"},
    {scenarios::circuit_breaker, "textbook", "half-open admits every caller", "half-open admits at most its probes"},
    {scenarios::circuit_breaker, "textbook", "a late look refuses while half-open has room",
     "half-open admits a probe while one is free"},
    {scenarios::circuit_breaker, "textbook", "a late success resets the count", "a stale outcome changes nothing"},
    {scenarios::circuit_breaker, "textbook", "a late success leaves it stuck",
     "open admits a probe once its time is over"},
    {scenarios::circuit_breaker, "textbook", "only failures in a row count",
     "closed opens when enough of the last calls failed or were slow"},
    {scenarios::circuit_breaker, "textbook, of a slow service", "a caller's timeout counts as nothing",
     "closed opens when enough of the last calls failed or were slow"},
    {scenarios::circuit_breaker, "textbook, of a service that fails now and then",
     "failures with a success among them never trip it",
     "closed opens when enough of the last calls failed or were slow"},
    {scenarios::circuit_breaker, "textbook", "one probe decides", "half-open is decided by its probes"},
    {scenarios::circuit_breaker, "textbook", "a probe that hangs leaves it half-open", "half-open always ends"},

    {scenarios::batching, "textbook", "ticks send what there is",
     "a batch leaves full, lingered or flushed, not before"},
    {scenarios::batching, "textbook", "ticks wait between the items", "a batch leaves full, or with all that wait"},
    {scenarios::batching, "textbook, around a tick", "its timer runs free, not from the first item",
     "a batch leaves full, lingered or flushed, not before"},
    {scenarios::batching, "textbook, while one is handled", "ticks missed meanwhile cut tiny batches",
     "a batch leaves full, or with all that wait"},
    {scenarios::batching, "textbook", "its intake stalls while a batch is processed",
     "a batch leaves in time while a slot is free"},
    {scenarios::batching, "textbook", "a throw loses items accepted later", "each accepted item gets its own outcome"},
};

explore::Plan plan_of(const Mutant& mutant, const Subject& subject) {
    auto plan = subject.plan;
    plan.schedules = mutant.schedules;
    plan.workers = mutant.workers;
    return plan;
}

/// In how many schedules a mutant broke which invariant. Each is explored once.
const std::map<std::string, std::uint64_t>& broken_by(const Mutant& mutant, const Subject& subject) {
    static std::map<const Mutant*, std::map<std::string, std::uint64_t>> known;
    const auto [at, is_new] = known.try_emplace(&mutant);
    if (!is_new) return at->second;
    const auto plan = plan_of(mutant, subject);
    at->second = explore::times_broken(plan, mutant.scenario);
    for (const auto& [which, times] : at->second)
        qInfo("%s, %s: \"%s\" broken in %d of %d", subject.name, mutant.form, which.c_str(), static_cast<int>(times),
              static_cast<int>(2 * plan.schedules));
    return at->second;
}

const Mutant* find(const Subject& subject, const std::string& form) {
    for (const auto& mutant : subject.mutants)
        if (mutant.form == form) return &mutant;
    return nullptr;
}

class TestMutants : public QObject {
    Q_OBJECT

private slots:
    void each_defect_is_caught_data() {
        QTest::addColumn<int>("row");
        for (int i = 0; i < static_cast<int>(std::size(table)); ++i)
            QTest::addRow("%s, %s: %s", table[i].subject.name, table[i].form, table[i].defect) << i;
    }
    void each_defect_is_caught() {
        QFETCH(int, row);
        const auto& [subject, form, defect, caught_by] = table[row];
        const auto* const mutant = find(subject, form);
        QVERIFY2(mutant != nullptr, form);
        if (caught_by == allocates_nothing && !allocations::counted) return;  // sanitizers count none
        QVERIFY2(broken_by(*mutant, subject).contains(caught_by), caught_by);
    }

    /// So it is the defect that a script shows, and not the script.
    void production_passes_the_scripts() {
        int scripts = 0;
        for (const auto& row : table) {
            const auto* const mutant = find(row.subject, row.form);
            if (mutant == nullptr || !mutant->in_production) continue;
            ++scripts;
            const auto broken = explore::times_broken(plan_of(*mutant, row.subject), *mutant->in_production);
            for (const auto& [which, times] : broken) QFAIL((row.defect + (": " + which)).c_str());
        }
        QVERIFY(scripts > 0);
    }

    /// Of a textbook form it is known what else breaks: nothing. And no mutant is without its row.
    void nothing_breaks_that_is_not_in_the_table() {
        std::set<const Subject*> subjects;
        std::map<const Mutant*, std::set<std::string>> expected;
        for (const auto& row : table) {
            subjects.insert(&row.subject);
            expected[find(row.subject, row.form)].insert(row.caught_by);
        }
        for (const auto* subject : subjects) {
            for (const auto& mutant : subject->mutants) {
                QVERIFY2(expected.contains(&mutant), mutant.form);
                if (std::string_view{mutant.form} != "textbook") continue;
                for (const auto& [which, times] : broken_by(mutant, *subject))
                    QVERIFY2(expected[&mutant].contains(which), (subject->name + (": " + which)).c_str());
            }
        }
    }
};

}  // namespace test_mutants

WEIR_TEST(test_mutants, TestMutants)
#include "test_mutants.moc"
