#include "ui/diagrams/breaker_diagram.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace weir::ui {
namespace {

using Switch = labs::BreakerState::Switch;

// Engine seconds a token takes along each way: long enough to follow with the eye at 200 items a second.
constexpr double arriving_s = 0.5;
constexpr double through_s = 0.25;
constexpr double leaving_s = 0.5;
constexpr double bypass_s = 0.8;
constexpr double fading_s = 0.4;

// What is still known of an item that left no further trace is forgotten after so long.
constexpr double longest_s = 30;
constexpr std::size_t max_tokens = 600;

// The lever's angle when open, in degrees, and how fast it turns there, a frame.
constexpr double open_angle = 48;
constexpr double half_open_angle = 24;
constexpr double turn_a_frame = 0.25;

QString text(const std::string& s) { return QString::fromStdString(s); }
QString rate(double v) { return QString::number(v, 'f', v < 10 ? 1 : 0); }

}  // namespace

BreakerDiagram::BreakerDiagram(const labs::LabInfo& info, const Theme& theme, QWidget* parent)
    : Diagram{info, parent}, theme_{&theme}, place_{QSizeF{880, 260}} {
    setAccessibleName(tr("Diagram of the circuit breaker"));
    setFont(interface_font(11));
}

const labs::BreakerState* BreakerDiagram::state() const {
    return snapshot_ ? dynamic_cast<const labs::BreakerState*>(snapshot_->state.get()) : nullptr;
}

void BreakerDiagram::show(std::shared_ptr<const labs::Snapshot> snapshot) { snapshot_ = std::move(snapshot); }

void BreakerDiagram::addEvents(std::span<const labs::ItemEvent> events) {
    for (const auto& e : events) {
        const auto [entry, is_new] = tokens_.try_emplace(e.item);
        auto& token = entry->second;
        if (is_new) {
            // What is first heard of later than its arrival is drawn from there on, not from the entrance.
            using Kind = labs::ItemEvent::Kind;
            token.arrived_s = e.kind == Kind::arrived ? e.t_s : e.t_s - arriving_s;
            if (e.kind == Kind::ended && e.fate != Fate::rejected) {
                token.started_s = e.t_s - through_s;
                token.arrived_s = token.started_s - arriving_s;
            }
        }
        if (e.kind == labs::ItemEvent::Kind::started) token.started_s = e.t_s;
        if (e.kind == labs::ItemEvent::Kind::ended) {
            token.ended_s = e.t_s;
            token.fate = e.fate;
        }
    }
    while (tokens_.size() > max_tokens) {
        const auto oldest = std::ranges::min_element(tokens_, {}, [](const auto& t) { return t.second.arrived_s; });
        tokens_.erase(oldest);
    }
}

BreakerDiagram::Spot BreakerDiagram::spot_of(const Token& t) const {
    const auto along = [](const QRectF& lane, double share) {
        return QPointF{lane.left() + lane.height() / 2 + share * (lane.width() - lane.height()), lane.center().y()};
    };
    const double at_switch = t.arrived_s + arriving_s;
    if (now_s_ < at_switch) return {along(place_.arrivals, std::max(now_s_ - t.arrived_s, 0.0) / arriving_s)};
    if (t.started_s < 0 && t.ended_s < 0) return {along(place_.arrivals, 1)};  // waits for its turn
    double left_s = at_switch;                                                 // when it left the switch
    if (t.started_s >= 0) {
        left_s = std::max(t.started_s, at_switch);
        if (now_s_ < left_s) return {along(place_.arrivals, 1)};
        if (now_s_ < left_s + through_s) return {along(place_.through, (now_s_ - left_s) / through_s)};
        left_s += through_s;
        if (t.ended_s < 0) return {.at = {}, .visible = false};  // in the service: its slot is lit
    }
    const double since = now_s_ - std::max(t.ended_s, left_s);
    if (since < 0) return {.at = {}, .visible = false};
    switch (t.fate) {
        case Fate::completed:
            return {.at = along(place_.good_lane, since / leaving_s), .gone = since > leaving_s};
        case Fate::failed:
        case Fate::timed_out:
            return {.at = along(place_.bad_lane, since / leaving_s), .gone = since > leaving_s};
        case Fate::rejected:
            return {.at = place_.bypass.pointAtPercent(std::min(since / bypass_s, 1.0)),
                    .opacity = 1 - 0.7 * since / bypass_s,
                    .gone = since > bypass_s};
        default:
            return {.at = along(place_.through, 0.5), .opacity = 1 - since / fading_s, .gone = since > fading_s};
    }
}

