// A plot leaves the window as a picture or as its values, by mouse and by keyboard: what was written is opened again
// and is what was shown.
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "tests/ui/each_lab.h"
#include "tests/ui/eventually.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/time_plot.h"
#include "ui/window.h"

namespace test_plot_export {

using namespace weir;
using namespace weir::ui;

/// Mean difference of the channels, from 0 to 255, of the pictures at the size of the second.
double difference(const QImage& drawn, const QImage& shown) {
    const auto a = drawn.scaled(shown.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                       .convertToFormat(QImage::Format_RGB32);
    const auto b = shown.convertToFormat(QImage::Format_RGB32);
    double sum = 0;
    for (int y = 0; y < b.height(); ++y)
        for (int x = 0; x < b.width(); ++x) {
            const QColor one{a.pixel(x, y)};
            const QColor other{b.pixel(x, y)};
            sum += std::abs(one.red() - other.red()) + std::abs(one.green() - other.green()) +
                   std::abs(one.blue() - other.blue());
        }
    return sum / (3.0 * b.width() * b.height());
}

// Letters are rendered a little differently at another size; a curve that is missing is more than this, see below.
constexpr double alike = 3.0;

/// The streams of a PDF, as they were before they were packed.
QByteArray content_of(const QByteArray& pdf) {
    QByteArray all;
    for (auto at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("\nstream\n", at + 1)) {
        const auto begin = pdf.indexOf("stream\n", at) + 7;
        const auto end = pdf.indexOf("endstream", begin);
        QByteArray packed{4, '\0'};  // how long it gets: not known, grown as needed
        packed[1] = '\x10';
        all += qUncompress(packed + pdf.mid(begin, end - begin));
    }
    return all;
}

std::unique_ptr<Window> shown(const std::string& lab = "circuit-breaker") {
    labs::Experiment e;
    e.lab = lab;
    e.engine = labs::EngineKind::virtual_time;
    auto w = std::make_unique<Window>(e, WindowOptions{.remember = false, .dark = true, .running = false});
    w->show();
    w->activateWindow();
    if (!QTest::qWaitForWindowActive(w.get())) qFatal("the window does not show");
    w->session().advance_to(10);
    w->drawNow();
    QApplication::processEvents();
    return w;
}

TimePlot& plot_of(Window& w) { return *qobject_cast<TimePlot*>(w.plots()->plot(0)); }

QMenu* open_menu(Window& w, bool by_mouse) {
    auto* canvas = plot_of(w).canvas();
    if (by_mouse) {
        const QPoint at{120, 40};
        QContextMenuEvent asked{QContextMenuEvent::Mouse, at, canvas->mapToGlobal(at)};
        QApplication::sendEvent(canvas, &asked);
    } else {
        w.activateWindow();
        if (!QTest::qWaitForWindowActive(&w)) return nullptr;
        canvas->setFocus();
        QTest::keyClick(canvas, Qt::Key_F10, Qt::ShiftModifier);
    }
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

void choose(QMenu& menu, const QString& label, bool by_mouse) {
    for (auto* action : menu.actions()) {
        if (action->text() != label) continue;
        if (by_mouse) return QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(action).center());
        for (int i = 0; i < menu.actions().size() && menu.activeAction() != action; ++i)
            QTest::keyClick(&menu, Qt::Key_Down);
        return QTest::keyClick(&menu, Qt::Key_Return);
    }
    qFatal("there is no %s", qPrintable(label));
}

/// Says this path to the next file dialog, as a person does.
void answer(const QString& path) {
    auto* timer = new QTimer{qApp};
    QObject::connect(timer, &QTimer::timeout, timer, [timer, path] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        timer->deleteLater();
        auto* name = dialog->findChild<QLineEdit*>();
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
    });
    timer->start(20);
}

QByteArray written(const QString& path) {
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

/// The plot as it is exported from the window.
QByteArray exported(Window& w, PictureFormat format, bool by_mouse) {
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("out.") + suffix(format));
    auto* menu = open_menu(w, by_mouse);
    if (menu == nullptr) return {};
    answer(path);
    QSignalSpy said{w.plots(), &PlotBoard::message};
    choose(*menu, QStringLiteral("Export as %1…").arg(suffix(format).toUpper()), by_mouse);
    if (!eventually([&] { return said.count() == 1; }) || said[0][0].toString() != QStringLiteral("Wrote ") + path)
        return {};
    return written(path);
}

void by_mouse_and_by_keyboard() {
    QTest::addColumn<bool>("by_mouse");
    QTest::newRow("mouse") << true;
    QTest::newRow("keyboard") << false;
}

class TestPlotExport final : public QObject {
    Q_OBJECT
private slots:
    void each_lab_is_exported_data() { each_lab(); }
    void each_lab_is_exported() {
        QFETCH(QByteArray, lab);
        const auto w = shown(lab.toStdString());
        const auto image = QImage::fromData(exported(*w, PictureFormat::png, true), "PNG");
        const double differs = difference(image, plot_of(*w).canvas()->grab().toImage());
        QVERIFY2(differs < 2 * alike, qPrintable(QString::number(differs)));  // where curves are dense
        const auto rows = QString::fromUtf8(exported(*w, PictureFormat::csv, false)).trimmed().split('\n');
        QCOMPARE(rows.front(), QStringLiteral("t_s,") + plot_of(*w).series().join(','));
        QVERIFY(rows.size() > 50);
    }

