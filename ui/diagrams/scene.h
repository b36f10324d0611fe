// What a diagram shows at one moment, as plain marks in the order in which they are painted. A scene is made of a lab's
// state and the size of the card alone, so it can be tested without a window; SceneDiagram replays it. Items walk the
// ways of the scene, see travellers.h.
#pragma once

#include <QCoreApplication>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/sample.h"
#include "core/metrics/fate.h"
#include "ui/diagrams/travellers.h"

namespace weir::ui {

/// A value that a part of a diagram gives a parameter before a button of the lab is pressed there: which node it is
/// for.
struct Setting {
    std::string parameter;  ///< its id; empty: none
    double value = 0;

    bool operator==(const Setting&) const = default;
};

struct Mark {
    enum class Shape : std::uint8_t {
        box,    ///< a raised box with a border: a service, a worker, a room
        pipe,   ///< what items pass through or wait in
        bar,    ///< the filled part of a pipe
        level,  ///< the same where items are seen through it
        cell,   ///< a place that is taken or free
        frame,  ///< the outline of a cell
        token,  ///< an item or a task
        fate,   ///< an item that has met its fate
        line,   ///< from the top left to the bottom right of `where`, or the other way if it is negative
        curve,  ///< a pipe along `path`
        reach,  ///< a dashed line along `path`
        arc,    ///< a ring of which a share is left, clockwise from the top
        arm,    ///< turns about the top left of `where`; its end glides to the bottom right
        words,
    };
    Shape shape = Shape::box;
    QRectF where;  ///< in logical pixels of the card
    labs::Tone tone = labs::Tone::neutral;
    bool filled = true;                  ///< cells and tokens
    bool square = false;                 ///< tokens: told apart by more than colour
    bool bold = false;                   ///< words
    double amount = 1;                   ///< of an `arc`: the share left; of a `curve`: how thick, in logical pixels;
                                         ///< of a `reach`: its opacity
    QPainterPath path;                   ///< of a `curve`
    Fate fate = Fate::completed;         ///< of a `fate`
    QString text;                        ///< of `words`; in a token
    Qt::Alignment side = Qt::AlignLeft;  ///< of `words`
    QString tells;                       ///< what this is, for whoever asks
    std::uint64_t id = 0;                ///< not 0: the item that glides here from where it was before
    Setting setting;                     ///< for a button that is pressed here

    bool operator==(const Mark&) const = default;
};

class Scene {
    Q_DECLARE_TR_FUNCTIONS(Scene)
public:
    static constexpr double line_px = 15;  ///< height of words
    static constexpr double pad_px = 14;   ///< from the edge of the card

    explicit Scene(QSizeF card) : card_{card} {}

    /// The card without its edge.
    QRectF inner() const { return QRectF{QPointF{}, card_}.adjusted(pad_px, 11, -pad_px, -10); }
    QSizeF card() const { return card_; }
    const std::vector<Mark>& marks() const { return marks_; }

    void box(const QRectF& where, const QString& tells = {});
    void pipe(const QRectF& where, const QString& tells = {});
    /// A pipe of which a share, from 0 to 1, is full.
    void gauge(const QRectF& where, double share, labs::Tone tone, const QString& tells);
    /// A pipe that items walk along from left to right, full from its right end back by this share.
    void tank(const QRectF& where, double share, labs::Tone tone, const QString& tells);
    /// `count` places in this room, of which the first are taken; more than there is room for stand for their share.
    void cells(const QRectF& room, std::size_t count, std::size_t taken, labs::Tone tone, const QString& tells);
    void cell(const QRectF& where, labs::Tone tone, bool filled, const QString& tells = {});
    void outline(const QRectF& where, labs::Tone tone, const QString& tells);
    void token(QPointF centre, double radius, labs::Tone tone, const QString& tells, const QString& text = {},
               std::uint64_t id = 0);
    void square(QPointF centre, double radius, labs::Tone tone, const QString& tells, std::uint64_t id = 0);
    void ring(QPointF centre, double radius, labs::Tone tone, const QString& tells);
    void fate(QPointF centre, double radius, Fate fate, const QString& tells, std::uint64_t id = 0);
    void line(QPointF from, QPointF to, labs::Tone tone);
    void curve(const QPainterPath& path, double thick, const QString& tells);
    void reach(const QPainterPath& path, labs::Tone tone, double opacity);
    void arc(QPointF centre, double radius, double share, labs::Tone tone, const QString& tells);
    void arm(QPointF hinge, QPointF end, labs::Tone tone, const QString& tells);
    void words(const QRectF& where, const QString& text, labs::Tone tone = labs::Tone::muted,
               Qt::Alignment side = Qt::AlignLeft);
    void title(const QRectF& where, const QString& text, labs::Tone tone = labs::Tone::neutral,
               Qt::Alignment side = Qt::AlignLeft);

