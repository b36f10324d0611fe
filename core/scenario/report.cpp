#include "core/scenario/report.h"

#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "core/labs/text.h"
#include "core/scenario/json_values.h"

namespace weir::scenario {

using labs::format_number;

namespace {

Json detail_of(const labs::RunResult& result) {
    auto detail = Json::parse(result.detail_json, nullptr, false);
    if (!detail.is_object()) throw std::invalid_argument(result.lab + ": its detail is not a JSON object");
    return detail;
}

/// Rounded for reading: at most two digits after the point, none of them a trailing zero.
std::string rounded(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    std::string result(text.data());
    while (result.ends_with('0')) result.pop_back();
    if (result.ends_with('.')) result.pop_back();
    return result;
}

}  // namespace

std::string report_json(const labs::RunResult& result) {
    Json report;
    report["lab"] = result.lab;
    report["engine"] = labs::id_of(result.engine);
    report["seed"] = result.seed;
    report["duration_s"] = json_number(result.duration_s);
    report["measured_s"] = json_number(result.measured_s);
    report["offered"] = result.offered;
    for (const auto fate : all_fates) report[std::string(id_of(fate))] = result.fates[index_of(fate)];
    report["in_flight"] = result.in_flight;
    report["throughput_per_s"] = json_number(result.throughput_per_s);
    report["latency_ms"] = {{"mean", json_number(result.latency_ms.mean)},
                            {"p50", json_number(result.latency_ms.p50)},
                            {"p95", json_number(result.latency_ms.p95)},
                            {"p99", json_number(result.latency_ms.p99)},
                            {"max", json_number(result.latency_ms.max)}};
    report["queue"] = {{"mean", json_number(result.queue.mean)}, {"max", json_number(result.queue.max)}};
    report["little"] = {{"L", json_number(result.little.l)},
                        {"lambda", json_number(result.little.lambda)},
                        {"W", json_number(result.little.w_s)}};
    report["unobserved_failures"] = result.unobserved_failures;
    report["detail"] = detail_of(result);
    return report.dump(2) + "\n";
}

std::string report_text(const labs::RunResult& result) {
    std::ostringstream out;
    out << result.lab << " on " << (result.engine == labs::EngineKind::threads ? "real threads" : "virtual time")
        << ", seed " << result.seed << ", " << format_number(result.duration_s) << " s\n";
    out << "offered    " << result.offered << '\n';
    for (const auto fate : all_fates) {
        std::string name(id_of(fate));
        name.resize(11, ' ');
        const auto count = result.fates[index_of(fate)];
        const double share =
            result.offered == 0 ? 0 : 100.0 * static_cast<double>(count) / static_cast<double>(result.offered);
        out << name << count << "  (" << rounded(share) << " %)\n";
    }
    out << "in flight  " << result.in_flight << '\n'
        << "throughput " << rounded(result.throughput_per_s) << " /s\n"
        << "latency    mean " << rounded(result.latency_ms.mean) << "  p50 " << rounded(result.latency_ms.p50)
        << "  p95 " << rounded(result.latency_ms.p95) << "  p99 " << rounded(result.latency_ms.p99) << "  max "
        << rounded(result.latency_ms.max) << " ms\n"
        << "queue      mean " << rounded(result.queue.mean) << "  max " << rounded(result.queue.max) << '\n'
        << "Little     L " << rounded(result.little.l) << " = lambda " << rounded(result.little.lambda) << " /s * W "
        << rounded(result.little.w_s * 1000) << " ms\n";
    if (result.unobserved_failures > 0) out << "unobserved failures " << result.unobserved_failures << '\n';
    const Json detail = detail_of(result);
    for (const auto& [key, value] : detail.items()) out << key << ": " << value.dump() << '\n';
    return out.str();
}

}  // namespace weir::scenario
