// What the window does with what it should never be given: files that are none, settings that nobody wrote, drops from
// elsewhere. It says so in one line, or takes no notice, and goes on.
#include <sys/stat.h>

#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QRegularExpression>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <algorithm>

#include "tests/program.h"
#include "tests/ui/own_settings.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/run_bar.h"
#include "ui/window.h"

namespace test_window_misuse {

using namespace weir;
using namespace weir::ui;

labs::Experiment breaker() {
    labs::Experiment e;
    e.lab = "circuit-breaker";
    e.engine = labs::EngineKind::virtual_time;
    return e;
}

WindowOptions quiet() { return {.remember = false, .dark = true, .running = true}; }

QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& content) {
    QFile file{folder.filePath(name)};
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString{};
}

void drop(Window& w, const QUrl& url) {
    QMimeData mime;
    mime.setUrls({url});
    QDragEnterEvent enter{QPoint{10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier};
    QApplication::sendEvent(&w, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent dropped{QPointF{10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier};
    QApplication::sendEvent(&w, &dropped);
}

class TestWindowMisuse final : public QObject {
    Q_OBJECT
    OwnSettings settings_;

private slots:
    void initTestCase() { QCoreApplication::setOrganizationName(QStringLiteral("WeirTest")); }

    void settings_that_nobody_wrote_do_no_harm_data() {
        QTest::addColumn<QVariant>("garbage");
        QTest::newRow("a large number") << QVariant{99};
        QTest::newRow("a negative number") << QVariant{-7};
        QTest::newRow("text") << QVariant{QStringLiteral("@Invalid garbage\n")};
        QTest::newRow("bytes") << QVariant{QByteArray("\0\xff\1 nonsense", 12)};
    }
    void settings_that_nobody_wrote_do_no_harm() {
        QFETCH(QVariant, garbage);
        for (const char* key : {"theme", "geometry", "layout", "lab", "recent"})
            QSettings{}.setValue(QLatin1String(key), garbage);
        Window w{breaker(), {}};
        w.show();
        for (auto* menu : w.findChildren<QMenu*>()) emit menu->aboutToShow();
        for (auto* menu : w.findChildren<QMenu*>()) {
            if (menu->title() != QStringLiteral("&Theme")) continue;
            const auto actions = menu->actions();
            QVERIFY(std::ranges::any_of(actions, [](const QAction* action) { return action->isChecked(); }));
        }
        QVERIFY(w.close());
    }

    void a_message_is_short_and_plain_whatever_the_file_holds() {
        const QTemporaryDir folder;
        Window w{breaker(), quiet()};
        w.show();
        const auto least = w.minimumSizeHint().width();
        w.openFile(write(folder, QStringLiteral("long.json"), '"' + QByteArray(1'000'000, 'a')));
        QVERIFY(w.banner()->isVisibleTo(&w));
        QVERIFY(w.banner()->text().size() < 500);
        QCOMPARE(w.minimumSizeHint().width(), least);
        w.openFile(folder.filePath(QStringLiteral("<b>none.json")));
        QVERIFY(w.banner()->text().contains(QStringLiteral("<b>none.json")));
        QCOMPARE(w.banner()->textFormat(), Qt::PlainText);
    }

    void a_pipe_is_refused_not_waited_for() {
        const QTemporaryDir folder;
        const auto pipe = folder.filePath(QStringLiteral("pipe.json"));
        QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);
        Window w{breaker(), quiet()};
        w.openFile(pipe);
        QCOMPARE(w.banner()->text(), pipe + QStringLiteral(": expected an experiment file, found a pipe or a device"));
    }

    void a_dropped_file_is_opened() {
        Window w{breaker(), quiet()};
        const QTemporaryDir folder;
        const auto path = write(folder, QStringLiteral("a b.json"), R"({"weir":1,"lab":"join","seed":11})");
        drop(w, QUrl::fromLocalFile(path));
        QCOMPARE(w.session().info().id, std::string{"join"});
        QCOMPARE(w.session().experiment().seed, 11U);
        QVERIFY(!w.banner()->isVisibleTo(&w));
        drop(w, QUrl::fromLocalFile(write(folder, QStringLiteral("bad.json"), "[]")));
        QVERIFY(w.banner()->text().contains(QStringLiteral("bad.json: expected an experiment")));
        QCOMPARE(w.session().experiment().seed, 11U);
    }

    void a_dropped_web_address_is_named() {
        Window w{breaker(), quiet()};
        drop(w, QUrl{QStringLiteral("https://example.org/a.json")});
        QCOMPARE(w.banner()->text(), QStringLiteral("https://example.org/a.json: expected a file on this computer"));
    }

    void every_speed_is_said_in_plain_digits() {
        Window w{breaker(), quiet()};
        auto* slider = w.runBar()->findChild<QSlider*>();
        for (int position = slider->minimum(); position <= slider->maximum(); ++position) {
            slider->setValue(position);
            const auto labels = w.runBar()->findChildren<QLabel*>();
            static const QRegularExpression plain{QStringLiteral("^[0-9]+([.][0-9])?×$")};
            QVERIFY2(std::ranges::any_of(labels, [](auto* l) { return plain.match(l->text()).hasMatch(); }),
                     qPrintable(QString::number(w.runBar()->speed())));
        }
    }

    void a_reset_that_changes_nothing_is_no_step_of_undo() {
        Window w{breaker(), quiet()};
        w.resetParameters();
        QCOMPARE(w.undoStack()->count(), 0);
    }

    void undo_in_a_field_undoes_what_was_entered_there() {
        Window w{breaker(), quiet()};
        w.show();
        w.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w));
        const auto i = *w.session().parameters().find("fault.failure");
        auto* box = w.controls()->row(i)->findChild<QDoubleSpinBox*>();
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("18"));
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(w.controls()->value(i), 18.0);
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(w.controls()->value(i), 0.0);
        QCOMPARE(box->value(), 0.0);
        QTest::keyClick(box, Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(w.controls()->value(i), 18.0);
        // What is still being typed is the field's own.
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("55"));
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(w.controls()->value(i), 18.0);
    }
};

}  // namespace test_window_misuse

WEIR_TEST(test_window_misuse, TestWindowMisuse)
#include "test_window_misuse.moc"
