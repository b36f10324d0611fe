// Prints the texts of core as a source that lupdate reads.
#include <cstdio>

#include "tests/translations/core_texts.h"

int main() {
    Q_INIT_RESOURCE(weir);  // the lessons
    for (auto text : weir::core_texts()) {
        text.replace(QLatin1Char{'\\'}, QStringLiteral("\\\\")).replace(QLatin1Char{'"'}, QStringLiteral("\\\""));
        std::printf("QT_TRANSLATE_NOOP(\"core\", \"%s\")\n", text.toUtf8().constData());
    }
}