void BreakerDiagram::animate(double now_s) {
    now_s_ = now_s;
    if (const auto* s = state()) {
        double wanted = 0;
        if (s->position == Switch::open || s->position == Switch::forced_open) wanted = open_angle;
        if (s->position == Switch::half_open) wanted = half_open_angle;
        lever_ += (wanted - lever_) * turn_a_frame;
        if (std::abs(wanted - lever_) < 0.2) lever_ = wanted;
    }
    std::erase_if(tokens_, [&](const auto& entry) {
        const auto& token = entry.second;
        return now_s_ - token.arrived_s > longest_s || spot_of(token).gone;
    });
    // A screen reader is told twice a second, not sixty times.
    // By the clock on the wall: engine time may run a hundred times as fast.
    if (!described_.isValid() || described_.hasExpired(500)) {
        described_.start();
        setAccessibleDescription(textTwin());
        setToolTip(textTwin());
    }
    update();
}

void BreakerDiagram::setTheme(const Theme& theme) {
    theme_ = &theme;
    background_ = {};
    item_ = {};
    update();
}

void BreakerDiagram::clear() {
    tokens_.clear();
    now_s_ = 0;
    lever_ = 0;
    described_.invalidate();
    update();
}

QString BreakerDiagram::textTwin() const {
    const auto* s = state();
    if (s == nullptr) return {};
    return tr("%1. %2 items a second arrive; %3 complete, %4 fail, %5 are rejected. %6 of %7 call slots are busy, %8 "
              "items "
              "wait. %9")
        .arg(text(snapshot_->badge.text), rate(s->arrivals_per_s), rate(s->completed_per_s), rate(s->failed_per_s),
             rate(s->rejected_per_s))
        .arg(s->busy)
        .arg(s->call_slots)
        .arg(s->queued)
        .arg(text(snapshot_->reason));
}

void BreakerDiagram::resizeEvent(QResizeEvent* event) {
    Diagram::resizeEvent(event);
    place_ = BreakerGeometry{QSizeF{size()}};
    background_ = {};
    item_ = {};
}

// --- Painting -----------------------------------------------------------------------------------------------------

void BreakerDiagram::makeSprites() {
    const double scale = devicePixelRatioF();
    const double side = std::ceil(place_.token * 3.2);
    const auto sprite = [&](auto draw) {
        QPixmap pixmap{QSizeF{side * scale, side * scale}.toSize()};
        pixmap.setDevicePixelRatio(scale);
        pixmap.fill(Qt::transparent);
        QPainter painter{&pixmap};
        painter.setRenderHint(QPainter::Antialiasing);
        draw(painter, QPointF{side / 2, side / 2});
        return pixmap;
    };
    item_ = sprite([&](QPainter& p, QPointF c) { draw_item(p, *theme_, c, place_.token); });
    for (const auto fate : all_fates)
        fates_[index_of(fate)] = sprite([&](QPainter& p, QPointF c) { draw_fate(p, *theme_, fate, c, place_.token); });
}

void BreakerDiagram::drawBackground(QPainter& p) const {
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen{theme_->border, 1});
    p.setBrush(theme_->panel);
    p.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    p.setPen(Qt::NoPen);
    p.setBrush(theme_->track);
    for (const auto& r : {place_.arrivals, place_.through, place_.good_lane, place_.bad_lane})
        p.drawRoundedRect(r, r.height() / 2, r.height() / 2);
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen{theme_->track, place_.pipe * 0.8, Qt::SolidLine, Qt::RoundCap});
    p.drawPath(place_.bypass);
    p.setPen(QPen{theme_->border, 1});
    p.setBrush(theme_->raised);
    p.drawRoundedRect(place_.service, 8, 8);
}

void BreakerDiagram::paintEvent(QPaintEvent* /*event*/) {
    if (background_.isNull()) {
        background_ = QPixmap{QSizeF{QSizeF{size()} * devicePixelRatioF()}.toSize()};
        background_.setDevicePixelRatio(devicePixelRatioF());
        background_.fill(Qt::transparent);
        QPainter painter{&background_};
        drawBackground(painter);
    }
    if (item_.isNull()) makeSprites();
    QPainter painter{this};
    painter.drawPixmap(0, 0, background_);
    painter.setRenderHint(QPainter::Antialiasing);
    if (state() == nullptr) return;
    drawService(painter);
    drawStrip(painter);
    drawTokens(painter);
    drawSwitch(painter);
    drawCaptions(painter);
    if (showsFocus()) {
        painter.setPen(QPen{theme_->accent, 2});
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF{rect()}.adjusted(1, 1, -1, -1), 8, 8);
    }
}

