// Everything the window says has its German: the texts of core, those a lab puts together while it runs, the strings of
// the window, the lessons.
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>
#include <set>

#include "core/labs/lab.h"
#include "core/labs/session.h"
#include "core/patterns/breaker_reason.h"
#include "tests/program.h"
#include "tests/translations/core_texts.h"
#include "tests/translations/missing.h"
#include "ui/diagrams/scene.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace test_translations {

using namespace weir;
using namespace weir::ui;

/// The places %1, %L2, %n, {figure} in a text, without the L: whether a number is written as the language does is its
/// own affair.
std::multiset<QString> places_in(const QString& text) {
    static const QRegularExpression place{QStringLiteral("%L?([0-9]{1,2}|n)|\\{[a-z_0-9]+\\}")};
    std::multiset<QString> places;
    for (auto found = place.globalMatch(text); found.hasNext();)
        places.insert(found.next().captured().remove(QLatin1Char{'L'}));
    return places;
}

QString carried(const QString& name) {
    QFile file{name};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

/// Of a lesson: its headings, paragraphs, and those that begin with words in bold.
std::vector<qsizetype> shape_of(const QString& lesson) {
    std::vector<qsizetype> shape;
    for (const char* part : {"^#", "\\n\\n", "\\n\\n\\*\\*"})
        shape.push_back(lesson.count(QRegularExpression{QString::fromLatin1(part)}));
    return shape;
}

/// What stands between these in a lesson.
QStringList marked_in(const QString& lesson, const char* mark) {
    const QRegularExpression between{QStringLiteral("(?<!\\*)%1([^*`]+)%1(?!\\*)").arg(QString::fromLatin1(mark))};
    QStringList marked;
    for (auto found = between.globalMatch(lesson); found.hasNext();) marked << found.next().captured(1);
    return marked;
}

struct Setting {
    std::string parameter;
    double value;
};

/// What is worth setting in a lab so that it has something else to say: every choice and toggle beside faults, and
/// faults alone, up to where nothing else happens.
std::vector<std::vector<Setting>> settings_of(const labs::LabInfo& lab) {
    const labs::Parameters parameters{lab.parameters};
    std::vector<Setting> faults;
    for (const auto& fault :
         {Setting{"fault.failure", 30}, Setting{"fault.slow", 10}, Setting{"fault.hang", 3}, Setting{"fault.crash", 3}})
        if (parameters.find(fault.parameter)) faults.push_back(fault);
    std::vector<std::vector<Setting>> all{{}, faults, {{"fault.failure", 100}}, {{"fault.crash", 100}}};
    const auto beside_faults = [&](const std::string& id, double value) {
        all.push_back(faults);
        all.back().push_back({id, value});
    };
    for (const auto& spec : lab.parameters) {
        // One place for a layer is like another.
        if (spec.id == "variant" || (spec.id.starts_with("layer.") && spec.id != "layer.1")) continue;
        for (std::size_t i = 0; i < spec.choices.size(); ++i) beside_faults(spec.id, static_cast<double>(i));
        if (spec.kind == labs::Kind::toggle) beside_faults(spec.id, 1 - spec.initial);
        if (spec.id == "retry.budget" || spec.id == "queue.capacity" || spec.id == "deadline")
            beside_faults(spec.id, spec.minimum);
    }
    if (parameters.find("breaker.slow_call"))
        for (const double mode : {0.0, 3.0})
            all.push_back({{"breaker.slow_call", 20},
                           {"breaker.slow_threshold", 40},
                           {"breaker.mode", mode},
                           {"breaker.open_for", 0.2},
                           {"shadow.watch", 1},
                           {"fault.slow", 50}});
    return all;
}

class TestTranslations final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void numbers_in_a_text_are_places_for_them_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("numbers");
        const auto row = [](const char* text, const char* words, const QStringList& numbers) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(words) << numbers;
        };
        row("closed", "closed", {});
        row("opened: 11 of 20 failed", "opened: %1 of %2 failed", {"11", "20"});
        row("(66.7 % >= 50 %)", "(%1 % >= %2 %)", {"66.7", "50"});
        row("attempts ×1.25", "attempts ×%1", {"1.25"});
        row("at most 100000.", "at most %1.", {"100000"});
        row("1e+06 calls", "%1 calls", {"1e+06"});
        row("-3 left", "%1 left", {"-3"});
        row("p99", "p99", {});
        row("half-open", "half-open", {});
        row("6/s", "%1/s", {"6"});
        row("got '1.5, x: y' of 3", "got '%1' of %2", {"1.5, x: y", "3"});
        row("got '' (did you mean 'a'?), 'b'", "got '%1' (did you mean '%2'?), '%3'", {"", "a", "b"});
        row("a worker's queue, the owners' work", "a worker's queue, the owners' work", {});
    }
    void numbers_in_a_text_are_places_for_them() {
        QFETCH(QString, text);
        QTEST(pattern_of(text).words, "words");
        QTEST(pattern_of(text).given, "numbers");
    }

    void a_text_is_translated_whole_or_in_parts_with_its_numbers() {
        const std::string opened = "metrics only, would have opened: 11 of 20 failed (55.5 % >= 50 %)";
        QCOMPARE(text(opened), QString::fromStdString(opened));
        const Missing missing;
        QCOMPARE(text("closed"), QStringLiteral("geschlossen"));
        QCOMPARE(text("OPEN · 1.2 s"), QStringLiteral("OFFEN · 1,2 s"));
        QCOMPARE(text(opened), QStringLiteral("nur Messung, hätte geöffnet: 11 von 20 gescheitert (55,5 % ≥ 50 %)"));
        QCOMPARE(text("READING · 3, WRITING · 2"), QStringLiteral("LESEN · 3, SCHREIBEN · 2"));
        QCOMPARE(missing.found(), QByteArray{});
        QCOMPARE(text("closed: nonsense 7 of 9"), QStringLiteral("geschlossen: nonsense 7 of 9"));
        QCOMPARE(missing.found(), QByteArray{"core: nonsense %1 of %2"});
        QCOMPARE(as_is("closed"), QStringLiteral("closed"));
    }

    void what_is_wrong_with_a_file_is_said_in_german_with_names_and_words_as_they_are() {
        const Missing missing;
        QCOMPARE(
            text_about("a/closed: 1.5.json", "a/closed: 1.5.json: lab: expected the id of a lab, got '1.5, closed'"),
            QStringLiteral("a/closed: 1.5.json: lab: erwartet: die Kennung eines Labors, erhalten: '1.5, closed'"));
        for (const auto& problem : core_problems()) {
            const auto german = text_about("file.json", problem);
            QVERIFY2(german != as_is(problem), problem.c_str());
        }
        // Ids of parameters and keys of files, and the reasons of the parser, are the same in every language.
        static const QRegularExpression no_id{
            QStringLiteral("^core: (?![a-z_.0-9]+(\\[%1\\])?$|syntax error|expected string literal)")};
        QCOMPARE(QString::fromUtf8(missing.found()).split(QLatin1Char{'\n'}).filter(no_id).join(QLatin1Char{'\n'}),
                 QString{});
    }

    void every_text_of_core_has_a_translation() {
        const Missing missing;
        for (const auto& words : core_texts()) {
            const auto key = words.toUtf8();
            const auto german = QCoreApplication::translate("core", key.constData());
            QVERIFY2(!german.isEmpty(), key.constData());
        }
        QCOMPARE(missing.found(), QByteArray{});
    }

    void a_translation_has_the_places_of_its_source() {
        QFile file{QStringLiteral(WEIR_SOURCE "/resources/i18n/weir_de.ts")};
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml{&file};
        QString source;
        std::size_t compared = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            if (xml.name() == QStringLiteral("source")) source = xml.readElementText();
            const bool one = xml.name() == QStringLiteral("translation");
            if (!one && xml.name() != QStringLiteral("numerusform")) continue;
            const auto german = xml.readElementText(QXmlStreamReader::SkipChildElements);
            if (one && source.contains(QStringLiteral("%n"))) {
                QVERIFY2(german.trimmed().isEmpty(), qPrintable(source));  // its forms come as elements of their own
                continue;
            }
            QVERIFY2(places_in(german) == places_in(source), qPrintable(source + QStringLiteral(" → ") + german));
            const auto edge = [](const QString& s) {
                return QStringList{s.left(1), s.right(1)}.filter(QStringLiteral(" "));
            };
            QCOMPARE(edge(german), edge(source));
            ++compared;
        }
        QVERIFY(!xml.hasError());
        QVERIFY(compared > 900);
    }

    void what_a_lab_says_while_it_runs_has_a_translation_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<double>("variant");
        for (const auto& lab : labs::registry())
            for (const auto& [variant, name] : {std::pair{0.0, "textbook"}, std::pair{1.0, "production"}})
                QTest::addRow("%s, %s", lab.id.c_str(), name) << QByteArray::fromStdString(lab.id) << variant;
    }
    void what_a_lab_says_while_it_runs_has_a_translation() {
        QFETCH(QByteArray, lab);
        QFETCH(double, variant);
        const auto& info = *labs::find_lab(lab.toStdString());
        const Missing missing;
        std::set<QString> seen;
        for (const auto& settings : settings_of(info)) {
            labs::Experiment experiment;
            experiment.lab = info.id;
            experiment.engine = labs::EngineKind::virtual_time;
            experiment.parameters["variant"] = variant;
            for (const auto& [parameter, value] : settings) experiment.parameters[parameter] = value;
            labs::Session session{experiment};
            std::size_t presses = 0;
            for (int tenths = 1; tenths <= 30; ++tenths) {
                session.advance_to(tenths / 10.0);
                // Near the end all its buttons are pressed, one after the other.
                if (tenths >= 26 && presses < info.actions.size()) session.act(presses++);
                read(*session.snapshot(), info, seen);
            }
        }
        QVERIFY(seen.size() > 1);
        QCOMPARE(missing.found(), QByteArray{});
    }

    void the_breaker_gives_no_reason_that_has_no_translation() {
        namespace breaker = patterns::breaker;
        const Missing missing;
        using Cause = breaker::Cause;
        for (const auto cause : {Cause::failure_rate, Cause::slow_rate, Cause::open_elapsed, Cause::probes_passed,
                                 Cause::probes_failed, Cause::probes_slow, Cause::probes_deadline, Cause::by_hand})
            for (const auto to : {breaker::State::closed, breaker::State::open, breaker::State::half_open,
                                  breaker::State::forced_open, breaker::State::disabled, breaker::State::metrics_only})
                for (const auto period : {milliseconds(20), seconds(2)}) {
                    breaker::Transition transition;
                    transition.cause = cause;
                    transition.to = to;
                    transition.period = period;
                    transition.threshold = 50;
                    transition.tally = {.calls = 10, .failures = 7, .slow = 6};
                    text(breaker::describe(transition));
                }
        QCOMPARE(missing.found(), QByteArray{});
    }

    void lessons_have_the_same_parts_in_both_languages() {
        for (const auto& lab : labs::registry()) {
            const auto english = carried(lesson_file(lab.id));
            const Missing missing;
            const auto german = carried(lesson_file(lab.id));
            QVERIFY2(!english.isEmpty() && !german.isEmpty() && english != german, lab.id.c_str());
            QVERIFY2(shape_of(english) == shape_of(german), lab.id.c_str());
            // What the command line takes is quoted as it is.
            QCOMPARE(marked_in(german, "`"), marked_in(english, "`"));
            // Its title is that of the lab, which the list on the left shows.
            QCOMPARE(german.section(QLatin1Char{'\n'}, 0, 0), QStringLiteral("# ") + text(lab.title));
            // Where it speaks of a control it says what stands on it.
            const auto slanted = marked_in(english, "\\*");
            const auto in_german = marked_in(german, "\\*");
            for (const auto& spec : lab.parameters)
                if (slanted.contains(as_is(spec.label)))
                    QVERIFY2(in_german.contains(text(spec.label)), qPrintable(text(spec.label)));
        }
    }

