#include "tests/model/sites.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace weir::model {
namespace {

struct Site {
    std::source_location place;
    Operation operation;
    std::memory_order asked;
};

// A fixed room: noting a place must not allocate, as the checker counts what is allocated while it runs.
std::array<Site, 128> noted;
std::size_t count = 0;
std::size_t weakened = noted.size();

bool same(const std::source_location& a, const std::source_location& b) {
    return a.line() == b.line() && a.column() == b.column() && std::strcmp(a.file_name(), b.file_name()) == 0;
}

const char* text(Operation operation) {
    switch (operation) {
        case Operation::load:
            return "load";
        case Operation::store:
            return "store";
        case Operation::exchange:
            return "exchange";
        case Operation::barrier:
            break;
    }
    return "barrier";
}

const char* text(std::memory_order order) {
    switch (order) {
        case std::memory_order_acquire:
            return "acquire";
        case std::memory_order_release:
            return "release";
        case std::memory_order_acq_rel:
            return "acq_rel";
        case std::memory_order_seq_cst:
            return "seq_cst";
        default:
            return "relaxed";
    }
}

/// "bool ns::Class<T>::function(int) [with T = int]" becomes "Class::function", under any compiler.
std::string short_name(const char* function) {
    std::string name{function};
    name.resize(std::min(name.find('('), name.size()));
    std::string plain;
    int depth = 0;
    for (const char c : name) {
        if (c == '<') ++depth;
        if (depth == 0) plain += c;
        if (c == '>') --depth;
    }
    plain.erase(0, plain.find_last_of(" *&") + 1);
    const auto last = plain.rfind("::");
    const auto before = last == std::string::npos || last == 0 ? last : plain.rfind("::", last - 1);
    return before == std::string::npos ? plain : plain.substr(before + 2);
}

std::string name_of(const Site& site) {
    return short_name(site.place.function_name()) + ' ' + text(site.operation) + ' ' + text(site.asked);
}

std::memory_order weaker(const Site& site) {
    if (site.asked != std::memory_order_seq_cst) return std::memory_order_relaxed;
    switch (site.operation) {
        case Operation::load:
            return std::memory_order_acquire;
        case Operation::store:
            return std::memory_order_release;
        case Operation::exchange:
            return std::memory_order_acq_rel;
        case Operation::barrier:
            break;
    }
    return std::memory_order_relaxed;
}

}  // namespace

std::vector<std::string> sites() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
        // Numbered by line, so that the number does not depend on which of them ran first.
        std::size_t number = 1;
        for (std::size_t k = 0; k < count; ++k)
            if (k != i && name_of(noted[k]) == name_of(noted[i]) && noted[k].place.line() < noted[i].place.line())
                ++number;
        names.push_back(name_of(noted[i]) + (number > 1 ? " " + std::to_string(number) : ""));
    }
    return names;
}

void weaken(const std::string& site) {
    const auto names = sites();
    weakened = site.empty() ? noted.size() : static_cast<std::size_t>(std::ranges::find(names, site) - names.begin());
}

std::memory_order order_at(std::memory_order asked, Operation operation, const std::source_location& place) {
    if (asked == std::memory_order_relaxed) return asked;
    std::size_t i = 0;
    while (i < count && !same(noted[i].place, place)) ++i;
    if (i == count) noted.at(count++) = {place, operation, asked};
    return i == weakened ? weaker(noted[i]) : asked;
}

}  // namespace weir::model
