#include "tests/translations/core_texts.h"

#include <QRegularExpression>
#include <string>

#include "core/labs/lab.h"
#include "core/scenario/figures.h"
#include "ui/lessons/code_side.h"
#include "ui/lessons/code_view.h"
#include "ui/lessons/lesson_store.h"
#include "ui/text.h"

namespace weir {
namespace {

// Badges, reasons and what states say in words.
constexpr const char* composed[] = {
    // several labs
    "BATCH %1 · %2 of %3",
    "FLOWING",
    "%1 waiting",
    "the last batch took %1 ms; no schedule takes less than %2 ms",
    // the circuit breaker, and what its parts are followed by
    "CLOSED",
    "OPEN · stuck",
    "OPEN · waiting for a probe",
    "OPEN · %1 s",
    "HALF-OPEN · everyone",
    "HALF-OPEN · probe %1 of %2",
    "FORCED OPEN",
    "DISABLED",
    "METRICS ONLY",
    "closed",
    "opened",
    "opened again",
    "half-open",
    "%1 of %2 failed",
    "%1 of %2 failed (%3 % < %4 %)",
    "%1 of %2 failed (%3 % >= %4 %)",
    "%1 of %2 slow (%3 % < %4 %)",
    "%1 of %2 slow (%3 % >= %4 %)",
    "%1 of %2 probes succeeded",
    "%1 of %2 probes failed (%3 % >= %4 %)",
    "%1 of %2 probes slow (%3 % >= %4 %)",
    "%1 of %2 probes answered",
    "%1 of %2 probes answered within %3 ms",
    "%1 of %2 probes answered within %3 s",
    "%1 failed",
    "%1 in flight",
    "after %1 ms open",
    "after %1 s open",
    "no calls yet",
    "waiting for %1 call",
    "waiting for %1 calls",
    "due for a probe",
    "forced open: every call is refused",
    "disabled: every call is admitted, none is counted",
    "metrics only: every call is admitted and counted",
    "automatic again",
    "metrics only",
    "would have opened",
    "would have opened again",
    "would be closed",
    "would be half-open",
    "%1 failure in a row",
    "%1 failures in a row",
    "opens at %1",
    "half-open: everyone is admitted, %1 in flight",
    "stuck open: a late success erased the time of the last failure",
    "shadow would be closed, opened %1 time",
    "shadow would be closed, opened %1 times",
    "shadow would be open, opened %1 time",
    "shadow would be open, opened %1 times",
    "shadow would be half-open, opened %1 time",
    "shadow would be half-open, opened %1 times",
    // fan-out
    "%1 of %2 lanes",
    "a call threw and took down all that was begun, %1 time",
    "a call threw and took down all that was begun, %1 times",
    // pipeline
    "ENDED · a stage threw",
    "BACKPRESSURE · stage %1",
    "a stage threw, and it was taken for the end of the input: no item goes through any more",
    "no stage takes time",
    "one task does all stages in turn: %1 ms an item let %2/s through at most",
    "stage %1 is the slowest: %2 worker at %3 ms an item let %4/s through at most",
    "stage %1 is the slowest: %2 workers at %3 ms an item let %4/s through at most",
    // rate limiter
    "LIMITING",
    "LIMITING · %1 waiting",
    "PASSING",
    "the rate was exceeded",
    "%1 granted in %2 ms, %3 allowed",
    "%1 wait for permits that come due at the rate",
    "%1 of %2 permits are free; no window held more than it may",
    // join
    "JOIN",
    "JOIN %1 · %2 of %3",
    "%1 OUTLIVES ITS JOIN",
    "%1 OUTLIVE THEIR JOIN",
    "a failure was thrown at the caller while %1 task ran on",
    "a failure was thrown at the caller while %1 tasks ran on",
    "the last join took %1 ms: %2 of its tasks failed, %3 were cancelled",
    "the last join took %1 ms, %2 times faster than one task after the other; no schedule takes less than %3 ms",
    // shutdown
    "SHUTDOWN",
    "WORKING · %1",
    "DRAINING · %1 left",
    "ABORTING · %1 left",
    "%1 RUN ON",
    "SHUT DOWN",
    "asked to stop %1 ms ago: %2 work and %3 clean up",
    "there is no deadline",
    "the deadline comes in %1 ms",
    "the deadline has passed, so work was cut",
    "the last shutdown took %1 ms: %2 of %3 tasks finished, %4 were aborted, %5 failed",
    "%1 run on",
    "each has cleaned up",
    "%1 have not cleaned up",
    // service, and its layers
    "NO LAYERS",
    "BREAKER OPEN",
    "NO RETRY BUDGET",
    "attempts ×%1",
    "each call goes straight to the service, whatever that does to it",
    "rate_limit (%1 waiting)",
    "concurrency (%1 inside, %2 waiting)",
    "timeout (%1 given up)",
    "retry (no budget set)",
    "retry (%1 permits left)",
    "breaker (closed)",
    "breaker (open)",
    "breaker (half-open)",
    "hedge (%1 sent, %2 won)",
    "steady service",
    "fast service",
    "flaky service",
    "slow service",
    "%1 inside",
    "%1 given up",
    "no budget set",
    "%1 permits left",
    "open",
    "%1 sent",
    "%1 won",
    // shared state
    "FREE",
    "READING · %1",
    "WRITING · %1",
    "%1 of %2 updates lost: another writer came between a get and its set",
    "nobody inside",
    "%1 reader inside",
    "%1 readers inside",
    "%1 writer inside",
    "%1 writers inside",
    "%1 writer and %2 reader inside",
    "%1 writer and %2 readers inside",
    "%1 writers and %2 reader inside",
    "%1 writers and %2 readers inside",
    "nobody waits",
    "%1 reader waits",
    "%1 readers wait",
    "%1 writer waits",
    "%1 writers wait",
    "%1 writer and %2 reader wait",
    "%1 writer and %2 readers wait",
    "%1 writers and %2 reader wait",
    "%1 writers and %2 readers wait",
    // work stealing
    "a task threw and ended its worker: %1 of %2 are gone, and what was in their queues is lost",
    "%1 worker has nothing to do while %2 tasks wait in the queues of others",
    "%1 workers have nothing to do while %2 tasks wait in the queues of others",
    // batching
    "EMPTY",
    "FILLING · %1 of %2",
    "SLOTS TAKEN",
    "STALLED",
    "ENDED · nothing is taken in",
    "a crash ended the loop: what it had accepted is lost, all else is rejected",
    "no batch has left yet",
    "the last batch, of %1 item, left full, its first after %2 ms",
    "the last batch, of %1 items, left full, its first after %2 ms",
    "the last batch, of %1 item, left by time, its first after %2 ms",
    "the last batch, of %1 items, left by time, its first after %2 ms",
};

}  // namespace

std::set<QString> core_texts() {
    std::set<QString> texts;
    for (const auto* text : composed) texts.insert(QString::fromUtf8(text));
    const auto add = [&](const std::string& text) {
        const auto words = ui::pattern_of(ui::as_is(text)).words;
        static const QRegularExpression letter{QStringLiteral("\\p{L}")};
        if (words.contains(letter)) texts.insert(words);  // else it is the same everywhere
    };
    for (const auto& lab : labs::registry()) {
        for (const auto& text : {lab.title, lab.sentence}) add(text);
        for (const auto& spec : lab.parameters) {
            for (const auto& text : {spec.label, spec.group, spec.unit, spec.help}) add(text);
            for (const auto& word : spec.choices) add(word);
            if (spec.kind == labs::Kind::toggle)
                for (const double value : {0.0, 1.0}) add(labs::format_value(spec, value));
        }
        for (const auto& series : lab.series) {
            add(series.label);
            add(scenario::format_figure(1, series.unit));
        }
        for (const auto& plot : lab.plots) {
            add(plot.title);
            for (const auto& limit : plot.limits) add(limit.label);
        }
        for (const auto& phase : lab.phases) add(phase.label);
        for (const auto& [number, defect] :
             ui::defects_in(ui::header_of(QStringLiteral("textbook"), ui::as_is(lab.id))))
            add(defect.toStdString());
        for (const auto& action : lab.actions)
            for (const auto& text : {action.label, action.help}) add(text);
    }
    for (const auto& lesson : ui::all_lessons()) {
        for (const auto& text : {lesson.title, lesson.practice, lesson.question, lesson.why, lesson.task.text})
            add(text);
        for (const auto& figure : lesson.figures) add(figure.label);
        for (const auto& answer : lesson.answers) add(answer.text);
        const auto& lab = *labs::find_lab(lesson.experiment.lab);
        for (const auto& condition : lesson.task.goal.conditions) add(scenario::words_of(condition, lab));
    }
    for (const auto& problem : core_problems()) {
        // Whole between its marks: lists of words have commas of their own. What is left are ids, and what the parser
        // says.
        static const QRegularExpression marks{QStringLiteral(": |, (?=got |expected )")};
        for (const auto& part : ui::as_is(problem).split(marks))
            if ((part.contains(QLatin1Char{' '}) && !part.startsWith(QStringLiteral("syntax error"))) ||
                part == QStringLiteral("missing"))
                add(part.toStdString());
    }
    return texts;
}

}  // namespace weir
