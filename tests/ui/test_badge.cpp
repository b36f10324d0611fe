// The badge keeps its place while its words change by little, and never cuts them.
#include <QBoxLayout>
#include <QEvent>
#include <QFontMetrics>
#include <QTest>
#include <array>

#include "tests/program.h"
#include "ui/badge.h"
#include "ui/theme.h"

namespace test_badge {

using namespace weir::ui;

/// Counts how often what it watches is asked to lay out anew.
class Layouts final : public QObject {
public:
    int count = 0;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::LayoutRequest) ++count;
        return QObject::eventFilter(watched, event);
    }
};

class TestBadge final : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { set_interface_scale(1); }

    void no_words_are_cut() {
        for (const double scale : {1.0, 1.4}) {
            set_interface_scale(scale);
            Badge badge;
            const QFontMetrics metrics{interface_font(11, QFont::Bold)};
            for (const auto* words : {"FLOWING", "HALF-OPEN · probe 3 of 3", "IDLE", "OPEN 1.2 s", "WRITING · 1", ""}) {
                badge.show(QString::fromUtf8(words), Qt::green);
                QVERIFY2(badge.sizeHint().width() > metrics.horizontalAdvance(QString::fromUtf8(words)), words);
                QVERIFY2(badge.sizeHint().height() > metrics.height(), words);
            }
        }
    }
    void words_that_change_by_a_digit_lay_out_nothing_anew() {
        QWidget around;
        QHBoxLayout row{&around};
        Badge badge;
        row.addWidget(&badge);
        badge.show(QStringLiteral("OPEN 10.0 s"), Qt::red);
        around.show();
        QCoreApplication::processEvents();
        Layouts layouts;
        around.installEventFilter(&layouts);
        // As a countdown goes, with a digit less, and begins again.
        for (const auto* words : {"OPEN 9.9 s", "OPEN 9.1 s", "OPEN 1.1 s", "OPEN 10.0 s", "OPEN 9.9 s"}) {
            badge.show(QString::fromLatin1(words), Qt::red);
            QCoreApplication::processEvents();
        }
        QCOMPARE(layouts.count, 0);
        badge.show(QStringLiteral("HALF-OPEN · probe 3 of 3"), Qt::yellow);
        QCoreApplication::processEvents();
        QVERIFY(layouts.count > 0);
    }
    void short_words_after_long_ones_give_the_room_back() {
        Badge badge;
        badge.show(QStringLiteral("IDLE"), Qt::gray);
        const int narrow = badge.sizeHint().width();
        badge.show(QStringLiteral("HALF-OPEN · probe 3 of 3"), Qt::yellow);
        QVERIFY(badge.sizeHint().width() > narrow + 40);
        badge.show(QStringLiteral("IDLE"), Qt::gray);
        QCOMPARE(badge.sizeHint().width(), narrow);
    }
    void larger_type_takes_more_room() {
        Badge badge;
        badge.show(QStringLiteral("FLOWING"), Qt::green);
        const auto before = badge.sizeHint();
        set_interface_scale(1.4);
        QCoreApplication::processEvents();
        QVERIFY(badge.sizeHint().width() > 1.2 * before.width());
        QVERIFY(badge.sizeHint().height() > 1.2 * before.height());
    }
};

}  // namespace test_badge

WEIR_TEST(test_badge, TestBadge)

#include "test_badge.moc"
