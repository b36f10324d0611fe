#include "tests/program.h"

#include <QTest>
#include <cstdio>
#include <map>
#include <utility>

#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

namespace program {

/// Made when the first asks: they are added before main(), in any order.
static std::map<std::string, MakeTest>& tests() {
    static std::map<std::string, MakeTest> all;
    return all;
}

bool add(std::string name, MakeTest make) { return tests().emplace(std::move(name), std::move(make)).second; }

}  // namespace program

int main(int argc, char** argv) {
    const auto test = program::tests().find(argc > 1 ? argv[1] : "");
    if (test == program::tests().end()) {
        std::fprintf(stderr, "usage: %s TEST [ARGUMENT OF QT TEST]...; TEST is one of\n", argv[0]);
        for (const auto& [name, make] : program::tests()) std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    argv[1] = argv[0];
    argc -= 1;
    argv += 1;
#ifdef QT_WIDGETS_LIB
    QApplication::setAttribute(Qt::AA_Use96Dpi);  // as QTEST_MAIN has it
    const QApplication app{argc, argv};
#else
    const QCoreApplication app{argc, argv};
#endif
    const auto object = test->second();
    return QTest::qExec(object.get(), argc, argv);
}
