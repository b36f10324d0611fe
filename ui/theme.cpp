#include "ui/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QIcon>
#include <QPolygonF>
#include <QRegularExpression>
#include <QString>
#include <QStyleFactory>
#include <algorithm>
#include <cmath>

#include "ui/carried.h"
#include "ui/language.h"

namespace weir::ui {

QColor Theme::of(labs::Tone tone) const {
    switch (tone) {
        case labs::Tone::neutral:
            return muted;
        case labs::Tone::active:
            return accent;
        case labs::Tone::good:
            return good;
        case labs::Tone::bad:
            return bad;
        case labs::Tone::warning:
            return warning;
        case labs::Tone::special:
            return special;
        case labs::Tone::slow:
            return slow;
        case labs::Tone::muted:
        case labs::Tone::cancelled:
        case labs::Tone::dropped:
            return muted;
    }
    return text;
}

QColor Theme::of(Fate fate) const {
    switch (fate) {
        case Fate::completed:
            return good;
        case Fate::failed:
            return bad;
        case Fate::rejected:
            return special;
        case Fate::timed_out:
            return warning;
        case Fate::cancelled:
        case Fate::dropped:
            return muted;
    }
    return text;
}

const Theme& dark_theme() {
    static const Theme theme{.dark = true,
                             .window = QColor{"#0f1318"},
                             .panel = QColor{"#161b22"},
                             .raised = QColor{"#1c232c"},
                             .border = QColor{"#2a323d"},
                             .grid = QColor{"#232a34"},
                             .track = QColor{"#2a323d"},
                             .text = QColor{"#e6edf3"},
                             .muted = QColor{"#98a3b0"},
                             .accent = QColor{"#4aa3ff"},
                             .on_accent = QColor{"#0b1017"},
                             .good = QColor{"#3fc08a"},
                             .bad = QColor{"#ff6b5e"},
                             .warning = QColor{"#f2b134"},
                             .special = QColor{"#c490fc"},
                             .slow = QColor{"#7edef1"}};
    return theme;
}

const Theme& light_theme() {
    static const Theme theme{.dark = false,
                             .window = QColor{"#f3f5f8"},
                             .panel = QColor{"#ffffff"},
                             .raised = QColor{"#f0f3f6"},
                             .border = QColor{"#d3dae2"},
                             .grid = QColor{"#e4e8ee"},
                             .track = QColor{"#d6dce4"},
                             .text = QColor{"#1a2028"},
                             .muted = QColor{"#5a6572"},
                             .accent = QColor{"#0a66c9"},
                             .on_accent = QColor{"#ffffff"},
                             .good = QColor{"#0b7a4f"},
                             .bad = QColor{"#c4303a"},
                             .warning = QColor{"#9a6200"},
                             .special = QColor{"#8a3fb8"},
                             .slow = QColor{"#00576e"}};
    return theme;
}

const Theme& dark_contrast_theme() {
    static const Theme theme{.dark = true,
                             .high_contrast = true,
                             .stroke = 2,
                             .window = QColor{"#000000"},
                             .panel = QColor{"#000000"},
                             .raised = QColor{"#161616"},
                             .border = QColor{"#c4c4c4"},
                             .grid = QColor{"#4a4a4a"},
                             .track = QColor{"#6a6a6a"},
                             .text = QColor{"#ffffff"},
                             .muted = QColor{"#c4c4c4"},
                             .accent = QColor{"#5cb0ff"},
                             .on_accent = QColor{"#000000"},
                             .good = QColor{"#3fdc97"},
                             .bad = QColor{"#ff8f80"},
                             .warning = QColor{"#ffd21f"},
                             .special = QColor{"#d3a4ff"},
                             .slow = QColor{"#a5f5ff"}};
    return theme;
}

const Theme& light_contrast_theme() {
    static const Theme theme{.dark = false,
                             .high_contrast = true,
                             .stroke = 2,
                             .window = QColor{"#ffffff"},
                             .panel = QColor{"#ffffff"},
                             .raised = QColor{"#f2f2f2"},
                             .border = QColor{"#303030"},
                             .grid = QColor{"#b8b8b8"},
                             .track = QColor{"#8a8a8a"},
                             .text = QColor{"#000000"},
                             .muted = QColor{"#303030"},
                             .accent = QColor{"#0043bf"},
                             .on_accent = QColor{"#ffffff"},
                             .good = QColor{"#0a5d32"},
                             .bad = QColor{"#a60200"},
                             .warning = QColor{"#604000"},
                             .special = QColor{"#7022ab"},
                             .slow = QColor{"#003550"}};
    return theme;
}

const Theme& theme_for(bool dark, bool high_contrast) {
    if (high_contrast) return dark ? dark_contrast_theme() : light_contrast_theme();
    return dark ? dark_theme() : light_theme();
}

QPalette Theme::palette() const {
    QPalette p;
    p.setColor(QPalette::Window, window);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, raised);
    p.setColor(QPalette::AlternateBase, panel);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, muted);
    p.setColor(QPalette::Button, raised);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, bad);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::HighlightedText, on_accent);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::ToolTipBase, panel);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Light, border);
    p.setColor(QPalette::Midlight, border);
    p.setColor(QPalette::Mid, border);
    p.setColor(QPalette::Dark, border);
    p.setColor(QPalette::Shadow, window);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, muted);
    return p;
}