void BreakerDiagram::drawSwitch(QPainter& p) const {
    const auto& s = *state();
    QColor colour = theme_->good;
    QString word = tr("closed");
    switch (s.position) {
        case Switch::open:
            colour = theme_->bad, word = tr("open");
            break;
        case Switch::half_open:
            colour = theme_->warning, word = tr("half-open");
            break;
        case Switch::forced_open:
            colour = theme_->bad, word = tr("forced open");
            break;
        case Switch::disabled:
            colour = theme_->muted, word = tr("disabled");
            break;
        case Switch::metrics_only:
            colour = theme_->muted, word = tr("metrics only");
            break;
        default:
            break;
    }
    const double length = place_.contact.x() - place_.pivot.x();
    const double angle = lever_ * M_PI / 180;
    const QPointF tip = place_.pivot + QPointF{length * std::cos(angle), -length * std::sin(angle)};
    p.setPen(QPen{colour, 4, Qt::SolidLine, Qt::RoundCap});
    p.drawLine(place_.pivot, tip);
    p.setPen(Qt::NoPen);
    p.setBrush(theme_->text);
    for (const auto& joint : {place_.pivot, place_.contact}) p.drawEllipse(joint, 6, 6);
    if (s.open_total_s > 0 && s.open_remaining_s > 0) {
        // The open period as a ring that runs out.
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen{theme_->track, 3});
        p.drawEllipse(place_.pivot, 13, 13);
        p.setPen(QPen{theme_->bad, 3});
        p.drawArc(QRectF{place_.pivot.x() - 13, place_.pivot.y() - 13, 26, 26}, 90 * 16,
                  static_cast<int>(-360 * 16 * s.open_remaining_s / s.open_total_s));
        word += tr(" · %1 s").arg(s.open_remaining_s, 0, 'f', 1);
    }
    p.setFont(interface_font(12, QFont::DemiBold));
    p.setPen(colour);
    p.drawText(place_.switch_caption, Qt::AlignCenter, word);
}

void BreakerDiagram::drawStrip(QPainter& p) const {
    const auto& s = *state();
    p.setFont(interface_font(11));
    p.setPen(theme_->muted);
    if (s.textbook) {
        p.drawText(place_.strip_caption, Qt::AlignLeft | Qt::AlignVCenter,
                   tr("%1 failures in a row · opens at %2").arg(s.window_calls).arg(s.failure_threshold, 0, 'f', 0));
        return;
    }
    const auto shown = std::min<std::size_t>(s.window.size(), 40);
    p.drawText(place_.strip_title, Qt::AlignLeft | Qt::AlignVCenter,
               shown < s.window_calls ? tr("last %1 of %2 calls").arg(shown).arg(s.window_calls)
                                      : tr("last %1 calls").arg(shown));
    const double step = place_.strip.width() / static_cast<double>(std::max<std::size_t>(shown, 20));
    for (std::size_t i = 0; i < shown; ++i) {
        using Outcome = labs::BreakerState::Outcome;
        const auto outcome = s.window[s.window.size() - shown + i];
        // Not by colour alone: a failure is shorter, a slow call hollow.
        const double cut = outcome == Outcome::failure ? place_.strip.height() * 0.3 : 0;
        QRectF block{place_.strip.left() + static_cast<double>(i) * step, place_.strip.top() + cut,
                     std::max(step - 2, 1.0), place_.strip.height() - cut};
        const bool hollow = outcome == Outcome::slow;
        if (hollow) block.adjust(0.75, 0.75, -0.75, -0.75);
        p.setPen(hollow ? QPen{theme_->slow, 1.5} : QPen{Qt::NoPen});
        p.setBrush(hollow ? QBrush{Qt::NoBrush} : QBrush{outcome == Outcome::success ? theme_->good : theme_->bad});
        p.drawRoundedRect(block, 2, 2);
    }
    p.setPen(theme_->muted);
    p.drawText(
        place_.strip_caption, Qt::AlignLeft | Qt::AlignVCenter,
        tr("failure rate %1 % · opens at %2 %").arg(s.failure_rate, 0, 'f', 0).arg(s.failure_threshold, 0, 'f', 0));
}

