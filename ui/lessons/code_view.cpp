#include "ui/lessons/code_view.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QRegularExpression>
#include <QTextBlock>
#include <QToolTip>

#include "ui/text.h"

namespace weir::ui {
namespace {

const QRegularExpression& words() {
    static const QRegularExpression keywords{QStringLiteral(
        "\\b(?:alignas|auto|bool|break|case|catch|char|class|co_await|co_return|co_yield|concept|const|constexpr|"
        "continue|"
        "default|delete|do|double|else|enum|explicit|false|for|friend|if|inline|int|mutable|namespace|new|noexcept|"
        "nullptr|operator|override|private|protected|public|requires|return|sizeof|static|static_assert|struct|switch|"
        "template|this|throw|true|try|typename|union|using|virtual|void|while)\\b")};
    return keywords;
}

}  // namespace

std::map<int, QString> defects_in(const QString& code) {
    static const QRegularExpression item{QStringLiteral("^//\\s+(\\d+)\\. (.*)$")};
    std::map<int, QString> defects;
    bool in_list = false;
    int last = 0;
    for (const auto& line : code.split(QLatin1Char{'\n'})) {
        if (!line.startsWith(QStringLiteral("//"))) break;
        if (line.startsWith(QStringLiteral("// Defects"))) in_list = true;
        if (!in_list) continue;
        if (const auto match = item.match(line); match.hasMatch()) {
            last = match.captured(1).toInt();
            defects[last] = match.captured(2).trimmed();
        } else if (last > 0) {
            defects[last] += QLatin1Char{' '} + line.mid(2).trimmed();
        }
    }
    return defects;
}

QList<int> defects_of(const QString& line) {
    // Comments that name the defects there: "// defect 2: the first is at once".
    static const QRegularExpression mark{QStringLiteral("\\bdefect (\\d+)\\b")};
    QList<int> numbers;
    const auto comment = line.indexOf(QStringLiteral("//"));
    if (comment < 0) return numbers;
    for (auto found = mark.globalMatch(line, comment); found.hasNext();) numbers << found.next().captured(1).toInt();
    return numbers;
}

void CppHighlighter::setTheme(const Theme& theme) {
    theme_ = &theme;
    rehighlight();
}

void CppHighlighter::highlightBlock(const QString& text) {
    static const QRegularExpression comment{QStringLiteral("//.*$")};
    static const QRegularExpression string{QStringLiteral("\"(?:[^\"\\\\]|\\\\.)*\"")};
    static const QRegularExpression directive{QStringLiteral("^\\s*#.*$")};
    static const QRegularExpression type{QStringLiteral("\\b[A-Z][A-Za-z0-9]*\\b")};
    const auto paint = [&](const QRegularExpression& what, const QColor& colour) {
        QTextCharFormat format;
        format.setForeground(colour);
        for (auto found = what.globalMatch(text); found.hasNext();) {
            const auto match = found.next();
            setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), format);
        }
    };
    paint(type, theme_->slow);
    paint(words(), theme_->accent);
    paint(string, theme_->good);
    paint(directive, theme_->special);
    paint(comment, theme_->muted);
    if (defects_of(text).isEmpty()) return;
    QTextCharFormat bad;
    bad.setForeground(theme_->bad);
    bad.setFontUnderline(true);
    const auto code = text.left(text.indexOf(QStringLiteral("//")));
    const auto first = code.length() - code.trimmed().length();
    // A line that is all comment is marked where it says so.
    if (code.trimmed().isEmpty())
        setFormat(0, static_cast<int>(text.length()), bad);
    else
        setFormat(static_cast<int>(code.indexOf(code.trimmed())), static_cast<int>(code.length() - first), bad);
}

CodeView::CodeView(const Theme& theme, QWidget* parent)
    : QPlainTextEdit{parent}, highlighter_{new CppHighlighter{document(), theme}} {
    setReadOnly(true);
    setLineWrapMode(NoWrap);
    setTheme(theme);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void CodeView::setCode(const QString& code, const std::map<int, QString>& defects) {
    defects_ = defects;
    setPlainText(code);
}

void CodeView::setTheme(const Theme& theme) {
    auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(scaled(12));
    setFont(font);
    highlighter_->setTheme(theme);
}

bool CodeView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QPlainTextEdit::viewportEvent(event);
    if (const auto* help = dynamic_cast<QHelpEvent*>(event)) {
        QStringList told;
        for (const int number : defects_of(cursorForPosition(help->pos()).block().text()))
            if (const auto defect = defects_.find(number); defect != defects_.end())
                told << tr("Defect %1: %2").arg(defect->first).arg(text(defect->second.toStdString()));
        QToolTip::showText(help->globalPos(), told.join(QStringLiteral("\n\n")), this);  // nothing hides it
    }
    return true;
}

}  // namespace weir::ui

#include "moc_code_view.cpp"
