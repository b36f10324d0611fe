// Listens to what is asked for in a language and not found there.
#pragma once

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <QTranslator>

#include "ui/language.h"

namespace weir {

/// From its construction to its destruction German is spoken, and what has no translation is kept.
class Missing final : public QTranslator {
public:
    Missing() {
        QCoreApplication::installTranslator(this);  // first, so that it is asked last
        ui::speak(ui::Language::german);
    }
    ~Missing() override {
        ui::speak(ui::Language::english);
        QCoreApplication::removeTranslator(this);
    }
    Missing(const Missing&) = delete;
    Missing& operator=(const Missing&) = delete;

    bool isEmpty() const override { return false; }

    QString translate(const char* context, const char* source, const char* /*comment*/, int /*n*/) const override {
        const auto where = QString::fromUtf8(context);
        const auto what = QString::fromUtf8(source);
        const bool core = where == QStringLiteral("core");
        if (!core && where != QStringLiteral("Scene") && !where.startsWith(QStringLiteral("weir::"))) return {};
        // A text of core is looked up whole first and in parts after: only a part without parts is missing for good.
        static const QRegularExpression parts{QStringLiteral(": |; |, | > | / | · ")};
        static const QRegularExpression letters{QStringLiteral("[A-Za-z]")};
        if (core && (what.contains(parts) || !what.contains(letters))) return {};
        const auto line = where + QStringLiteral(": ") + what;
        if (!found_.contains(line)) found_ << line;
        return {};
    }

    QByteArray found() const { return found_.join(QLatin1Char{'\n'}).toUtf8(); }

private:
    mutable QStringList found_;
};

}  // namespace weir
