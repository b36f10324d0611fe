// What a lab says of itself holds everything needed to build an experiment for it.
#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/scenario/describe.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_describe {

using namespace weir::labs;
using namespace weir::scenario;
using nlohmann::json;

const std::vector<LabInfo> known_labs = weir::labs::testing::fake_labs();

json parameter(const json& description, const char* id) {
    for (const auto& one : description["parameters"]) {
        if (one["id"] == id) return one;
    }
    return {};
}

class TestDescribe : public QObject {
    Q_OBJECT

private slots:
    void the_list_has_every_lab_in_order() {
        QCOMPARE(list_text(known_labs),
                 std::string("fake-lab   Does nothing, carefully.\nother-lab  Does nothing, carefully.\n"));
        const auto list = json::parse(list_json(known_labs));
        QVERIFY(list.size() == 2);
        QVERIFY(list[0]["id"] == "fake-lab");
        QVERIFY(list[1]["sentence"] == "Does nothing, carefully.");
    }

    void buttons_limits_phases_and_figures_are_told() {
        const auto& lab = *find_lab("join");
        const auto told = json::parse(describe_json(lab));
        QVERIFY(told["actions"].size() == lab.actions.size());
        QVERIFY(told["actions"][0]["changes"].size() == lab.actions[0].steps.size());
        QVERIFY(told["plots"].size() == lab.plots.size());
        QVERIFY(std::ranges::count(told["detail"], "makespan_s") == 1);
        const auto words = describe_text(lab);
        for (const auto& action : lab.actions) QVERIFY(words.find(action.help) != std::string::npos);
        QVERIFY(words.find("makespan_s") != std::string::npos);
        const auto& breaker = *find_lab("circuit-breaker");
        for (const auto& phase : breaker.phases) QVERIFY(describe_text(breaker).find(phase.id) != std::string::npos);
        const auto limits = json::parse(describe_json(breaker))["plots"][1]["limits"];
        QVERIFY(limits.size() == breaker.plots[1].limits.size() && !limits.empty());
        QVERIFY(std::ranges::count(json::parse(describe_json(*find_lab("rate-limiter")))["detail"],
                                   "worst_window/grants") == 1);
    }

    void every_parameter_is_described_by_its_kind() {
        const auto lab = json::parse(describe_json(known_labs[0]));
        QVERIFY(lab["parameters"].size() == known_labs[0].parameters.size());
        const auto rate = parameter(lab, "load.rate");
        QVERIFY(rate["kind"] == "real");
        QVERIFY(rate["minimum"] == 1);
        QVERIFY(rate["maximum"] == 100'000);
        QVERIFY(rate["default"] == 200);
        QVERIFY(rate["scale"] == "logarithmic");
        QVERIFY(rate["unit"] == "/s");
        QVERIFY(rate["acts"] == "at_once");
        const auto variant = parameter(lab, "variant");
        QVERIFY(variant["choices"] == (json{"textbook", "production"}));
        QVERIFY(variant["default"] == "production");
        QVERIFY(variant["acts"] == "on_restart");
        QVERIFY(!variant.contains("minimum"));
        QVERIFY(parameter(lab, "fault.outage")["default"] == false);
        QVERIFY(parameter(lab, "load.burst")["shown_when"]["choices"] == json::array({"bursts"}));
        auto other = known_labs[1];
        other.parameters.front().shown_when = Relevance{"load.rate"};
        QVERIFY(parameter(json::parse(describe_json(other)), "variant")["shown_when"] ==
                (json{{"parameter", "load.rate"}, {"above", 0}}));
    }

    void every_series_is_described() {
        const auto lab = json::parse(describe_json(known_labs[0]));
        QVERIFY(lab["series"].size() == known_labs[0].series.size());
        QVERIFY(lab["series"][0]["id"] == "offered");
        QVERIFY(lab["series"][0]["kind"] == "rate");
        QVERIFY(lab["series"].back()["quantile"] == 0.99);
    }

    void the_manual_page_has_every_parameter_of_every_lab_and_no_text_is_a_command() {
        auto odd = known_labs.front();
        odd.id = "odd";
        odd.parameters.front().help = ".SH back\\slash - and 'quote'";
        const LabInfo all[] = {known_labs.front(), odd};
        const auto page = manual_page(all);
        for (const auto& lab : all)
            for (const auto& spec : lab.parameters) {
                std::string id = spec.id;
                for (std::size_t at = 0; (at = id.find('-', at)) != std::string::npos; at += 2) id.insert(at, "\\");
                QVERIFY2(page.find("\n.B " + id + "\n") != std::string::npos, id.c_str());
            }
        QVERIFY(page.find("\n\\&.SH back\\eslash \\- and 'quote'\n") != std::string::npos);
    }

    void the_text_names_every_parameter_once_with_range_and_default() {
        const auto text = describe_text(known_labs[0]);
        for (const auto& spec : known_labs[0].parameters) {
            const auto line = "  " + spec.id + " ";
            const auto first = text.find(line);
            QVERIFY2(first != std::string::npos, spec.id.c_str());
            QVERIFY2(text.find(line, first + 1) == std::string::npos, spec.id.c_str());
        }
        QVERIFY(text.find("a number from 1 to 100000 /s; default 200\n") != std::string::npos);
        QVERIFY(text.find("one of textbook, production; default production; acts by restart\n") != std::string::npos);
    }
};

}  // namespace test_describe

WEIR_TEST(test_describe, TestDescribe)
#include "test_describe.moc"
