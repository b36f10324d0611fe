// The diagrams as marks, without a window: whatever a lab does and however large the card is, all lies on it, words do
// not cross each other, and the picture tells the same as its text twin has to tell.
#include <QContextMenuEvent>
#include <QImage>
#include <QMenu>
#include <QRegularExpression>
#include <QScreen>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/labs/run.h"
#include "core/labs/shutdown_state.h"
#include "core/runtime/random.h"
#include "tests/program.h"
#include "ui/diagrams/scene.h"
#include "ui/diagrams/scene_diagram.h"
#include "ui/window.h"

namespace test_scenes {

using namespace weir;
using namespace weir::ui;

constexpr std::pair<int, int> cards[] = {{500, 170}, {500, 500},  {704, 172}, {750, 240},
                                         {910, 320}, {1600, 200}, {1600, 600}};

#ifdef WEIR_SANITIZED  // what it looks for shows in fewer
constexpr int steps = 10;
#else
constexpr int steps = 40;
#endif

/// The first mark that leaves the card, or the first words that cross others, in words.
std::string wrong_in(const Scene& scene) {
    const QRectF card = QRectF{QPointF{}, scene.card()}.adjusted(-0.5, -0.5, 0.5, 0.5);
    std::vector<const Mark*> words;
    const auto said = [](const Mark& mark) {
        const auto& r = mark.where;
        return (mark.text.isEmpty() ? mark.tells : mark.text).toStdString() + " at " + std::to_string(r.left()) + "," +
               std::to_string(r.top()) + " " + std::to_string(r.width()) + "x" + std::to_string(r.height());
    };
    for (const auto& mark : scene.marks()) {
        if (!card.contains(mark.where.topLeft()) || !card.contains(mark.where.bottomRight()))
            return "leaves the card: " + said(mark);
        if (mark.shape == Mark::Shape::words) words.push_back(&mark);
    }
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (words[i]->where.adjusted(0, 1, 0, -1).intersects(words[j]->where.adjusted(0, 1, 0, -1)))
                return "words cross: " + said(*words[i]) + " and " + said(*words[j]);
    return {};
}

double any_value(const labs::ParameterSpec& spec, Random& random) {
    const double share = static_cast<double>(random.below(1001)) / 1000;
    if (spec.kind == labs::Kind::choice) return static_cast<double>(random.below(spec.choices.size()));
    if (spec.kind == labs::Kind::toggle) return static_cast<double>(random.below(2));
    if (spec.unit == "ms") return std::min(spec.maximum, spec.minimum + 200 * share);
    if (spec.unit == "/s") return std::min(spec.maximum, std::max(spec.minimum, 500 * share));
    const double value = spec.minimum + share * share * (spec.maximum - spec.minimum);
    return spec.kind == labs::Kind::integer ? std::round(value) : value;
}

labs::Experiment experiment(const labs::LabInfo& lab, bool textbook, unsigned workers) {
    labs::Experiment e;
    e.lab = lab.id;
    e.engine = labs::EngineKind::virtual_time;
    e.duration_s = 3600;
    e.parameters["variant"] = textbook ? 0 : 1;
    e.parameters["pool.workers"] = workers;
    return e;
}

/// The largest difference of any colour's share in any pixel, 0 to 255. Words come out up to 3 apart where they are cut
/// out, and a ring up to 40 that is the picture of one a quarter of a pixel wider; what is left over, or missing, 130.
int farthest_apart(const QImage& a, const QImage& b) {
    int most = 0;
    if (a == b) return most;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const auto one = a.pixel(x, y);
            const auto other = b.pixel(x, y);
            most = std::max({most, std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                             std::abs(qBlue(one) - qBlue(other))});
        }
    }
    return most;
}

void labs_with_scenes() {
    QTest::addColumn<QByteArray>("lab");
    for (const auto& lab : labs::registry())
        if (scene_of(lab.id) != nullptr) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
}

