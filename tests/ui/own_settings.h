// Settings of a test's own: it neither reads nor leaves any of the user's.
#pragma once

#include <QCoreApplication>
#include <QSettings>
#include <QTemporaryDir>

namespace weir::ui {

/// Empty settings in a folder that goes with this. One in a program, once there is a QCoreApplication.
class OwnSettings {
public:
    OwnSettings() {
        if (!folder_.isValid()) qFatal("no temporary folder");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
    }

private:
    QTemporaryDir folder_;
};

}  // namespace weir::ui
