// The parts every lab shares, described once: parameters of load, concurrency, service and faults, the series and plots
// of every lab, the outage and spike buttons, and typed reading of those parameters.
//
// A lab takes the groups that act on it, in this order, and adds its own after them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/labs/lab.h"
#include "core/labs/parameters.h"

namespace weir::labs {

inline constexpr std::string_view load_group = "Load";
inline constexpr std::string_view concurrency_group = "Concurrency";
inline constexpr std::string_view service_group = "Service";
inline constexpr std::string_view fault_group = "Faults";

// The choices, in the order of their words.
enum class Variant { textbook, production };
enum class Arrivals { constant, poisson, bursts, closed };
enum class Spread { constant, uniform, exponential, lognormal, pareto };
enum class ServiceWork { io, cpu };

/// `variant`: textbook or production, by restart. Stands in `group`, the lab's own.
ParameterSpec variant_parameter(const std::string& group);
std::vector<ParameterSpec> load_parameters();
/// @param hardware_workers default of pool.workers: the cores of this machine, taken into 1 to 64
std::vector<ParameterSpec> concurrency_parameters(unsigned hardware_workers);
std::vector<ParameterSpec> service_parameters();
std::vector<ParameterSpec> fault_parameters();

/// Offered, the six fates, throughput, queue depth, in flight and the latencies p50, p95, p99: rates read
/// Sample::totals as laid down there, gauges the first two of LabInfo::gauges. Goodput is "completed"; "throughput" is
/// all that took the service's time: completed, failed and timed out.
std::vector<SeriesSpec> common_series();
PlotSpec throughput_plot();
PlotSpec queue_plot();  ///< with queue.capacity as its limit
PlotSpec latency_plot();

/// "Outage 3 s" and "Latency spike".
std::vector<ActionSpec> common_actions();

/// Indices of the parameters of each group, resolved once so that a hot path only loads an atomic. @pre the group's
/// parameters are all there
struct LoadIndices {
    explicit LoadIndices(const Parameters& parameters);
    std::size_t rate, arrivals, burst, users;
};
struct ConcurrencyIndices {
    explicit ConcurrencyIndices(const Parameters& parameters);
    std::size_t workers, in_flight, queue_capacity;
};
struct ServiceIndices {
    /// @param latency_id of a lab that has several services, or a name of its own for it: which latency is this one's
    /// @param spread_id likewise
    explicit ServiceIndices(const Parameters& parameters, std::string_view latency_id = "service.latency",
                            std::string_view spread_id = "service.spread");
    std::size_t latency, spread;
    std::optional<std::size_t> work;  ///< none: it always waits
    std::size_t timeout;
};
struct FaultIndices {
    explicit FaultIndices(const Parameters& parameters);
    std::size_t failure, slow, slow_factor, hang, crash, outage, spike;
};

/// The index of a parameter that must be there. @pre it is
std::size_t parameter_index(const Parameters& parameters, std::string_view id);

/// A choice as its enumeration, whose enumerators follow the order of the words.
template <class E>
E choice(const Parameters& parameters, std::size_t i) {
    return static_cast<E>(static_cast<int>(parameters.get(i)));
}

inline bool is_on(const Parameters& parameters, std::size_t i) { return parameters.get(i) != 0; }

inline std::size_t whole(const Parameters& parameters, std::size_t i) {
    return static_cast<std::size_t>(parameters.get(i));
}

}  // namespace weir::labs
