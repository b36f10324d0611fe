#include "ui/diagrams/breaker_geometry.h"

#include <algorithm>

namespace weir::ui {

BreakerGeometry::BreakerGeometry(QSizeF card) {
    const double w = card.width();
    const double h = card.height();
    const double line = 15;  // height of a caption
    pipe = std::clamp(h * 0.085, 14.0, 24.0);
    token = pipe * 0.22;
    const double y = h * 0.40;  // the axis of arrivals, switch and service

    const double left = w * 0.03;
    // Words keep their size on a small card: what stands under the arrivals needs 182 pixels before the by-pass.
    const double pivot_x = std::max(w * 0.36, left + 182);
    // The lever, when open, must stay in a low card.
    const double lever = std::min(w * 0.085, h * 0.32);
    arrivals = {left, y - pipe / 2, pivot_x - left, pipe};
    pivot = {pivot_x, y};
    contact = {pivot_x + lever, y};
    arrivals_caption = {left, arrivals.top() - line - 5, w * 0.22, line};
    queue_bar = {left, arrivals.bottom() + 6, w * 0.14, 4};
    const double switch_words = std::max(w * 0.16, 130.0);
    switch_caption = {pivot_x + w * 0.02 - switch_words / 2, y - h * 0.28 - line, switch_words, line};

    const double service_w = std::max(w * 0.165, std::min(w * 0.2, 140.0));
    const double service_x = std::min(w * 0.635, w * 0.97 - 80 - service_w);  // leaves the lanes 70 pixels for words
    const double service_h = std::min(h * 0.56, 130.0);
    service = {service_x, y - service_h / 2, service_w, service_h};
    through = {contact.x(), y - pipe / 2, service_x - contact.x() - 6, pipe};
    const double probes_x = std::min(through.left(), std::max(through.right() - 100, pivot_x + pipe * 0.4 + 8));
    through_caption = {probes_x, through.bottom() + 6, through.right() - probes_x, line};
    service_title = {service.left() + 10, service.top() + 8, service.width() - 20, line};
    service_caption = {service.left() + 10, service.bottom() - line - 8, service.width() - 20, line};
    const double inner = service.width() - 20;
    const double cell = std::min(12.0, inner / 8 - 3);
    const double top = service_title.bottom() + 8;
    for (int row = 0; top + row * (cell + 5) + cell < service_caption.top() - 4 && row < 4; ++row)
        for (int column = 0; column < 8; ++column)
            slot_cells.emplace_back(service.left() + 10 + column * inner / 8, top + row * (cell + 5), cell, cell);

    const double lane_x = service.right() + 10;
    const double lane_w = w * 0.97 - lane_x;
    const double apart = std::max(pipe * 0.9, service_h * 0.24);
    good_lane = {lane_x, y - apart - pipe * 0.4, lane_w, pipe * 0.8};
    bad_lane = {lane_x, y + apart - pipe * 0.4, lane_w, pipe * 0.8};
    good_caption = {lane_x, good_lane.top() - line - 3, lane_w, line};
    bad_caption = {lane_x, bad_lane.bottom() + 3, lane_w, line};

    const double low = h * 0.83;
    bypass.moveTo(pivot_x, y + pipe * 0.5);
    bypass.cubicTo(pivot_x + 2, low - h * 0.08, pivot_x + w * 0.03, low, pivot_x + w * 0.10, low);
    bypass.lineTo(w * 0.62, low);
    bypass_caption = {w * 0.62 + pipe / 2 + 6, low - line / 2, std::max(w * 0.18, 120.0), line};

    strip = {left, h * 0.70, w * 0.30, std::clamp(h * 0.08, 10.0, 20.0)};
    strip_title = {left, strip.top() - line - 3, strip.width(), line};
    strip_caption = {left, strip.bottom() + 4, pivot_x - pipe * 0.4 - 2 - left, line};
    note = {pivot_x + 4, h - line - 4, w * 0.98 - pivot_x - 4, line};
}

}  // namespace weir::ui
