// The moving picture of a lab. One class of widget a lab; the window knows only this.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "ui/diagrams/scene.h"
#include "ui/theme.h"

namespace weir::ui {

class Diagram : public QWidget {
    Q_OBJECT
public:
    Diagram(const labs::LabInfo& info, QWidget* parent) : QWidget{parent}, info_{info} {}

    /// Draws from this snapshot on. Called some 20 times a second: levels and words that changed faster could not be
    /// read.
    virtual void show(std::shared_ptr<const labs::Snapshot> snapshot) = 0;
    /// What happened to (some of) the items since the last call.
    virtual void addEvents(std::span<const labs::ItemEvent> events) = 0;
    /// Moves everything that moves to engine time `now_s` and repaints. Called 60 times a second.
    virtual void animate(double now_s) = 0;
    virtual void setTheme(const Theme& theme) = 0;
    /// Forgets all items: a new run begins.
    virtual void clear() = 0;
    /// What the picture shows, in words, for those who cannot see it.
    virtual QString textTwin() const = 0;

signals:
    /// The user has pressed button `action` of the lab (an index) at a part of the picture that makes this setting.
    void pressed(std::size_t action, const weir::ui::Setting& setting);

protected:
    /// What is drawn here, in words; empty if nothing in particular.
    virtual QString tellsAt(QPointF /*at*/) const { return {}; }
    virtual Setting settingAt(QPointF /*at*/) const { return {}; }
    /// The part chosen by the keyboard, if any.
    virtual std::optional<QPointF> chosen() const { return {}; }

    /// The lab's buttons, at the place they are for: by the right mouse button or the keyboard's menu key.
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    /// The focus came by the keyboard and is to be seen; not so when it stands here at the start.
    bool showsFocus() const { return shows_focus_; }

private:
    const labs::LabInfo& info_;
    bool shows_focus_ = false;
};

/// The diagram of a lab, or nullptr if it has none.
Diagram* make_diagram(const labs::LabInfo& info, const Theme& theme, QWidget* parent);

}  // namespace weir::ui