void BreakerDiagram::drawService(QPainter& p) const {
    const auto& s = *state();
    p.setFont(interface_font(11, QFont::DemiBold));
    p.setPen(theme_->text);
    p.drawText(place_.service_title, Qt::AlignLeft | Qt::AlignVCenter, tr("service"));
    p.setFont(interface_font(11));
    p.setPen(theme_->muted);
    auto load = tr("%1 / %2 busy").arg(s.busy).arg(s.call_slots);
    if (p.fontMetrics().horizontalAdvance(load) > place_.service_title.width() - 50)  // beside the title
        load = tr("%1 / %2").arg(s.busy).arg(s.call_slots);
    p.drawText(place_.service_title, Qt::AlignRight | Qt::AlignVCenter, load);
    // With more slots than cells, each cell stands for its share of them.
    const auto cells = std::min(place_.slot_cells.size(), std::max<std::size_t>(s.call_slots, 1));
    const auto lit =
        s.call_slots <= place_.slot_cells.size() ? s.busy : (s.busy * cells + s.call_slots - 1) / s.call_slots;
    for (std::size_t i = 0; i < cells; ++i) {
        p.setPen(QPen{i < lit ? theme_->accent : theme_->border, 1});
        p.setBrush(i < lit ? QBrush{theme_->accent} : QBrush{Qt::NoBrush});
        p.drawRoundedRect(place_.slot_cells[i], 3, 3);
    }
    p.setPen(s.service_failure_percent > 0 ? theme_->bad : theme_->muted);
    if (s.latency_spike) p.setPen(theme_->warning);
    if (s.outage) p.setPen(theme_->bad);
    QString caption =
        tr("fails %1 % · %2 ms").arg(s.service_failure_percent, 0, 'g', 3).arg(s.service_latency_ms, 0, 'g', 4);
    if (p.fontMetrics().horizontalAdvance(caption) > place_.service_caption.width())
        caption = tr("fails %1 %").arg(s.service_failure_percent, 0, 'g', 3);
    if (s.latency_spike) caption = tr("LATENCY SPIKE");
    if (s.outage) caption = s.latency_spike ? tr("OUTAGE+SPIKE") : tr("OUTAGE");
    p.drawText(place_.service_caption, Qt::AlignLeft | Qt::AlignVCenter, caption);
}

void BreakerDiagram::drawTokens(QPainter& p) {
    for (const auto& [id, token] : tokens_) {
        const auto spot = spot_of(token);
        if (!spot.visible || spot.gone) continue;
        const bool at_exit =
            token.ended_s >= 0 && now_s_ >= token.ended_s &&
            spot.at.x() > (token.fate == Fate::rejected ? place_.pivot.x() + 1 : place_.service.left());
        const auto& sprite = at_exit ? fates_[index_of(token.fate)] : item_;
        const double half = sprite.width() / sprite.devicePixelRatio() / 2;
        p.setOpacity(std::clamp(spot.opacity, 0.0, 1.0));
        p.drawPixmap(spot.at - QPointF{half, half}, sprite);
    }
    p.setOpacity(1);
}

void BreakerDiagram::drawCaptions(QPainter& p) const {
    const auto& s = *state();
    p.setFont(interface_font(11));
    const auto caption = [&](const QRectF& where, const QColor& colour, const QString& words,
                             Qt::Alignment side = Qt::AlignLeft) {
        p.setPen(colour);
        p.drawText(where, static_cast<int>(side | Qt::AlignVCenter), words);
    };
    caption(place_.arrivals_caption, theme_->muted, tr("arrivals %1 /s").arg(rate(s.arrivals_per_s)));
    caption(place_.good_caption, theme_->good, tr("ok %1 /s").arg(rate(s.completed_per_s)), Qt::AlignRight);
    caption(place_.bad_caption, theme_->bad, tr("failed %1 /s").arg(rate(s.failed_per_s)), Qt::AlignRight);
    caption(place_.bypass_caption, theme_->special, tr("rejected fast %1 /s").arg(rate(s.rejected_per_s)));
    p.setPen(Qt::NoPen);
    p.setBrush(theme_->track);
    p.drawRoundedRect(place_.queue_bar, 2, 2);
    if (s.queue_capacity > 0 && s.queued > 0) {
        auto filled = place_.queue_bar;
        filled.setWidth(filled.width() *
                        std::min(1.0, static_cast<double>(s.queued) / static_cast<double>(s.queue_capacity)));
        p.setBrush(theme_->accent);
        p.drawRoundedRect(filled, 2, 2);
    }
    auto queue = place_.queue_bar.translated(place_.queue_bar.width() + 8, 0);
    queue.adjust(0, -6, 60, 6);
    caption(queue, theme_->muted, tr("queue %1 of %2").arg(s.queued).arg(s.queue_capacity));
    if (s.position == Switch::half_open && s.probes_allowed > 0)
        caption(place_.through_caption, theme_->warning,
                tr("%1 of %2 probes ok").arg(s.probes_succeeded).arg(s.probes_allowed));
    QStringList notes;
    if (!s.shadow.empty()) notes << text(s.shadow);
    if (snapshot_->sampled_one_in > 1) notes << tr("1 in %1 items drawn").arg(snapshot_->sampled_one_in);
    caption(place_.note, theme_->muted, notes.join(QStringLiteral(" · ")), Qt::AlignRight);
}

}  // namespace weir::ui
