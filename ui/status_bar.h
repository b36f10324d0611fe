// The line at the bottom: the run in a few figures.
#pragma once

#include <QWidget>
#include <cstdint>

#include "core/labs/sample.h"
#include "ui/frame_meter.h"
#include "ui/text_line.h"
#include "ui/theme.h"

namespace weir::ui {

class StatusBar final : public QWidget {
    Q_OBJECT
public:
    explicit StatusBar(QWidget* parent = nullptr);

    struct Figures {
        double now_s = 0;
        double completed_per_s = 0;
        double p99_ms = 0;  ///< NaN: nothing ended lately
        std::uint64_t dropped = 0;
        FrameMeter::Reading frames;
    };
    void showFigures(const labs::Snapshot& snapshot, const Figures& figures, const Theme& theme);

    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();

    TextLine* left_;
    TextLine* right_;
    int right_width_ = 0;
};

}  // namespace weir::ui
