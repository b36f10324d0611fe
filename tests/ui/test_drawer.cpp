// The drawer: every lab has its lesson, which speaks of what there is, and the code of both forms, in which each marked
// defect is one that the header lists.
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTest>
#include <QTextBrowser>
#include <QTextLayout>
#include <set>

#include "core/labs/lab.h"
#include "eventually.h"
#include "tests/program.h"
#include "ui/lessons/code_side.h"
#include "ui/lessons/code_view.h"
#include "ui/lessons/drawer.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace test_drawer {

using namespace weir;
using namespace weir::ui;

void all_labs() {
    QTest::addColumn<QByteArray>("lab");
    for (const auto& lab : labs::registry()) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
}

const labs::LabInfo& fetched_lab() {
    QFETCH(QByteArray, lab);
    return *labs::find_lab(lab.toStdString());
}

/// What a lesson may set in the letters of code: ids and choices of parameters, and names out of the pattern's header.
bool is_known(const labs::LabInfo& lab, const QString& word, const QString& header) {
    const auto name = word.toStdString();
    for (const auto& spec : lab.parameters)
        if (spec.id == name || std::ranges::find(spec.choices, name) != spec.choices.end()) return true;
    return header.contains(word + QLatin1Char{'('});
}

/// What a lesson sets in slanted letters after "Set" and the like are labels that the panel shows.
bool is_label(const labs::LabInfo& lab, const QString& words) {
    for (const auto& spec : lab.parameters)
        if (QString::fromStdString(spec.label) == words) return true;
    for (const auto& action : lab.actions)
        if (QString::fromStdString(action.label).startsWith(words)) return true;
    return false;
}