    /// Whoever presses a button of the lab at the mark added last makes this setting first.
    void sets(Setting setting) { marks_.back().setting = std::move(setting); }

    /// The centre of the nearest mark that tells what it is, from here in this direction; nothing if there is none.
    std::optional<QPointF> next(QPointF from, QPointF direction) const;

    /// The topmost mark here that tells what it is, or null.
    const Mark* at(QPointF point) const;

    /// Items walk along this pipe, take so long, and line up at its right end if they have to wait there.
    void along(Station from, Station to, const QRectF& pipe, double takes_s, bool line_up = false);
    /// Items with these fates vanish from here in this direction.
    void leave(Station from, std::initializer_list<Fate> fates, QPointF at, QPointF by);

    Ways ways;                      ///< of the items
    double item_radius_px = 5;      ///< of those that walk them
    std::optional<QPointF> source;  ///< where marks with an id that was not there before come from

private:
    Mark& add(Mark::Shape shape, const QRectF& where, labs::Tone tone, const QString& tells);

    QSizeF card_;
    std::vector<Mark> marks_;
};

/// Arrivals and starts of items in the last seconds, in engine time.
struct Flow {
    static constexpr double kept_s = 5;
    std::deque<double> arrived_s;
    std::deque<double> started_s;
};

/// All that a scene is made of.
struct Moment {
    const labs::Snapshot& snapshot;
    const Flow& flow;
    double now_s = 0;
    QSizeF card;
};

/// The state of this lab, or null if the snapshot has none.
template <class State>
const State* state_of(const Moment& moment) {
    return dynamic_cast<const State*>(moment.snapshot.state.get());
}

/// The colour of the i-th of several that are told apart: a worker, a stage.
labs::Tone tone_of(std::size_t i);
/// Of the i-th place in rows of so many: its column and its row.
QPointF place_in_rows(std::size_t i, std::size_t columns);
/// "3.4", "120".
QString rate_text(double per_s);
QString fate_text(Fate fate);
/// "1 in 5 items drawn", or nothing if all are.
QString sampled_text(const Moment& moment);

/// A lab's scene, and the same in words for those who cannot see it. Empty if the snapshot is of another lab.
struct SceneOf {
    Scene (*compose)(const Moment&) = nullptr;
    QString (*describe)(const Moment&) = nullptr;
    /// What moves on its own as time passes, drawn over the rest in each frame; null: nothing does.
    Scene (*compose_moving)(const Moment&) = nullptr;
};

extern const SceneOf fan_out_scene;
extern const SceneOf pipeline_scene;
extern const SceneOf rate_limiter_scene;
extern const SceneOf join_scene;
extern const SceneOf shutdown_scene;
extern const SceneOf service_scene;
extern const SceneOf shared_state_scene;
extern const SceneOf work_stealing_scene;
extern const SceneOf batching_scene;
extern const SceneOf breaker_scene;

/// The scene of the lab with this id, or null if there is none.
const SceneOf* scene_of(std::string_view lab);

}  // namespace weir::ui