    void png_data() { by_mouse_and_by_keyboard(); }
    void png() {
        QFETCH(bool, by_mouse);
        const auto w = shown();
        auto* canvas = plot_of(*w).canvas();
        const auto as_shown = canvas->grab().toImage();
        const auto image = QImage::fromData(exported(*w, PictureFormat::png, by_mouse), "PNG");
        QCOMPARE(image.size(), 2 * as_shown.size());
        const double differs = difference(image, as_shown);
        QVERIFY2(differs < alike, qPrintable(QString::number(differs)));
        for (const auto i : {0U, 1U}) plot_of(*w).legend()[i]->click();
        QApplication::sendPostedEvents();
        auto without = canvas->grab().toImage();
        QVERIFY2(difference(image, without) > differs + 0.5, "a curve that is missing is noticed");
    }

    void svg_data() { by_mouse_and_by_keyboard(); }
    void svg() {
        QFETCH(bool, by_mouse);
        const auto w = shown();
        const auto as_shown = plot_of(*w).canvas()->grab().toImage();
        const auto svg = exported(*w, PictureFormat::svg, by_mouse);
        QSvgRenderer picture{svg};
        QVERIFY(picture.isValid());
        QCOMPARE(picture.viewBox().size(), as_shown.size());
        // A browser, at 96 pixels an inch, opens it as large as it is shown.
        const auto width_mm = QString::fromUtf8(svg).section(QStringLiteral("width=\""), 1, 1).section("mm", 0, 0);
        QVERIFY(std::abs(width_mm.toDouble() / 25.4 * 96 - as_shown.width()) < 1);
        QImage image{as_shown.size(), QImage::Format_RGB32};
        image.fill(Qt::red);
        QPainter painter{&image};
        picture.render(&painter);
        painter.end();
        const double differs = difference(image, as_shown);
        QVERIFY2(differs < alike, qPrintable(QString::number(differs)));
    }

    void pdf_data() { by_mouse_and_by_keyboard(); }
    void pdf() {
        QFETCH(bool, by_mouse);
        const auto w = shown();
        const auto lines = [&] {
            const auto pdf = exported(*w, PictureFormat::pdf, by_mouse);
            return pdf.startsWith("%PDF") ? content_of(pdf).count(" l\n") : -1;
        };
        const auto all = lines();
        // The curves are in it as lines, not as dots: without one of them there are fewer.
        plot_of(*w).legend()[0]->click();
        const auto fewer = lines();
        QVERIFY2(fewer > 50 && all > fewer + 50, qPrintable(QStringLiteral("%1, %2").arg(all).arg(fewer)));
    }

    void csv_data() { by_mouse_and_by_keyboard(); }
    void csv() {
        QFETCH(bool, by_mouse);
        const auto w = shown();
        plot_of(*w).legend()[2]->click();  // hidden, so not part of it
        const auto rows = QString::fromUtf8(exported(*w, PictureFormat::csv, by_mouse)).trimmed().split('\n');
        auto ids = plot_of(*w).series();
        ids.removeAt(2);
        QCOMPARE(rows.front(), QStringLiteral("t_s,") + ids.join(','));
        const auto samples = w->history().samples();
        QCOMPARE(static_cast<std::size_t>(rows.size()), samples.size() + 1);
        const auto& all = w->session().info().series;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const auto fields = rows[static_cast<qsizetype>(i) + 1].split(',');
            QCOMPARE(fields.size(), ids.size() + 1);
            QCOMPARE(fields[0].toDouble(), samples[i].t_s);
            for (qsizetype k = 0; k < ids.size(); ++k) {
                const auto series = std::ranges::find(all, ids[k].toStdString(), &labs::SeriesSpec::id);
                const double value = w->history().value(*series, i, 1);
                QVERIFY(fields[k + 1].isEmpty() ? std::isnan(value)
                                                : std::abs(fields[k + 1].toDouble() - value) < 1e-6 * (1 + value));
            }
        }
    }

    void copy_data() { by_mouse_and_by_keyboard(); }
    void copy() {
        QFETCH(bool, by_mouse);
        const auto w = shown();
        QApplication::clipboard()->clear();
        auto* menu = open_menu(*w, by_mouse);
        QVERIFY(menu != nullptr);
        choose(*menu, QStringLiteral("&Copy picture"), by_mouse);
        auto* canvas = plot_of(*w).canvas();
        QVERIFY(eventually([&] { return !QApplication::clipboard()->image().isNull(); }));
        const auto image = QApplication::clipboard()->image();
        QCOMPARE(image.size(), 2 * canvas->size());
        QVERIFY(difference(image, canvas->grab().toImage()) < alike);
    }

    void a_file_that_cannot_be_written_is_named() {
        const auto w = shown();
        QSignalSpy said{w->plots(), &PlotBoard::message};
        for (const auto format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf, PictureFormat::csv}) {
            const auto path = QStringLiteral("/no/such/folder/plot.") + suffix(format);
            plot_of(*w).exportTo(path, format);
            QVERIFY(said.back()[0].toString().startsWith(QStringLiteral("Cannot write '") + path));
        }
        QCOMPARE(said.count(), 4);
    }
};

}  // namespace test_plot_export

WEIR_TEST(test_plot_export, TestPlotExport)
#include "test_plot_export.moc"