class TestScenes final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void every_lab_has_a_diagram() {
        for (const auto& lab : labs::registry()) {
            const std::unique_ptr<Diagram> diagram{make_diagram(lab, dark_theme(), nullptr)};
            QVERIFY2(diagram != nullptr, lab.id.c_str());
            QVERIFY(!diagram->accessibleName().isEmpty());
        }
    }

    void nothing_leaves_the_card_and_no_words_cross_data() { labs_with_scenes(); }
    void nothing_leaves_the_card_and_no_words_cross() {
        QFETCH(QByteArray, lab);
        const auto& info = *labs::find_lab(lab.toStdString());
        const auto& scene = *scene_of(info.id);
        for (const bool textbook : {false, true}) {
            for (const unsigned workers : {1U, 2U, 64U}) {
                Random random{workers + (textbook ? 100U : 0U)};
                labs::Run run{experiment(info, textbook, workers), {}};
                const auto& specs = run.parameters().specs();
                for (int step = 1; step <= steps; ++step) {
                    run.simulation()->run_until(Time{from_seconds(step * 0.13)});
                    const auto i = random.below(specs.size());
                    if (step > 8 && specs[i].acts == labs::Acts::at_once) run.apply(i, any_value(specs[i], random));
                    const auto snapshot = run.snapshot();
                    for (const auto& [w, h] : cards) {
                        const Moment moment{*snapshot, {}, snapshot->t_s, QSizeF(w, h)};
                        const auto made = scene.compose(moment);
                        QVERIFY(!made.marks().empty());
                        const auto wrong = wrong_in(made);
                        QVERIFY2(wrong.empty(), (std::to_string(w) + "x" + std::to_string(h) + ": " + wrong).c_str());
                        QVERIFY(!scene.describe(moment).isEmpty());
                        static const QRegularExpression unfilled{QStringLiteral("%[0-9]")};
                        QVERIFY2(!scene.describe(moment).contains(unfilled), qPrintable(scene.describe(moment)));
                        if (scene.compose_moving == nullptr) continue;
                        const auto wrong_moving = wrong_in(scene.compose_moving(moment));
                        QVERIFY2(wrong_moving.empty(), wrong_moving.c_str());
                    }
                }
            }
        }
    }

    void what_has_changed_is_painted_as_if_all_were_new_data() { labs_with_scenes(); }
    void what_has_changed_is_painted_as_if_all_were_new() {
        QFETCH(QByteArray, lab);
        const auto& info = *labs::find_lab(lab.toStdString());
        Random random{7};
        labs::Run run{experiment(info, false, 3), {}};
        const auto& specs = run.parameters().specs();
        std::unique_ptr<Diagram> kept;
        QImage before;
        int changed = 0;
        for (int step = 1; step <= steps; ++step) {
            run.simulation()->run_until(Time{from_seconds(step * 0.07)});
            const auto i = random.below(specs.size());
            if (step > 4 && specs[i].acts == labs::Acts::at_once) run.apply(i, any_value(specs[i], random));
            const auto snapshot = run.snapshot();
            const auto shown_by = [&](std::unique_ptr<Diagram>& diagram) {
                if (diagram == nullptr) {
                    diagram.reset(make_diagram(info, dark_theme(), nullptr));
                    diagram->resize(913, 287);
                    diagram->setReducedMotion(true);
                }
                diagram->show(snapshot);
                diagram->animate(snapshot->t_s);
                return diagram->grab().toImage();
            };
            std::unique_ptr<Diagram> anew;
            const auto picture = shown_by(kept);
            const int apart = farthest_apart(picture, shown_by(anew));
            QVERIFY2(apart <= 64, (std::to_string(apart) + " at step " + std::to_string(step)).c_str());
            changed += picture != before;
            before = picture;
        }
        QVERIFY(changed > steps / 2);
    }

    /// A frame asks for the places only where something has changed or moves: the window must look as if it had asked
    /// for all.
    void frames_paint_all_that_has_changed_data() { labs_with_scenes(); }
    void frames_paint_all_that_has_changed() {
        QFETCH(QByteArray, lab);
        const auto& info = *labs::find_lab(lab.toStdString());
        labs::RunOptions options;
        options.item_events = labs::ItemEvents::sampled;
        labs::Run run{experiment(info, false, 3), options};
        const std::unique_ptr<Diagram> diagram{make_diagram(info, dark_theme(), nullptr)};
        diagram->resize(913, 287);
        diagram->setVisible(true);
        QVERIFY(QTest::qWaitForWindowExposed(diagram.get()));
        std::vector<labs::ItemEvent> events;
        int moved = 0;
        QImage before;
        for (int step = 1; step <= 2 * steps; ++step) {
            run.simulation()->run_until(Time{from_seconds(step * 0.03)});
            events.clear();
            run.probe().drain_events([&](const labs::ItemEvent& event) { events.push_back(event); });
            diagram->addEvents(events);
            if (step % 3 == 0) diagram->show(run.snapshot());
            if (step % 6 == 0) diagram->repaint(0, 0, 20, 20);  // as when a window before it has moved
            diagram->animate(step * 0.03);
            QCoreApplication::processEvents();
            const auto seen = diagram->screen()->grabWindow(diagram->winId()).toImage();
            const auto whole = diagram->grab().toImage().convertToFormat(seen.format());
            QCOMPARE(seen.size(), whole.size());
            const int apart = farthest_apart(seen, whole);
            QVERIFY2(apart <= 3, (std::to_string(apart) + " at step " + std::to_string(step)).c_str());
            moved += seen != before;
            before = seen;
        }
        QVERIFY(moved > 5);
    }

    void what_happens_is_seen_and_told_data() { labs_with_scenes(); }
    void what_happens_is_seen_and_told() {
        QFETCH(QByteArray, lab);
        const auto& info = *labs::find_lab(lab.toStdString());
        const auto& scene = *scene_of(info.id);
        labs::Run run{experiment(info, false, 2), {}};
        std::set<QString> told;
        std::set<std::size_t> marks;
        for (int step = 1; step <= 60; ++step) {
            run.simulation()->run_until(Time{from_seconds(step * 0.11)});
            const auto snapshot = run.snapshot();
            const Moment moment{*snapshot, {}, snapshot->t_s, QSizeF(910, 320)};
            told.insert(scene.describe(moment));
            const auto made = scene.compose(moment);
            std::size_t sum = 0;
            for (const auto& mark : made.marks())
                sum = sum * 31 + qHash(mark.tells) + qHash(mark.text) + (mark.filled ? 1 : 0);
            marks.insert(sum);
        }
        QVERIFY2(told.size() > 5, std::to_string(told.size()).c_str());
        QVERIFY2(marks.size() > 10, std::to_string(marks.size()).c_str());
    }

    void whoever_asks_is_told_what_it_is() {
        Scene scene{QSizeF(100, 100)};
        scene.box({0, 0, 50, 50}, QStringLiteral("a box"));
        scene.token({25, 25}, 5, labs::Tone::active, QStringLiteral("a token"));
        scene.words({0, 60, 100, 15}, QStringLiteral("words"));
        QCOMPARE(scene.at({25, 25})->tells, QStringLiteral("a token"));
        QCOMPARE(scene.at({45, 45})->tells, QStringLiteral("a box"));
        QVERIFY(scene.at({50, 65}) == nullptr);
    }

    void many_places_stand_for_their_share() {
        const QRectF room{0, 0, 40, 20};
        for (const std::size_t taken : {0UL, 1UL, 500UL, 1000UL}) {
            Scene scene{QSizeF(100, 100)};
            scene.cells(room, 1000, taken, labs::Tone::active, QStringLiteral("x"));
            const auto lit = static_cast<double>(std::ranges::count_if(scene.marks(), &Mark::filled));
            const auto all = static_cast<double>(scene.marks().size());
            QVERIFY(all > 8 && room.adjusted(0, 0, 2, 2).contains(scene.marks().back().where));
            QVERIFY(std::abs(lit / all - static_cast<double>(taken) / 1000) <= 1 / all);
            QVERIFY((lit > 0) == (taken > 0));
        }
    }

    void a_node_is_cancelled_where_it_is_drawn() {
        labs::Experiment e = experiment(*labs::find_lab("shutdown"), false, 2);
        Window window{e, {.remember = false, .dark = true, .running = false}};
        window.resize(1280, 720);
        window.show();
        window.session().advance_to(1);
        window.drawNow();
        auto* const diagram = window.findChild<SceneDiagram*>();
        QVERIFY(diagram != nullptr);
        const auto& marks = diagram->scene().marks();
        const auto node = std::ranges::find_if(
            marks, [](const Mark& mark) { return mark.setting.parameter == "node" && mark.setting.value == 5; });
        QVERIFY(node != marks.end());
        const auto at = node->where.center().toPoint();
        QStringList offered;
        QTimer::singleShot(0, &window, [&] {
            auto* const menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (menu == nullptr) return;
            for (auto* item : menu->actions()) {
                offered << item->text();
                if (item->text() == QStringLiteral("Cancel this node")) item->trigger();
            }
            menu->close();
        });
        QContextMenuEvent menu{QContextMenuEvent::Mouse, at, diagram->mapToGlobal(at)};
        QApplication::sendEvent(diagram, &menu);
        QVERIFY2(offered.contains(QStringLiteral("Outage 3 s")), qPrintable(offered.join(QLatin1Char{','})));
        QVERIFY(offered.first().contains(QStringLiteral("node 5")));
        window.session().advance_to(1.1);
        window.drawNow();
        const auto* const state = dynamic_cast<const labs::ShutdownState*>(window.session().snapshot()->state.get());
        QVERIFY(state != nullptr && state->cancelled_s >= 0);
        QCOMPARE(state->cancelled_node, std::size_t{5});
    }

    void an_item_glides_to_where_it_is_now() {
        static int left = 0;
        const SceneOf moving{[](const Moment& m) {
                                 Scene scene{m.card};
                                 scene.token({left == 0 ? 20.0 : 220.0, 50}, 10, labs::Tone::active, {}, {}, 7);
                                 return scene;
                             },
                             [](const Moment&) { return QStringLiteral("one item"); }};
        SceneDiagram diagram{labs::registry().front(), moving, QStringLiteral("Diagram"), dark_theme()};
        diagram.resize(240, 100);
        diagram.show(std::make_shared<labs::Snapshot>());
        const auto column = [&] {  // where most of the token's colour is
            const auto image = diagram.grab().toImage();
            int best = -1;
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, image.height() / 2) == dark_theme().accent) best = x;
            return best;
        };
        diagram.grab();  // has its size from now on
        diagram.animate(1);
        const int from = column();
        left = 1;
        diagram.show(std::make_shared<labs::Snapshot>());
        diagram.animate(1.02);
        const int on_the_way = column();
        for (int i = 0; i < 60; ++i) diagram.animate(1.1);
        const int there = column();
        QVERIFY2(from > 0 && from < on_the_way && on_the_way < there,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(from).arg(on_the_way).arg(there)));
        QCOMPARE(there - from, 200);
    }
};

}  // namespace test_scenes

WEIR_TEST(test_scenes, TestScenes)
#include "test_scenes.moc"
