// Without a display the program says so and names what works, before Qt gives up in its own way.
#include <QTest>
#include <map>

#include "app/display.h"
#include "tests/program.h"

namespace test_display {

using weir::app::missing_display;

using Variables = std::map<std::string, std::string>;

std::optional<std::string> missing(const Variables& variables) {
    return missing_display([&](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

class TestDisplay : public QObject {
    Q_OBJECT

private slots:
    void any_display_or_chosen_platform_will_do() {
        QVERIFY(!missing({{"DISPLAY", ":0"}}));
        QVERIFY(!missing({{"WAYLAND_DISPLAY", "wayland-0"}}));
        QVERIFY(!missing({{"QT_QPA_PLATFORM", "offscreen"}}));
        QVERIFY(!missing({{"QT_QPA_PLATFORM", "xcb"}, {"DISPLAY", ":0"}}));
    }

    void no_display_is_one_line_that_suggests_run() {
        for (const Variables& variables :
             {Variables{}, Variables{{"DISPLAY", ""}}, Variables{{"QT_QPA_PLATFORM", "xcb"}}}) {
            const auto problem = missing(variables);
            QVERIFY(problem);
            QVERIFY2(problem->starts_with("expected a display"), problem->c_str());
            QVERIFY2(problem->find("weir run") != std::string::npos, problem->c_str());
            QVERIFY2(problem->find('\n') == std::string::npos, problem->c_str());
        }
    }
};

}  // namespace test_display

WEIR_TEST(test_display, TestDisplay)
#include "test_display.moc"
