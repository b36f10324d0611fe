#include "ui/carried.h"

#include <QFile>

/// This must stand outside any namespace.
static void init_resources() { Q_INIT_RESOURCE(weir); }

namespace weir::ui {

void load_resources() { init_resources(); }

QString carried_file(const QString& name) {
    QFile file{name};
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is not part of the program", qPrintable(name));
    return QString::fromUtf8(file.readAll());
}

}  // namespace weir::ui
