// The lessons that the program carries, and how far a learner has come in each.
#pragma once

#include <QString>
#include <vector>

#include "core/scenario/lesson.h"

namespace weir::ui {

/// All lessons, in the order of their labs, those of one lab by the names of their files.
const std::vector<scenario::Lesson>& all_lessons();

enum class Progress { none, answered, reached };

/// How far a learner has come, remembered from run to run.
Progress progress_of(const scenario::Lesson& lesson);
/// Never goes back: who has reached the goal and begins anew has reached it.
void remember_progress(const scenario::Lesson& lesson, Progress progress);

}  // namespace weir::ui
