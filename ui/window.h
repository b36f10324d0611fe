// The window: a session of one lab, its picture, its plots, its knobs. It polls the session once a frame and never
// waits for it. window.cpp is what happens, window_build.cpp the parts, window_actions.cpp menus, keys and
// files, window_view.cpp the looks, window_modes.cpp what of them is chosen, window_lessons.cpp what a lesson asks for,
// window_compare.cpp the second run when two variants are compared.
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/labs/experiment.h"
#include "core/labs/history.h"
#include "core/labs/session.h"
#include "ui/frame_meter.h"
#include "ui/language.h"
#include "ui/theme.h"

class QDockWidget;
class QLabel;
class QListWidget;
class QMenu;
class QScrollArea;
class QVBoxLayout;

namespace weir::scenario {
struct Lesson;
}

namespace weir::ui {

class Badge;
class ControlPanel;
class Diagram;
class Drawer;
class HintLine;
struct Setting;
class PlotBoard;
class RunBar;
class Stage;
class TextLine;
struct OtherRun;
class StatusBar;

struct WindowOptions {
    bool remember = true;                                ///< read and write layout, theme and recent files
    std::optional<bool> dark;                            ///< force a theme
    bool running = true;                                 ///< start running
    std::function<bool()> system_dark = system_is_dark;  ///< asked at the start and when the system's looks change
};

class Window final : public QMainWindow {
    Q_OBJECT
public:
    Window(const labs::Experiment& experiment, const WindowOptions& options);
    ~Window() override;

    // For the entry points and tests.
    labs::Session& session() { return *session_; }
    const labs::History& history() const { return history_; }
    ControlPanel* controls() const { return controls_; }
    RunBar* runBar() const { return run_bar_; }
    PlotBoard* plots() const { return plots_; }
    Diagram* diagram() const { return diagram_; }
    bool isComparing() const;
    const OtherRun* otherRun() const { return other_.get(); }  ///< null unless comparing
    Drawer* drawer() const { return drawer_; }
    QListWidget* lessonList() const { return lessons_; }
    QUndoStack* undoStack() { return &undo_; }
    FrameMeter& meter() { return meter_; }
    QLabel* banner() const { return banner_; }
    bool isRunning() const { return running_; }
    bool isTicking() const { return timer_.isActive(); }
    /// In virtual time: runs to this time as fast as it can, and blocks until it is there.
    void advanceTo(double t_s);
    /// Draws everything of this moment at once, outside the tick.
    void drawNow();
    /// Runs this experiment instead, from its beginning. Its parameters cannot be undone to those of before.
    void open(const labs::Experiment& experiment);
    void openFile(const QString& path);
    bool saveFile(const QString& path);

public slots:
    void setRunning(bool running);
    void resetRun();
    void chooseEngine(weir::labs::EngineKind engine);
    void chooseTheme(int choice);  ///< 0 system, 1 light, 2 dark
    void chooseContrast(bool high);
    void setPresenter(bool on);  ///< everything larger, for a projector, and the side panels out of the way
    void setReducedMotion(bool reduced);
    void chooseLanguage(weir::ui::Language language);
    void resetParameters();
    /// The other variant beside this one, on the same load; both begin anew.
    void setComparing(bool comparing);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class ParameterChange;

