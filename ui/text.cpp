#include "ui/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <optional>
#include <vector>

#include "core/labs/text.h"
#include "ui/language.h"

namespace weir::ui {
namespace {

// What is quoted, and no apostrophe: it begins and ends a word.
constexpr auto quoted = "(?<![^\\s(])'([^']*)'(?![^\\s,.:;)?])";

/// The words with %1, %2, ... replaced by what was given, all at once.
QString filled(const QString& words, const QStringList& given) {
    static const QRegularExpression place{QStringLiteral("(')?%([0-9]{1,2})")};
    const auto point = QLocale{}.decimalPoint();
    QString text;
    qsizetype done = 0;
    for (auto found = place.globalMatch(words); found.hasNext();) {
        const auto match = found.next();
        const auto i = match.captured(2).toInt() - 1;
        if (i < 0 || i >= given.size()) continue;
        text += QStringView{words}.mid(done, match.capturedStart(2) - 1 - done);
        text += match.hasCaptured(1) ? given[i] : QString{given[i]}.replace(QLatin1Char{'.'}, point);
        done = match.capturedEnd();
    }
    return text + words.mid(done);
}

std::optional<QString> translated(const QString& text) {
    const auto [words, given] = pattern_of(text);
    const auto key = words.toUtf8();
    const auto translation = QCoreApplication::translate("core", key.constData());
    // What has no translation comes back as it was. So does a word that is the same in both languages: no matter.
    if (translation == words) return std::nullopt;
    return filled(translation, given);
}

/// Its numbers alone as the language writes them.
QString with_numbers(const QString& text) {
    const auto [words, given] = pattern_of(text);
    return filled(words, given);
}

}  // namespace

Pattern pattern_of(const QString& text) {
    static const QRegularExpression number{QLatin1String{quoted} +
                                           QStringLiteral("|(?<![A-Za-z0-9_^.])-?[0-9]+(\\.[0-9]+)?(e[+-]?[0-9]+)?")};
    Pattern pattern;
    qsizetype done = 0;
    for (auto found = number.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        const int of = match.hasCaptured(1) ? 1 : 0;
        pattern.given << match.captured(of);
        pattern.words += QStringView{text}.mid(done, match.capturedStart(of) - done);
        pattern.words += QStringLiteral("%%1").arg(pattern.given.size());
        done = match.capturedEnd(of);
    }
    pattern.words += QStringView{text}.mid(done);
    return pattern;
}

QString text(const std::string& s) {
    auto whole = as_is(s);
    if (spoken_language() == Language::english) return whole;
    static const QRegularExpression between{QLatin1String{quoted} + QStringLiteral("|: |; |, | > | / | · ")};
    struct Part {
        qsizetype begin, end;
    };
    std::vector<Part> parts{{0, whole.size()}};
    for (auto found = between.globalMatch(whole); found.hasNext();) {
        const auto match = found.next();
        if (match.hasCaptured(1)) continue;
        parts.back().end = match.capturedStart();
        parts.push_back({match.capturedEnd(), whole.size()});
    }
    const auto run = [&](std::size_t first, std::size_t last) {
        return whole.mid(parts[first].begin, parts[last].end - parts[first].begin);
    };
    QString text;
    for (std::size_t first = 0; first < parts.size();) {
        auto last = parts.size() - 1;
        auto words = translated(run(first, last));
        while (!words && last > first) words = translated(run(first, --last));
        text += words ? *words : with_numbers(run(first, last));
        if (++last < parts.size()) text += whole.mid(parts[last - 1].end, parts[last].begin - parts[last - 1].end);
        first = last;
    }
    return text;
}

QString text_about(const std::string& file, const std::string& problem) {
    const auto name = labs::one_line(file);
    // After it the place in it, if that is known: "overload.json:3:7: expected ..."
    const auto colon = problem.starts_with(name) ? problem.find(": ", name.size()) : std::string::npos;
    if (colon == std::string::npos) return text(problem);
    return as_is(problem.substr(0, colon + 2)) + text(problem.substr(colon + 2));
}

}  // namespace weir::ui
