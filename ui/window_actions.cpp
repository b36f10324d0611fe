// The window's menus, keys and files.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStyle>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>
#include <QWhatsThis>

#include "core/scenario/experiment_file.h"
#include "ui/diagrams/diagram.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/stage.h"
#include "ui/text.h"
#include "ui/window.h"

namespace weir::ui {
namespace {

// Characters in the banner; a longer message would take the window over.
constexpr qsizetype longest_message = 400;

constexpr int recent_files = 8;

QAction* add(QMenu* menu, const QString& label, const QKeySequence& key, QObject* receiver, auto f) {
    auto* action = menu->addAction(label);
    action->setShortcut(key);
    action->setAutoRepeat(false);  // a key held down for long would switch to and fro for as long again
    QObject::connect(action, &QAction::triggered, receiver, f);
    return action;
}

}  // namespace

void Window::buildMenus() {
    auto* file = menuBar()->addMenu(tr("&File"));
    add(file, tr("&Open experiment…"), QKeySequence::Open, this, [this] {
        const auto path = QFileDialog::getOpenFileName(this, tr("Open experiment"), {}, tr("Experiments (*.json)"));
        if (!path.isEmpty()) openFile(path);
    });
    recent_menu_ = file->addMenu(tr("Open &recent"));
    connect(file, &QMenu::aboutToShow, this, &Window::fillRecent);
    add(file, tr("&Save experiment…"), QKeySequence::Save, this, [this] {
        auto path = QFileDialog::getSaveFileName(
            this, tr("Save experiment"), as_is(experiment_.lab) + QStringLiteral(".json"), tr("Experiments (*.json)"));
        if (path.isEmpty()) return;
        saveFile(path);
    });
    file->addSeparator();
    add(file, tr("&Quit"), QKeySequence{Qt::CTRL | Qt::Key_Q}, this, [this] { close(); });

    auto* edit = menuBar()->addMenu(tr("&Edit"));
    auto* undo = undo_.createUndoAction(edit, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    auto* redo = undo_.createRedoAction(edit, tr("&Redo"));
    redo->setShortcuts({QKeySequence{Qt::CTRL | Qt::Key_Y}, QKeySequence{Qt::CTRL | Qt::SHIFT | Qt::Key_Z}});
    edit->addAction(undo);
    edit->addAction(redo);
    edit->addSeparator();
    add(edit, tr("Reset &parameters"), {}, this, [this] { resetParameters(); });

    auto* run = menuBar()->addMenu(tr("&Run"));
    add(run, tr("Run or &pause"), Qt::Key_Space, this, [this] { setRunning(!running_); });
    add(run, tr("&Step (virtual time, paused)"), Qt::Key_Period, this, [this] {
        run_bar_->stepButton()->click();
    })->setAutoRepeat(true);
    add(run, tr("&Reset run"), Qt::Key_R, this, [this] { resetRun(); });
    add(run, tr("&Compare variants"), Qt::Key_C, this, [this] { setComparing(!comparing_); });
    run->addSeparator();
    add(run, tr("&Threads, live"), Qt::CTRL | Qt::Key_T, this, [this] { chooseEngine(labs::EngineKind::threads); });
    add(run, tr("&Virtual time"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, this,
        [this] { chooseEngine(labs::EngineKind::virtual_time); });
    run->addSeparator();
    const auto all = labs::registry();
    for (std::size_t i = 0; i < all.size() && i < 10; ++i)
        add(run, text(all[i].title), QKeySequence{Qt::Key_0 + static_cast<int>((i + 1) % 10)}, this,
            [this, i] { patterns_->setCurrentRow(static_cast<int>(i)); });

    auto* view = menuBar()->addMenu(tr("&View"));
    auto* themes = view->addMenu(tr("&Theme"));
    auto* group = new QActionGroup{themes};
    const QString names[] = {tr("As the &system"), tr("&Light"), tr("&Dark")};
    for (int i = 0; i < 3; ++i) {
        auto* action = add(themes, names[i], {}, this, [this, i] { chooseTheme(i); });
        action->setCheckable(true);
        group->addAction(action);
    }
    buildContrast(*themes);
    connect(themes, &QMenu::aboutToShow, this, [this, group] { group->actions().at(theme_choice_)->setChecked(true); });
    auto* languages = view->addMenu(tr("Lan&guage"));
    group = new QActionGroup{languages};
    // Each by its own name: who reads no other finds it.
    const QString tongues[] = {tr("As the &system"), QStringLiteral("&English"), QStringLiteral("&Deutsch")};
    for (int i = 0; i < 3; ++i) {
        auto* action = add(languages, tongues[i], {}, this, [this, i] { chooseLanguage(static_cast<Language>(i)); });
        action->setCheckable(true);
        action->setChecked(i == static_cast<int>(chosen_language()));
        group->addAction(action);
    }
    auto* patterns = patterns_dock_->toggleViewAction();
    patterns->setText(tr("&Patterns panel"));
    patterns->setShortcut(Qt::Key_F9);
    auto* parameters = controls_dock_->toggleViewAction();
    parameters->setText(tr("P&arameters panel"));
    parameters->setShortcut(Qt::Key_F10);
    for (auto* panel : {patterns, parameters}) {
        panel->setAutoRepeat(false);
        view->addAction(panel);
    }
    auto* drawer = add(view, tr("&Lessons, explanation and code"), Qt::Key_F8, this,
                       [this] { openDrawer(drawer_dock_->isHidden()); });
    drawer->setCheckable(true);
    connect(view, &QMenu::aboutToShow, this, [this, drawer] { drawer->setChecked(!drawer_dock_->isHidden()); });
    view->addSeparator();
    add(view, tr("&Maximise or restore"), Qt::Key_F, this, [this] {
        auto* part = QApplication::focusWidget();
        while (part != nullptr && part != stage_) {
            bool is_plot = false;
            for (std::size_t i = 0; i < plots_->plotCount(); ++i) is_plot = is_plot || plots_->plot(i) == part;
            if (is_plot) break;
            part = part->parentWidget();
        }
        maximise(part != nullptr ? part : stage_);
    });
    add(view, tr("Menu of &what has the focus"), Qt::SHIFT | Qt::Key_F10, this, [this] { openContextMenu(); });
    add(view, tr("Restore, dismiss"), Qt::Key_Escape, this, [this] {
        restoreParts();
        say({});
        dismissHint();
    });
    add(view, tr("Full &screen"), Qt::Key_F11, this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    view->addSeparator();
    buildModes(*view);
    view->addSeparator();
    auto* zoom_in = add(view, tr("Zoom &in"), Qt::Key_Plus, this, [this] { plots_->zoom(1.25); });
    zoom_in->setShortcuts({QKeySequence{Qt::Key_Plus}, QKeySequence{Qt::Key_Equal}});
    auto* zoom_out = add(view, tr("Zoom &out"), Qt::Key_Minus, this, [this] { plots_->zoom(0.8); });
    for (auto* zoom : {zoom_in, zoom_out}) zoom->setAutoRepeat(true);
    add(view, tr("Whole run"), Qt::Key_Home, this, [this] { plots_->showAll(); });
    add(view, tr("&Follow"), Qt::Key_End, this, [this] { plots_->follow(); });
    view->addSeparator();
    auto* frames =
        add(view, tr("Frame tim&es"), Qt::Key_F12, this, [this] { overlay_->setVisible(!overlay_->isVisible()); });
    frames->setCheckable(true);

    buildLessonMenu(*menuBar()->addMenu(tr("&Lessons")));

    auto* help = menuBar()->addMenu(tr("&Help"));
    add(help, tr("&Keys"), Qt::Key_F1, this, [this] { showKeys(); });
    add(help, tr("&What's this?"), QKeySequence::WhatsThis, this, [] { QWhatsThis::enterWhatsThisMode(); });
    add(help, tr("&About Weir"), {}, this, [this] {
        QMessageBox::about(this, tr("About Weir"),
                           tr("<b>Weir</b><br>A laboratory for concurrency patterns.<br><br>"
                              "Free software under the GNU General Public License, version 3 or later."));
    });
}

void Window::showKeys() {
    const std::pair<QString, QString> keys[] = {
        {tr("Space"), tr("run or pause")},
        {tr("."), tr("step (virtual time, paused)")},
        {tr("R"), tr("reset the run")},
        {tr("C"), tr("compare textbook and production")},
        {tr("1 … 0"), tr("choose a lab")},
        {tr("← ↑ → ↓"), tr("in a diagram: from part to part; Return tells what it is")},
        {tr("F"), tr("maximise the plot or diagram")},
        {tr("+ −"), tr("zoom the time axis")},
        {tr("Home"), tr("show the whole run")},
        {tr("End"), tr("follow the live end")},
        {tr("Ctrl+O, Ctrl+S"), tr("open, save an experiment")},
        {tr("Ctrl+Z, Ctrl+Y"), tr("undo, redo a change")},
        {tr("F8"), tr("lessons, explanation and code")},
        {tr("F9, F10"), tr("patterns, parameters panel")},
        {tr("Shift+F10"), tr("menu of the plot or diagram: series, export, buttons")},
        {tr("F11"), tr("full screen")},
        {tr("Ctrl+Shift+P"), tr("presenter mode")},
        {tr("F12"), tr("frame times")},
        {tr("Esc"), tr("restore, dismiss")}};
    QString rows;
    for (const auto& [key, what] : keys)
        rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>").arg(key.toHtmlEscaped(), what);
    auto* box = new QMessageBox{QMessageBox::NoIcon, tr("Keys"), QStringLiteral("<table>%1</table>").arg(rows),
                                QMessageBox::Close, this};
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

// --- Files --------------------------------------------------------------------------------------------------------

void Window::openFile(const QString& path) {
    // To read a pipe or a device may take for ever, and the window with it.
    if (const QFileInfo file{path}; file.exists() && !file.isFile() && !file.isDir()) {
        say(tr("%1: expected an experiment file, found a pipe or a device").arg(path));
        return;
    }
    const auto read = scenario::read_experiment(path.toStdString(), labs::registry());
    if (!read) {
        say(text_about(path.toStdString(), read.error()));
        return;
    }
    say({});
    addRecent(path);
    open(*read);
}

void Window::open(const labs::Experiment& experiment) {
    undo_.clear();  // its steps are about another experiment
    restart(experiment, experiment.lab == experiment_.lab);
}

bool Window::saveFile(const QString& path) {
    auto experiment = session_->experiment();
    if (experiment.duration_s <= 0) experiment.duration_s = labs::Experiment{}.duration_s;
    const auto written = scenario::write_experiment(path.toStdString(), experiment, session_->info());
    if (!written) {
        say(text_about(path.toStdString(), written.error()));
        return false;
    }
    say({});
    addRecent(path);
    return true;
}

void Window::addRecent(const QString& path) {
    if (!options_.remember) return;
    QSettings settings;
    auto files = settings.value(QStringLiteral("recent")).toStringList();
    const auto full = QFileInfo{path}.absoluteFilePath();
    files.removeAll(full);
    files.prepend(full);
    while (files.size() > recent_files) files.removeLast();
    settings.setValue(QStringLiteral("recent"), files);
}

void Window::fillRecent() {
    recent_menu_->clear();
    const auto files = options_.remember ? QSettings{}.value(QStringLiteral("recent")).toStringList() : QStringList{};
    recent_menu_->setEnabled(!files.isEmpty());
    for (const auto& file : files)
        connect(recent_menu_->addAction(QFileInfo{file}.fileName().replace(QLatin1Char{'&'}, QStringLiteral("&&"))),
                &QAction::triggered, this, [this, file] { openFile(file); });
}

void Window::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void Window::dropEvent(QDropEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty()) return;
    const auto& url = urls.front();
    if (url.isLocalFile())
        openFile(url.toLocalFile());
    else
        say(tr("%1: expected a file on this computer").arg(url.toDisplayString()));
}

bool Window::eventFilter(QObject* watched, QEvent* event) {
    // The window's plain keys (Space, digits, R, ...) give way where they mean something to the focused widget.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            // A number that is not being typed any more is the window's to undo, not its field's.
            const auto* number = qobject_cast<QDoubleSpinBox*>(watched);
            if (number != nullptr && number->valueFromText(number->text()) == number->value()) {
                event->ignore();
                return true;
            }
        }
        const bool plain = (key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
        const bool types = qobject_cast<QAbstractSpinBox*>(watched) != nullptr ||
                           qobject_cast<QLineEdit*>(watched) != nullptr || qobject_cast<QComboBox*>(watched) != nullptr;
        const bool presses = qobject_cast<QAbstractButton*>(watched) != nullptr && key->key() == Qt::Key_Space;
        const bool slides =
            qobject_cast<QSlider*>(watched) != nullptr && (key->key() == Qt::Key_Home || key->key() == Qt::Key_End);
        if (plain && key->key() != Qt::Key_Escape && key->key() < Qt::Key_F1 && (types || presses || slides)) {
            event->accept();
            return true;
        }
        if (plain && slides) {
            event->accept();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void Window::say(const QString& line, bool good) {
    // A file can make a message as long as itself.
    banner_->setText(line.size() <= longest_message ? line : line.left(longest_message) + QStringLiteral("…"));
    banner_->setVisible(!line.isEmpty());
    if (banner_->property("good").toBool() != good) {
        banner_->setProperty("good", good);
        style()->polish(banner_);
    }
    auto* const timer = banner_->findChild<QTimer*>();
    good ? timer->start() : timer->stop();
}

}  // namespace weir::ui
