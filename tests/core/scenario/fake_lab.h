// A small lab description with a parameter of each kind, for tests that need no running lab.
#pragma once

#include <vector>

#include "core/labs/common.h"
#include "core/labs/lab.h"

namespace weir::labs::testing {

inline LabInfo fake_lab() {
    LabInfo lab;
    lab.id = "fake-lab";
    lab.title = "Fake lab";
    lab.sentence = "Does nothing, carefully.";
    lab.parameters.push_back(variant_parameter("Fake"));
    for (const auto& group : {load_parameters(), concurrency_parameters(2), service_parameters(), fault_parameters()}) {
        lab.parameters.insert(lab.parameters.end(), group.begin(), group.end());
    }
    lab.gauges = {"queue", "in_flight"};
    lab.series = common_series();
    lab.phases = {{"normal", "normal", Tone::neutral}, {"open", "open", Tone::bad}};
    return lab;
}

inline std::vector<LabInfo> fake_labs() {
    auto other = fake_lab();
    other.id = "other-lab";
    return {fake_lab(), other};
}

}  // namespace weir::labs::testing