namespace {

double& scale_now() {
    static double scale = 1;
    return scale;
}

/// All lengths of a style sheet, times the scale.
QString scaled_sheet(const QString& sheet) {
    if (interface_scale() == 1) return sheet;
    static const QRegularExpression length{QStringLiteral("\\b(\\d+)px")};
    QString all;
    qsizetype done = 0;
    for (auto found = length.globalMatch(sheet); found.hasNext();) {
        const auto match = found.next();
        all += QStringView{sheet}.mid(done, match.capturedStart() - done);
        all += QStringLiteral("%1px").arg(scaled(match.captured(1).toInt()));
        done = match.capturedEnd();
    }
    all += QStringView{sheet}.mid(done);
    return all;
}

}  // namespace

double interface_scale() { return scale_now(); }

void set_interface_scale(double scale) {
    scale_now() = scale;
    QApplication::setFont(interface_font());
}

bool system_is_dark() {
    // Qt 6.4 has no colour scheme to ask: the system's palette tells, which is the application's while none is set.
    const auto ours = QGuiApplication::palette();
    QApplication::setPalette(QPalette{});
    const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    QApplication::setPalette(ours);
    return dark;
}

QString Theme::style_sheet() const {
    auto sheet = carried_file(QStringLiteral(":/style.qss"));
    if (high_contrast) {
        sheet.replace(QStringLiteral("1px solid"), QStringLiteral("2px solid"));
        sheet += carried_file(QStringLiteral(":/high-contrast.qss"));
    }
    const std::pair<const char*, QColor> colours[] = {
        {"@window", window}, {"@panel", panel},        {"@text", text},     {"@muted", muted},
        {"@raised", raised}, {"@border", border},      {"@track", track},   {"@bad", bad},
        {"@good", good},     {"@onaccent", on_accent}, {"@accent", accent},
    };
    for (const auto& [name, colour] : colours) sheet.replace(QLatin1String{name}, colour.name());
    return scaled_sheet(sheet);
}

double contrast(const QColor& a, const QColor& b) {
    // WCAG 2.1, relative luminance.
    const auto luminance = [](const QColor& c) {
        const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

void set_up_application(QApplication& app) {
    QApplication::setApplicationName(QStringLiteral("Weir"));
    QApplication::setOrganizationName(QStringLiteral("Weir"));
    QApplication::setDesktopFileName(QStringLiteral("org.weir.Weir"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setFont(interface_font());
    speak(Language::english);
    QApplication::setWindowIcon(QIcon{QStringLiteral(":/icon.svg")});
}

QFont interface_font(int pixels, QFont::Weight weight) { return designed_font(scaled(pixels), weight); }

QFont designed_font(int pixels, QFont::Weight weight) {
    static const QString family = [] {
        load_resources();
        QString found;
        for (const char* file : {"Regular", "Medium", "SemiBold", "Bold"}) {
            const int id =
                QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/WeirSans-%1.otf").arg(QLatin1String{file}));
            const auto families = QFontDatabase::applicationFontFamilies(id);
            if (found.isEmpty() && !families.isEmpty()) found = families.front();
        }
        return found.isEmpty() ? QApplication::font().family() : found;
    }();
    QFont font{family};
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

void draw_item(QPainter& painter, const Theme& theme, QPointF centre, double radius) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawEllipse(centre, radius, radius);
}

void draw_fate(QPainter& painter, const Theme& theme, Fate fate, QPointF centre, double radius) {
    const auto colour = theme.of(fate);
    const double x = centre.x();
    const double y = centre.y();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (fate) {
        case Fate::completed:
            painter.drawEllipse(centre, radius, radius);
            return;
        case Fate::rejected:
            painter.drawPolygon(QPolygonF{
                {{x, y - radius * 1.2}, {x + radius * 1.2, y}, {x, y + radius * 1.2}, {x - radius * 1.2, y}}});
            return;
        case Fate::timed_out:
            painter.drawPolygon(QPolygonF{
                {{x, y - radius * 1.1}, {x + radius * 1.1, y + radius * 0.9}, {x - radius * 1.1, y + radius * 0.9}}});
            return;
        default:
            break;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, std::max(1.5, radius * 0.45), Qt::SolidLine, Qt::RoundCap});
    if (fate == Fate::failed) {
        const double d = radius * 0.85;
        painter.drawLine(QPointF{x - d, y - d}, QPointF{x + d, y + d});
        painter.drawLine(QPointF{x - d, y + d}, QPointF{x + d, y - d});
    } else if (fate == Fate::cancelled) {
        painter.drawEllipse(centre, radius * 0.85, radius * 0.85);
    } else {
        painter.drawRect(QRectF{x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6});
    }
}

}  // namespace weir::ui
