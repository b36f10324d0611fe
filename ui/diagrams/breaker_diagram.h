// The circuit-breaker lab in motion: items come along a pipe to a switch; it lets them through to the service, or they
// slide off along the by-pass.
#pragma once

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
    explicit BreakerDiagram(const Theme& theme, QWidget* parent = nullptr);

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
    /// Where a token is on its way.
    enum class Way : std::uint8_t { arriving, through, good, bad, bypass, fading };
    struct Token {
        double since_s = 0;  // when it took this way
        Way way = Way::arriving;
        Fate fate = Fate::completed;
        bool in_progress = true;
    };

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
    double described_s_ = -1;  // when the text twin was last renewed
    QPixmap background_;
    QPixmap item_;
    std::array<QPixmap, fate_count> fates_;
};

}  // namespace weir::ui