QString lesson_of(const labs::LabInfo& lab) {
    QFile file{QStringLiteral(":/lessons/%1.md").arg(QString::fromStdString(lab.id))};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

class TestDrawer final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void a_lesson_has_its_parts_and_speaks_of_what_there_is_data() { all_labs(); }
    void a_lesson_has_its_parts_and_speaks_of_what_there_is() {
        const auto& lab = fetched_lab();
        Drawer drawer{dark_theme()};
        drawer.showLab(lab);
        const auto shown = drawer.explanation()->toPlainText();
        QVERIFY(shown.startsWith(QString::fromStdString(lab.title)));
        for (const char* part : {"What it is for.", "How it works.", "What to watch.", "What breaks it.", "Try."})
            QVERIFY2(shown.contains(QString::fromLatin1(part)), part);
        const auto lesson = lesson_of(lab);
        static const QRegularExpression code{QStringLiteral("`([^`]+)`")};
        for (auto found = code.globalMatch(lesson); found.hasNext();) {
            const auto word = found.next().captured(1);
            QVERIFY2(is_known(lab, word, drawer.code(false)->view()->toPlainText()), qPrintable(word));
        }
        // Names of controls begin with a capital letter in the middle of a sentence.
        static const QRegularExpression slanted{
            QStringLiteral("(?:Set|Lower|Raise|change|with|Switch|Press|of|and) \\*([A-Z][^*]*)\\*")};
        for (auto found = slanted.globalMatch(lesson); found.hasNext();) {
            const auto words = found.next().captured(1);
            if (words.contains(QStringLiteral("Attempts a call"))) continue;  // a figure in the diagram
            QVERIFY2(is_label(lab, words), qPrintable(words));
        }
    }

    void each_marked_defect_is_listed_data() { all_labs(); }
    void each_marked_defect_is_listed() {
        Drawer drawer{dark_theme()};
        drawer.showLab(fetched_lab());
        QVERIFY(drawer.code(false)->view()->toPlainText().contains(QStringLiteral("Invariants")));
        const auto& defects = drawer.code(true)->defects();
        QVERIFY(!defects.empty());
        int number = 1;
        for (const auto& [n, words] : defects) {
            QCOMPARE(n, number++);
            QVERIFY(words.size() > 20 && !words.contains(QStringLiteral("//")));
        }
        std::set<int> marked;
        for (const auto& file : drawer.code(true)->files()) {
            drawer.code(true)->choose(file);
            for (const auto& line : drawer.code(true)->view()->toPlainText().split(QLatin1Char{'\n'}))
                for (const int n : defects_of(line)) {
                    QVERIFY2(defects.contains(n), qPrintable(line));
                    marked.insert(n);
                }
        }
        for (const auto& [n, words] : defects) QVERIFY2(marked.contains(n), qPrintable(words));
        QVERIFY(drawer.code(false)->defects().empty());
    }

    void each_source_of_a_pattern_is_shown_and_by_one_lab() {
        Drawer drawer{dark_theme()};
        std::multiset<QString> shown;
        for (const auto& lab : labs::registry()) {
            drawer.showLab(lab);
            const auto own =
                QString::fromStdString(lab.id).replace(QLatin1Char{'-'}, QLatin1Char{'_'}) + QStringLiteral(".h");
            for (const bool textbook : {false, true}) {
                QCOMPARE(drawer.code(textbook)->files().front(), own);
                for (const auto& file : drawer.code(textbook)->files()) {
                    drawer.code(textbook)->choose(file);
                    QVERIFY(drawer.code(textbook)->view()->toPlainText().contains(QStringLiteral("namespace weir")));
                    shown.insert((textbook ? QStringLiteral("textbook/") : QString{}) + file);
                }
            }
        }
        std::multiset<QString> sources;
        const QDir folder{QStringLiteral(WEIR_SOURCE "/core/patterns")};
        const QStringList kinds{QStringLiteral("*.h"), QStringLiteral("*.cpp")};
        for (const auto& file : folder.entryList(kinds)) sources.insert(file);
        for (const auto& file : QDir{folder.filePath(QStringLiteral("textbook"))}.entryList(kinds))
            sources.insert(QStringLiteral("textbook/") + file);
        QCOMPARE(shown, sources);
    }

    void a_line_with_a_defect_stands_out() {
        CodeView view{dark_theme()};
        view.setCode(QStringLiteral("int f();  // defect 2: why\nint g();\n"), {{2, QStringLiteral("words")}});
        QCOMPARE(defects_of(QStringLiteral("int f();  // defect 1, defect 12: why")), (QList<int>{1, 12}));
        QVERIFY(defects_of(QStringLiteral("int defect 1;")).isEmpty());
        const auto formats = [&](int line) { return view.document()->findBlockByNumber(line).layout()->formats(); };
        const auto is_bad = [](const QTextLayout::FormatRange& range) {
            return range.start == 0 && range.format.foreground().color() == dark_theme().bad;
        };
        QVERIFY(std::ranges::any_of(formats(0), is_bad));
        QVERIFY(std::ranges::none_of(formats(1), is_bad));
        view.setTheme(light_theme());
        QVERIFY(std::ranges::any_of(
            formats(0), [](const auto& range) { return range.format.foreground().color() == light_theme().bad; }));
    }

    void it_opens_by_a_key_follows_the_lab_and_tells_which_form_runs() {
        labs::Experiment experiment;
        experiment.lab = "join";
        experiment.engine = labs::EngineKind::virtual_time;
        Window window{experiment, {.remember = false, .dark = true, .running = false}};
        window.resize(1280, 720);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* const dock = window.findChild<QDockWidget*>(QStringLiteral("drawerDock"));
        auto* const drawer = window.findChild<Drawer*>();
        QVERIFY(dock != nullptr && drawer != nullptr && !dock->isVisible());
        QTest::keyClick(&window, Qt::Key_F8);
        QVERIFY(eventually([&] { return dock->isVisible(); }));
        QCOMPARE(window.size(), QSize(1280, 720));
        QVERIFY(drawer->explanation()->toPlainText().startsWith(QStringLiteral("Join")));
        const auto running = [&] {
            QStringList titles;
            for (const auto* label : drawer->findChildren<QLabel*>())
                if (label->text().endsWith(QStringLiteral("running"))) titles << label->text();
            return titles.join(QLatin1Char{','});
        };
        window.drawNow();
        QCOMPARE(running(), QStringLiteral("Production – running"));
        experiment.parameters["variant"] = 0;
        Window textbook{experiment, {.remember = false, .dark = true, .running = false}};
        textbook.show();
        textbook.drawNow();
        QStringList titles;
        for (const auto* label : textbook.findChild<Drawer*>()->findChildren<QLabel*>()) titles << label->text();
        QVERIFY2(titles.contains(QStringLiteral("Textbook – running")), qPrintable(titles.join(QLatin1Char{','})));
    }
};

}  // namespace test_drawer

WEIR_TEST(test_drawer, TestDrawer)
#include "test_drawer.moc"
