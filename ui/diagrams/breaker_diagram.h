// The circuit-breaker lab in motion: items come along a pipe to a switch; it lets them through to the service, or they
// slide off along the by-pass.
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <array>
#include <deque>
#include <memory>
#include <unordered_map>

#include "core/labs/breaker_state.h"
#include "ui/diagrams/breaker_geometry.h"
#include "ui/diagrams/diagram.h"

namespace weir::ui {

class BreakerDiagram final : public Diagram {
    Q_OBJECT
public:
    BreakerDiagram(const labs::LabInfo& info, const Theme& theme, QWidget* parent = nullptr);

    void show(std::shared_ptr<const labs::Snapshot> snapshot) override;
    void addEvents(std::span<const labs::ItemEvent> events) override;
    void animate(double now_s) override;
    void setTheme(const Theme& theme) override;
    void clear() override;
    QString textTwin() const override;

    std::size_t tokenCount() const { return tokens_.size(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// An item as far as it is known, in engine seconds; negative: not yet.
    struct Token {
        double arrived_s = -1;
        double started_s = -1;
        double ended_s = -1;
        Fate fate = Fate::completed;
    };
    /// Where a token is drawn. It lags behind the item, taking its time along each pipe, so that the eye can follow.
    struct Spot {
        QPointF at;
        double opacity = 1;
        bool visible = true;
        bool gone = false;  // at the end of its way
    };
    Spot spot_of(const Token& token) const;

    const labs::BreakerState* state() const;
    void drawBackground(QPainter& painter) const;
    void drawSwitch(QPainter& painter) const;
    void drawStrip(QPainter& painter) const;
    void drawService(QPainter& painter) const;
    void drawTokens(QPainter& painter);
    void drawCaptions(QPainter& painter) const;
    void makeSprites();

    const Theme* theme_;
    BreakerGeometry place_;
    std::shared_ptr<const labs::Snapshot> snapshot_;
    std::unordered_map<std::uint64_t, Token> tokens_;
    double now_s_ = 0;
    double lever_ = 0;         // angle shown, degrees above closed
    QElapsedTimer described_;  // since the text twin was last renewed
    QPixmap background_;
    QPixmap item_;
    std::array<QPixmap, fate_count> fates_;
};

}  // namespace weir::ui
