// What tests of the window that go through all labs share.
#pragma once

#include <QByteArray>
#include <QTest>
#include <string>

#include "core/labs/lab.h"
#include "tests/ui/eventually.h"
#include "ui/window.h"

namespace weir::ui {

/// A lab as it is, in virtual time.
inline labs::Experiment of_lab(const std::string& lab) {
    labs::Experiment e;
    e.lab = lab;
    e.engine = labs::EngineKind::virtual_time;
    e.seed = 7;
    return e;
}

/// A row of data for each.
inline void each_lab() {
    QTest::addColumn<QByteArray>("lab");
    for (const auto& lab : labs::registry()) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
}

/// The value the engine works with; on the virtual engine a change is posted and arrives a moment later.
inline bool engine_has(Window& w, std::size_t i, double value) {
    return eventually([&] { return w.session().parameters().get(i) == value; });
}

}  // namespace weir::ui
