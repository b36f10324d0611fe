// Which language the window speaks: English, as it is written in the sources, or one that resources/i18n has.
//
// To add words: write them in English, as tr("...") in ui and app or as a plain string of core (see ui/text.h; what a
// lab puts together while it runs is listed in tests/translations/core_texts.cpp). `ninja -C build/tests translations`
// then puts them into resources/i18n/weir_de.ts, where their German goes. A lesson has its German in
// resources/lessons/de. Tests tell what is missing.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <string_view>

namespace weir::ui {

enum class Language { system, english, german };

/// Speaks this language from now on, in words and in how numbers are written; `system`: as the system does, if that is
/// a language there is, else English. An open window builds itself anew (Window::changeEvent). On its thread only.
void speak(Language language);

/// As chosen, and what that comes to: never `system`.
Language chosen_language();
Language spoken_language();

/// Reads the choice that was remembered, or writes it down.
Language remembered_language();
void remember_language(Language language);

/// "en" or "de", as the command line has it.
constexpr std::optional<Language> language_of(std::string_view code) {
    if (code == "en") return Language::english;
    if (code == "de") return Language::german;
    return std::nullopt;
}

/// The lesson of a lab among what the program carries, in the language spoken if there is one.
QString lesson_file(const std::string& lab);

/// A label in the middle of a line: English writes it small.
QString inside_a_line(const QString& label);

}  // namespace weir::ui