private:
    static Duration milliseconds(int n) { return std::chrono::milliseconds{n}; }
    static Duration seconds(int n) { return std::chrono::seconds{n}; }

    /// Everything that is shown of this moment.
    static void read(const labs::Snapshot& snapshot, const labs::LabInfo& lab, std::set<QString>& seen) {
        seen.insert(text(snapshot.badge.text));
        seen.insert(text(snapshot.reason));
        const Flow flow;
        const Moment moment{snapshot, flow, snapshot.t_s, QSizeF{750, 241}};
        const auto scene = scene_of(lab.id)->compose(moment);
        static const QRegularExpression english_number{QStringLiteral("[0-9]\\.[0-9]")};
        for (const auto& mark : scene.marks())
            for (const auto& words : {mark.text, mark.tells})
                QVERIFY2(!words.contains(english_number), qPrintable(words));
        if (qEnvironmentVariableIsSet("WEIR_CUT")) cut(scene);
        QVERIFY(!scene_of(lab.id)->describe(moment).contains(english_number));
    }
    static void cut(const Scene& scene) {
        static std::set<QString> told;
        for (const auto& mark : scene.marks()) {
            if (mark.shape != Mark::Shape::words) continue;
            const QFontMetrics m{interface_font(11, mark.bold ? QFont::DemiBold : QFont::Normal)};
            const auto wide = m.horizontalAdvance(mark.text);
            auto key = pattern_of(mark.text).words;
            if (wide > mark.where.width() + 1 && told.insert(key).second)
                qWarning("CUT %s: %d of %.0f (card %.0f)", qPrintable(mark.text), wide, mark.where.width(),
                         scene.card().width());
        }
    }
};

}  // namespace test_translations

WEIR_TEST(test_translations, TestTranslations)
#include "test_translations.moc"
