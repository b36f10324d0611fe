#include "ui/lessons/lesson_store.h"

#include <QDir>
#include <QSettings>
#include <algorithm>

#include "ui/carried.h"
#include "ui/text.h"

namespace weir::ui {
namespace {

QString key_of(const scenario::Lesson& lesson) { return QStringLiteral("lessons/") + as_is(lesson.id); }

}  // namespace

const std::vector<scenario::Lesson>& all_lessons() {
    static const std::vector<scenario::Lesson> lessons = [] {
        std::vector<scenario::Lesson> read;
        const QDir folder{QStringLiteral(":/lessons")};
        for (const auto& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            auto lesson = scenario::parse_lesson(carried_file(folder.filePath(name)).toStdString(), name.toStdString(),
                                                 labs::registry());
            if (!lesson) qFatal("%s", lesson.error().c_str());
            read.push_back(std::move(*lesson));
        }
        const auto all = labs::registry();
        std::ranges::stable_sort(read, {}, [&](const scenario::Lesson& lesson) {
            return std::ranges::find(all, lesson.experiment.lab, &labs::LabInfo::id) - all.begin();
        });
        return read;
    }();
    return lessons;
}

Progress progress_of(const scenario::Lesson& lesson) {
    return static_cast<Progress>(std::clamp(QSettings{}.value(key_of(lesson), 0).toInt(), 0, 2));
}

void remember_progress(const scenario::Lesson& lesson, Progress progress) {
    if (progress > progress_of(lesson)) QSettings{}.setValue(key_of(lesson), static_cast<int>(progress));
}

}  // namespace weir::ui
