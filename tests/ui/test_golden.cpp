// The window with each lab as a picture, compared with pictures that somebody has looked at: tests/ui/golden/NAME.png.
// With WEIR_GOLDEN=write the test writes them anew instead. A picture that differs is left beside the test as NAME.png.
// It is run once more at scale 2 (QT_SCALE_FACTOR), for pictures of its own.
#include <QDir>
#include <QImage>
#include <QTest>
#include <algorithm>
#include <cstdlib>

#include "core/scenario/experiment_file.h"
#include "tests/program.h"
#include "ui/picture.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace test_golden {

using namespace weir;
using namespace weir::ui;

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

#ifdef WEIR_SANITIZED  // learns nothing from one more lab
constexpr std::size_t most_labs = 1;
#else
constexpr std::size_t most_labs = 10;
#endif

// A moved plot or a changed colour is more than this, a letter rendered a little differently less.
constexpr double allowed = 0.002;

class TestGolden final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void each_mode_looks_as_it_should_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("presenter");
        QTest::addColumn<QSize>("size");
        if (qApp->devicePixelRatio() > 1) return;  // its labs tell enough
        QTest::newRow("presenter-dark-1280x720") << true << true << QSize{1280, 720};
        QTest::newRow("presenter-light-1440x900") << false << true << QSize{1440, 900};
        QTest::newRow("contrast-dark-1440x900") << true << false << QSize{1440, 900};
        QTest::newRow("contrast-light-1280x720") << false << false << QSize{1280, 720};
    }
    void each_mode_looks_as_it_should() {
        if (qApp->devicePixelRatio() > 1) return;
        QFETCH(bool, dark);
        QFETCH(bool, presenter);
        QFETCH(QSize, size);
        Window window{overload(), {.remember = false, .dark = dark, .running = false}};
        window.resize(size);
        window.setPresenter(presenter);
        window.chooseContrast(!presenter);
        const auto picture = picture_of(window, half_open_s).toImage();
        set_interface_scale(1);
        compare(picture);
    }

    void each_lab_looks_as_it_should_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("compared");
        const bool fine = qApp->devicePixelRatio() > 1;
        const auto row = [&](const QByteArray& lab, bool dark, QSize size, bool compared = false) {
            const auto name = QStringLiteral("%1-%2-%3x%4%5%6")
                                  .arg(QString::fromUtf8(lab), dark ? QStringLiteral("dark") : QStringLiteral("light"))
                                  .arg(size.width())
                                  .arg(size.height())
                                  .arg(fine ? QStringLiteral("-scale2") : QString{},
                                       compared ? QStringLiteral("-compared") : QString{});
            QTest::newRow(qPrintable(name)) << lab << dark << size << compared;
        };
        for (const auto& lab : labs::registry().first(most_labs))
            for (const bool dark : {true, false}) {
                const auto id = QByteArray::fromStdString(lab.id);
                row(id, dark, {1280, 720});
                if (!fine) row(id, dark, {1440, 900});
            }
        row("circuit-breaker", true, {1440, 900}, true);
        if (!fine) row("circuit-breaker", true, {1024, 600});  // the smallest of weir screenshot
        if (!fine) row("batching", false, {1920, 1080}, true);
    }
    void each_lab_looks_as_it_should() {
        QFETCH(QByteArray, lab);
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        QFETCH(bool, compared);
        const bool breaker = lab == "circuit-breaker";
        Window window{breaker ? overload() : plain(lab), {.remember = false, .dark = dark, .running = false}};
        window.resize(size);
        window.setComparing(compared);
        const auto picture = picture_of(window, breaker ? half_open_s : busy_s).toImage();
        QCOMPARE(window.size(), size);
        compare(picture);
    }

    void the_picture_in_the_readme_is_what_its_command_draws() {
        if (qApp->devicePixelRatio() > 1) return;  // not drawn at this scale
        const QImage shown{QStringLiteral(WEIR_SOURCE "/resources/screenshot.png")};
        QVERIFY(!shown.isNull());
        Window window{overload(), {.remember = false, .dark = true, .running = false}};
        window.resize(1440, 900);
        const auto drawn = picture_of(window, half_open_s).toImage();
        QVERIFY(difference(shown.convertToFormat(QImage::Format_RGB32),
                           drawn.scaled(shown.size()).convertToFormat(QImage::Format_RGB32)) <= allowed);
    }

    void a_picture_with_a_plot_moved_is_noticed() {
        const QImage golden = QImage{golden_of(QStringLiteral("circuit-breaker-dark-1440x900"))};
        QVERIFY(!golden.isNull());
        auto moved = golden;
        for (int y = 235; y < 440; ++y)
            for (int x = 112; x < 335; ++x) moved.setPixel(x, y, golden.pixel(x + 1, y));
        QVERIFY(difference(moved.convertToFormat(QImage::Format_RGB32), golden.convertToFormat(QImage::Format_RGB32)) >
                allowed);
    }

private:
    // The breaker has let its probes out at this time of the experiment.
    static constexpr double half_open_s = 36.94;
    // Of every other lab something is under way: tasks of a batch, a shutdown, a join.
    static constexpr double busy_s = 11.75;

    static labs::Experiment overload() {
        const auto read =
            scenario::read_experiment(WEIR_SOURCE "/resources/experiments/overload.json", labs::registry());
        if (!read) qFatal("%s", read.error().c_str());
        return *read;
    }
    static labs::Experiment plain(const QByteArray& lab) {
        labs::Experiment experiment;
        experiment.lab = lab.toStdString();
        experiment.engine = labs::EngineKind::virtual_time;
        return experiment;
    }
    static QString golden_of(const QString& name) {
        return QStringLiteral(WEIR_SOURCE "/tests/ui/golden/%1.png").arg(name);
    }

    /// With the picture of the current row. They are kept at half the size, or there would be a great many bytes.
    static void compare(const QImage& drawn) {
        const auto small = drawn.size() / (2 * drawn.devicePixelRatio());
        const auto picture =
            drawn.scaled(small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
        const auto name = QString::fromUtf8(QTest::currentDataTag());
        const auto path = golden_of(name);
        if (qEnvironmentVariable("WEIR_GOLDEN") == QStringLiteral("write")) {
            QVERIFY(picture.save(path));
            return;
        }
        const auto golden = QImage{path}.convertToFormat(QImage::Format_RGB32);
        QVERIFY2(!golden.isNull(), qPrintable(path + QStringLiteral(": cannot be read")));
        const double differs = difference(picture, golden);
        if (differs > allowed) QVERIFY(drawn.save(name + QStringLiteral(".png")));
        QVERIFY2(differs <= allowed, qPrintable(QStringLiteral("%1 % of the pixels differ; what was drawn is in %2.png")
                                                    .arg(differs * 100, 0, 'f', 2)
                                                    .arg(QDir::current().filePath(name))));
    }
};

}  // namespace test_golden

WEIR_TEST(test_golden, TestGolden)
#include "test_golden.moc"
