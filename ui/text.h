// Words of core in the window. Core writes plain English and knows nothing of languages; here it is translated.
#pragma once

#include <QString>
#include <QStringList>
#include <string>

namespace weir::ui {

/// What core says to people, in the language that is spoken: labels, helps, units, choices, badges, reasons.
///
/// A text is looked up in the context "core", with its numbers replaced by %1, %2, ..., which come back as that
/// language writes them: "opened: 11 of 20 failed" is "opened: %1 of %2 failed". So is what somebody else wrote, in
/// single quotes, which comes back as it was: "got 'x'" is "got '%1'". What core puts together out of parts need not
/// be there whole: the longest parts that are, between any of `: ; , > / ·`, are taken.
QString text(const std::string& s);

/// What is wrong with a file, as `text` says it. The file's name before it stays as it is.
/// @param file as core was asked to read or write it
QString text_about(const std::string& file, const std::string& problem);

/// What is the same in every language: ids, names of files.
inline QString as_is(const std::string& s) { return QString::fromStdString(s); }

/// A text as it is looked up, and the numbers and quoted texts that were in it. Digits that belong to a word, as in
/// "p99", are no number.
struct Pattern {
    QString words;
    QStringList given;
};
Pattern pattern_of(const QString& text);

}  // namespace weir::ui