    void rebuild();  ///< all anew, in the language spoken now; the run goes on
    void buildFrame();
    void buildMenus();
    void buildLab();
    void buildLessons(QVBoxLayout& column);  ///< the list on the left
    void buildLessonMenu(QMenu& menu);
    void showLesson(const scenario::Lesson& lesson);
    void runForLesson(const labs::Experiment& experiment);
    void refreshLessons();  ///< the marks of the list
    void markLesson(const scenario::Lesson* lesson);
    void askLesson();            ///< whether it has what it waits for
    void fitPlots(bool drawer);  ///< above the drawer they may scroll
    void openDrawer(bool open);
    template <class F>
    void onEach(F f);  ///< each session there is
    void endRuns();
    std::unique_ptr<labs::Session> newRun(const labs::Experiment& experiment);
    void startOther();
    void takeOtherNews();
    void captionVariants();
    void step();
    void startSession(const labs::Experiment& experiment, bool run);
    void restart(const labs::Experiment& experiment, bool same_lab);
    void changeParameter(std::size_t parameter, double from, double to, int gesture);  ///< by hand; can be undone
    void applyParameter(std::size_t parameter, double value);
    void chooseSeed(std::uint64_t seed);
    void showLab(int index);
    void pressAt(std::size_t action, const Setting& setting);
    void recallModes();            ///< those remembered, before anything is built
    void buildModes(QMenu& menu);  ///< their entries
    void buildContrast(QMenu& menu);
    void fitScale();               ///< what has a size of the design
    void hidePanels(bool hidden);  ///< as the presenter's mode begins or ends
    void keep(const QString& key, bool on) const;
    void followSystem();  ///< its colours may have changed
    void buildHint();
    void dismissHint();
    void restoreSeries();    ///< those chosen for the plots of the lab
    void openContextMenu();  ///< of what has the focus
    void redraw();           ///< though nothing may be running
    void tick();
    void takeNews();
    void moveDiagrams(bool state, bool other_state);
    void pinChanges();
    double pace() const;  ///< engine seconds a wall second
    void refreshState();
    void refreshTexts();
    void updateTicking();
    void applyTheme();
    void maximise(QWidget* part);
    void restoreParts();
    /// @param good nothing is wrong: it is no error's red and goes by itself after a while
    void say(const QString& line, bool good = false);
    void addRecent(const QString& path);
    void fillRecent();
    void showKeys();

    WindowOptions options_;
    const Theme* theme_;
    int theme_choice_ = 0;
    bool system_dark_ = true;
    bool high_contrast_ = false;
    bool presenter_ = false;
    bool reduced_motion_ = false;
    QByteArray layout_before_;               // of the panels, while presenting
    Language language_ = spoken_language();  // in which it was built
    // What Reset runs again: the parameters as set by hand and the timed changes of the file. What a button or a timed
    // change does to a parameter belongs to the run, not here.
    labs::Experiment experiment_;
    std::unique_ptr<labs::Session> session_;
    labs::History history_;
    std::unique_ptr<OtherRun> other_;
    bool comparing_ = false;   // wanted
    std::future<void> ended_;  // when the runs before are taken apart
    QUndoStack undo_;
    FrameMeter meter_;
    QTimer timer_;
    std::uint64_t ticks_ = 0;
    bool running_ = true;
    bool stale_ = true;  // something to draw although nothing runs

    RunBar* run_bar_ = nullptr;
    StatusBar* status_ = nullptr;
    QListWidget* patterns_ = nullptr;
    QListWidget* lessons_ = nullptr;
    QDockWidget* patterns_dock_ = nullptr;
    QDockWidget* controls_dock_ = nullptr;
    QDockWidget* drawer_dock_ = nullptr;
    Drawer* drawer_ = nullptr;
    QLabel* title_ = nullptr;
    TextLine* sentence_ = nullptr;
    Badge* badge_ = nullptr;
    TextLine* reason_ = nullptr;
    QLabel* banner_ = nullptr;
    QLabel* overlay_ = nullptr;  // frame times
    QWidget* centre_ = nullptr;
    QVBoxLayout* centre_layout_ = nullptr;
    QWidget* maximised_ = nullptr;
    ControlPanel* controls_ = nullptr;
    Stage* stage_ = nullptr;
    Diagram* diagram_ = nullptr;
    PlotBoard* plots_ = nullptr;
    QScrollArea* plots_area_ = nullptr;
    QMenu* recent_menu_ = nullptr;
    QAction* contrast_action_ = nullptr;
    QAction* presenter_action_ = nullptr;
    QAction* motion_action_ = nullptr;
    HintLine* hint_ = nullptr;
};

}  // namespace weir::ui
