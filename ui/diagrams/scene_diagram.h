// A diagram that replays scenes. What stands still is painted once into a picture and again only where it has changed;
// over it, in each frame, what moves: items that walk, marks that glide from where they were to where they are now, and
// what the scene says moves on its own. The widget is painted anew only where any of it has changed or moves.
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <QStaticText>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "ui/diagrams/diagram.h"
#include "ui/diagrams/scene.h"
#include "ui/theme.h"

namespace weir::ui {

class SceneDiagram final : public Diagram {
    Q_OBJECT
public:
    /// @param name what the diagram is of, for the screen reader
    SceneDiagram(const labs::LabInfo& info, const SceneOf& scene, const QString& name, const Theme& theme,
                 QWidget* parent = nullptr);

    void show(std::shared_ptr<const labs::Snapshot> snapshot) override;
    void addEvents(std::span<const labs::ItemEvent> events) override;
    void animate(double now_s) override;
    void setTheme(const Theme& theme) override;
    void setReducedMotion(bool reduced) override;
    void clear() override;
    QString textTwin() const override;

    const Scene& scene() const { return shown_; }
    std::optional<QPointF> chosen() const override;
    const Travellers& travellers() const { return travellers_; }

protected:
    QString tellsAt(QPointF widget_at) const override;
    Setting settingAt(QPointF widget_at) const override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    /// Arrows go from part to part, Return tells what the chosen one is.
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QSizeF card() const;  ///< in the pixels of the scene: those of the design
    void compose();
    void composeMoving();
    void settle();
    void glide();
    void updateParts();
    void tellAt(QPointF local, QPoint global);
    void paintStill();
    void paintStill(const QRect& part, double pixel);
    std::vector<QRect> moving() const;
    void draw(QPainter& painter, const Mark& mark);
    void drawWords(QPainter& painter, const Mark& mark);
    void drawPipe(QPainter& painter, const Mark& mark, const QColor& colour);
    void drawItems(QPainter& painter);
    const QPixmap& sprite(const Mark& mark);
    const QStaticText& words(const Mark& mark, const QFont& font);

    SceneOf scene_of_;
    const Theme* theme_;
    std::shared_ptr<const labs::Snapshot> snapshot_;
    Flow flow_;
    Scene shown_{QSizeF{}};
    Travellers travellers_;
    QPixmap still_;
    std::vector<Mark> painted_;   // in still_
    bool composed_ = false;       // anew since still_ was painted
    std::vector<QRect> changed_;  // where still_ has since it was last asked to be shown, in its pixels
    Scene moving_{QSizeF{}};      // what moves on its own, now
    std::vector<Mark> gliding_;   // where they are now
    std::vector<QRect> moved_;    // where something was that moves, in pixels of the picture
    double now_s_ = 0;
    bool reduced_motion_ = false;
    std::unordered_map<std::uint64_t, QPointF> spots_;  // centres of the marks with an id, as drawn last
    std::optional<QPointF> chosen_;                     // by the arrows: what part is there, on the card
    QElapsedTimer described_;
    using Look = std::tuple<Mark::Shape, labs::Tone, bool, bool, Fate, int, int>;
    std::map<Look, QPixmap> sprites_;
    std::map<std::tuple<QString, bool, int>, QStaticText> words_;  // as they fit into so many pixels
    QFont bold_ = designed_font(11, QFont::DemiBold);
};

}  // namespace weir::ui
