#include "ui/language.h"

#include <QCoreApplication>
#include <QFile>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>
#include <algorithm>

namespace weir::ui {
namespace {

struct Speech {
    Language chosen = Language::english;
    Language spoken = Language::english;
    QTranslator words;     // ours
    QTranslator qt_words;  // of Qt's own dialogs and keys, where its translations are installed
};

Speech& speech() {
    static Speech speech;
    return speech;
}

QString setting() { return QStringLiteral("language"); }

Language of_system() { return QLocale::system().language() == QLocale::German ? Language::german : Language::english; }

/// Numbers as the language writes them, but with no marks between thousands: one of them is the other's decimal point.
QLocale numbers_of(Language language) {
    QLocale locale = language == Language::german ? QLocale{QLocale::German} : QLocale::c();
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale;
}

}  // namespace

void speak(Language language) {
    auto& now = speech();
    now.chosen = language;
    now.spoken = language == Language::system ? of_system() : language;
    QLocale::setDefault(numbers_of(now.spoken));
    for (auto* translator : {&now.words, &now.qt_words}) QCoreApplication::removeTranslator(translator);
    if (now.spoken == Language::english) return;
    if (now.qt_words.load(QStringLiteral("qtbase_de"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&now.qt_words);
    if (!now.words.load(QStringLiteral(":/i18n/weir_de.qm"))) qFatal("weir_de.qm is not part of the program");
    QCoreApplication::installTranslator(&now.words);
}

Language chosen_language() { return speech().chosen; }
Language spoken_language() { return speech().spoken; }

Language remembered_language() {
    return static_cast<Language>(std::clamp(QSettings{}.value(setting(), 0).toInt(), 0, 2));
}

void remember_language(Language language) { QSettings{}.setValue(setting(), static_cast<int>(language)); }

QString lesson_file(const std::string& lab) {
    const auto name = QString::fromStdString(lab) + QStringLiteral(".md");
    auto german = QStringLiteral(":/lessons/de/") + name;
    if (spoken_language() == Language::german && QFile::exists(german)) return german;
    return QStringLiteral(":/lessons/") + name;
}

QString inside_a_line(const QString& label) { return spoken_language() == Language::english ? label.toLower() : label; }

}  // namespace weir::ui
