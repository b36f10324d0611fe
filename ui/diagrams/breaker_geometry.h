// Where everything in the circuit-breaker diagram lies. Plain numbers, so that a test can check them without a window.
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <vector>

namespace weir::ui {

struct BreakerGeometry {
    /// For a card of this size in logical pixels, at least 480 x 150.
    explicit BreakerGeometry(QSizeF card);

    QRectF arrivals;                 ///< pipe from the left edge to the switch
    QPointF pivot;                   ///< where the switch's lever is hinged
    QPointF contact;                 ///< what the lever touches when closed
    QRectF through;                  ///< pipe from the switch to the service
    QRectF service;                  ///< box
    std::vector<QRectF> slot_cells;  ///< lights in the box, at most so many are drawn
    QRectF good_lane;
    QRectF bad_lane;
    QPainterPath bypass;   ///< from the pivot down and to the right, for what is refused
    QRectF strip;          ///< the last outcomes
    QRectF strip_caption;  ///< below the strip
    QRectF strip_title;    ///< above it
    QRectF arrivals_caption;
    QRectF queue_bar;  ///< how full the queue is, under the arrivals pipe
    QRectF switch_caption;
    QRectF through_caption;
    QRectF service_title;
    QRectF service_caption;
    QRectF good_caption;
    QRectF bad_caption;
    QRectF bypass_caption;
    QRectF note;       ///< bottom right corner: sampling, shadow
    double pipe = 22;  ///< thickness of a pipe
    double token = 5;  ///< radius of a token
};

}  // namespace weir::ui
