// The whole window as a picture, compared with pictures that somebody has looked at: tests/ui/golden/NAME.png. With
// WEIR_GOLDEN=write the test writes them anew instead. A picture that differs is left beside the test as NAME.png.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTest>
#include <algorithm>
#include <cstdlib>

#include "core/scenario/experiment_file.h"
#include "ui/diagrams/diagram.h"
#include "ui/picture.h"
#include "ui/theme.h"
#include "ui/window.h"

using namespace weir;
using namespace weir::ui;

namespace {

/// Share of pixels, from 0 to 1, in which a channel differs by more than anti-aliasing may.
double difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return 1;
    constexpr int slack = 24;
    qint64 differing = 0;
    for (int y = 0; y < a.height(); ++y) {
        const auto* p = reinterpret_cast<const QRgb*>(a.constScanLine(y));
        const auto* q = reinterpret_cast<const QRgb*>(b.constScanLine(y));
        for (int x = 0; x < a.width(); ++x)
            differing += std::abs(qRed(p[x]) - qRed(q[x])) > slack || std::abs(qGreen(p[x]) - qGreen(q[x])) > slack ||
                         std::abs(qBlue(p[x]) - qBlue(q[x])) > slack;
    }
    return static_cast<double>(differing) / (static_cast<double>(a.width()) * a.height());
}

// A moved plot or a changed colour is more than this, a letter rendered a little differently less.
constexpr double allowed = 0.002;

}  // namespace

class TestGolden final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void the_window_looks_as_it_should_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::newRow("breaker-dark-1440x900") << true << QSize{1440, 900};
        QTest::newRow("breaker-light-1440x900") << false << QSize{1440, 900};
        QTest::newRow("breaker-dark-1280x720") << true << QSize{1280, 720};
        QTest::newRow("breaker-light-1280x720") << false << QSize{1280, 720};
        QTest::newRow("breaker-dark-1024x600") << true << QSize{1024, 600};  // the smallest of weir screenshot
    }
    void the_window_looks_as_it_should() {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        const auto experiment =
            scenario::read_experiment(WEIR_SOURCE "/resources/experiments/overload.json", labs::registry());
        QVERIFY2(experiment.has_value(), experiment ? "" : experiment.error().c_str());
        Window window{*experiment, {.remember = false, .dark = dark, .running = false}};
        window.resize(size);
        compare(picture_of(window, half_open_s).toImage());
    }

    void each_mode_looks_as_it_should_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("presenter");
        QTest::addColumn<QSize>("size");
        QTest::newRow("presenter-dark-1280x720") << true << true << QSize{1280, 720};
        QTest::newRow("presenter-light-1440x900") << false << true << QSize{1440, 900};
        QTest::newRow("contrast-dark-1440x900") << true << false << QSize{1440, 900};
        QTest::newRow("contrast-light-1280x720") << false << false << QSize{1280, 720};
    }
    void each_mode_looks_as_it_should() {
        QFETCH(bool, dark);
        QFETCH(bool, presenter);
        QFETCH(QSize, size);
        const auto experiment =
            scenario::read_experiment(WEIR_SOURCE "/resources/experiments/overload.json", labs::registry());
        QVERIFY(experiment.has_value());
        Window window{*experiment, {.remember = false, .dark = dark, .running = false}};
        window.resize(size);
        window.setPresenter(presenter);
        window.chooseContrast(!presenter);
        const auto picture = picture_of(window, half_open_s).toImage();
        set_interface_scale(1);
        compare(picture);
    }

    void each_diagram_looks_as_it_should_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("window");
        for (const auto& lab : labs::registry()) {
            if (lab.id == "circuit-breaker") continue;  // is in the pictures of the window
            const auto id = QByteArray::fromStdString(lab.id);
            QTest::newRow((id + "-dark").constData()) << id << true << QSize{1280, 720};
            QTest::newRow((id + "-light").constData()) << id << false << QSize{1440, 900};
        }
    }
    void each_diagram_looks_as_it_should() {
        QFETCH(QByteArray, lab);
        QFETCH(bool, dark);
        QFETCH(QSize, window);
        labs::Experiment experiment;
        experiment.lab = lab.toStdString();
        experiment.engine = labs::EngineKind::virtual_time;
        Window shown{experiment, {.remember = false, .dark = dark, .running = false}};
        shown.resize(window);
        picture_of(shown, busy_s);
        QCOMPARE(shown.size(), window);
        auto* const diagram = shown.findChild<Diagram*>();
        QVERIFY(diagram != nullptr);
        compare(diagram->grab().toImage());
    }

    void the_picture_in_the_readme_is_what_its_command_draws() {
        const QImage golden{QStringLiteral(WEIR_SOURCE "/tests/ui/golden/breaker-dark-1440x900.png")};
        const QImage shown{QStringLiteral(WEIR_SOURCE "/resources/screenshot.png")};
        QVERIFY(!shown.isNull() && shown.size() == golden.size());
        QVERIFY(difference(shown.convertToFormat(QImage::Format_RGB32), golden.convertToFormat(QImage::Format_RGB32)) <=
                allowed);
    }

    void a_picture_with_a_plot_moved_is_noticed() {
        const QImage golden =
            QImage{QStringLiteral(WEIR_SOURCE "/tests/ui/golden/breaker-dark-1440x900.png")}.convertToFormat(
                QImage::Format_RGB32);
        QVERIFY(!golden.isNull());
        auto moved = golden;
        for (int y = 470; y < 880; ++y)
            for (int x = 225; x < 670; ++x) moved.setPixel(x, y, golden.pixel(x + 2, y));
        QVERIFY(difference(moved, golden) > allowed);
    }

private:
    // The breaker has let its probes out at this time of the experiment.
    static constexpr double half_open_s = 36.94;
    // Of every other lab something is under way: tasks of a batch, a shutdown, a join.
    static constexpr double busy_s = 11.75;

    /// With the picture of the current row.
    static void compare(const QImage& drawn) {
        const auto picture = drawn.convertToFormat(QImage::Format_RGB32);
        const auto name = QString::fromUtf8(QTest::currentDataTag()) + QStringLiteral(".png");
        const auto path = QStringLiteral(WEIR_SOURCE "/tests/ui/golden/") + name;
        if (qEnvironmentVariable("WEIR_GOLDEN") == QStringLiteral("write")) {
            QVERIFY(picture.save(path));
            return;
        }
        const auto golden = QImage{path}.convertToFormat(QImage::Format_RGB32);
        QVERIFY2(!golden.isNull(), qPrintable(path + QStringLiteral(": cannot be read")));
        const double differs = difference(picture, golden);
        if (differs > allowed) QVERIFY(picture.save(name));
        QVERIFY2(differs <= allowed, qPrintable(QStringLiteral("%1 % of the pixels differ; what was drawn is in %2")
                                                    .arg(differs * 100, 0, 'f', 2)
                                                    .arg(QDir::current().filePath(name))));
    }
};

QTEST_MAIN(TestGolden)
#include "test_golden.moc"
