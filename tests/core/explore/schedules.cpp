#include "tests/core/explore/schedules.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <limits>
#include <optional>
#include <utility>

#include "core/runtime/frame_pool.h"

namespace explore {
namespace {

// What part of the number of schedules by chance the others take.
constexpr std::uint64_t part_one_by_one = 2;  // they are small
constexpr std::uint64_t part_cancelled = 8;   // as large as those by chance
// A load whose schedules cannot all be run gets no more than this part of them.
constexpr std::uint64_t part_of_a_load = 4;
// One by one go the schedules of up to so many tasks.
constexpr int tasks_one_by_one = 3;
// At least those with so many deviations are gone through: one switch too many and one back are what most bugs need.
constexpr std::size_t least_deviations = 2;
// Enough to find what three deviations break in a small scenario; takes a second or two.
constexpr std::uint64_t most_to_shrink = 20'000;
constexpr std::uint64_t loads_to_shrink = 2000;  // of each size

std::optional<std::uint64_t> from_environment(const char* name) {
    const char* const text = std::getenv(name);
    if (text == nullptr || *text == '\0') return std::nullopt;
    return std::strtoull(text, nullptr, 10);
}

/// Which loads, and how many schedules, WEIR_SEED and WEIR_SCHEDULES leave.
struct Range {
    explicit Range(const Plan& plan)
        : only{from_environment("WEIR_SEED")},
          first{only.value_or(1)},
          schedules{from_environment("WEIR_SCHEDULES").value_or(plan.schedules)} {}
    bool goes_on(std::uint64_t seed, bool enough) const { return seed == first || (!only && !enough); }

    std::optional<std::uint64_t> only;
    std::uint64_t first;
    std::uint64_t schedules;
};

bool contains(const std::vector<std::string>& broken, const std::string& which) {
    return std::ranges::find(broken, which) != broken.end();
}

/// A way like this one at the smallest size, from the plan's small one on, at which chance soon breaks the same.
Way smaller(Schedules& schedules, const Plan& plan, const Way& way, const std::string& which) {
    auto small = way;
    for (small.size.rounds = plan.small.rounds; small.size.rounds <= way.size.rounds; ++small.size.rounds)
        for (small.size.tasks = plan.small.tasks; small.size.tasks <= way.size.tasks; ++small.size.tasks)
            for (small.seed = 1; plan.small.tasks > 0 && small.seed <= loads_to_shrink; ++small.seed)
                if (contains(schedules.run(small), which)) return small;
    return way;
}

/// Tells a schedule that breaks `which`. @return that, with the seed to replay it by
std::string tell(Schedules& schedules, Way way, const Deviations& deviations, const std::string& which,
                 std::uint64_t seed) {
    way.choice = Choice::given;
    Director director{deviations};
    director.listens();
    schedules.run(way, &director);
    const auto replay = which + "; replay with WEIR_SEED=" + std::to_string(seed);
    std::fprintf(stderr,
                 "%s\nThe simplest schedule found that does so, with %d tasks of %d rounds (load %llu) and %zu ",
                 replay.c_str(), way.size.tasks, way.size.rounds, static_cast<unsigned long long>(way.seed),
                 director.deviations().size());
    std::fprintf(stderr, "choices (*) that differ from running on, of %zu:\n%s", director.choices().size(),
                 director.story().c_str());
    return replay;
}

std::string shrink_and_tell(Schedules& schedules, const Plan& plan, const Way& way, std::string which) {
    const auto simpler = way.cancel_at == 0 ? smaller(schedules, plan, way, which) : way;
    return tell(schedules, simpler, shrink(schedules, simpler, which), which, way.seed);
}

}  // namespace

Schedules::Schedules(Choice choice, const Plan& plan, Scenario scenario)
    : scenario_{std::move(scenario)}, choice_{choice}, size_{plan.size}, checks_{plan.occasions} {
    options_.workers = plan.workers;
    // PCT spreads its changes over the length of a run, which one run tells.
    run({Choice::random, 0, size_});
    options_.pct_length = std::max<std::uint64_t>(events_, 1);
}

const std::vector<std::string>& Schedules::run(const Way& way, Director* director) {
    Director own;
    const bool directed = way.choice == Choice::given || way.cancel_at > 0;
    if (director == nullptr && directed) director = &own;
    if (director != nullptr) director->watches(checks_, way.cancel_at);
    options_.schedule = director;
    options_.choice = way.choice;
    options_.seed = way.seed;
    options_.pct_depth = 2 + static_cast<unsigned>(way.seed % 3);
    const auto frames_before = weir::frame_pool::live_frames();
    checks_.next();
    checks_.cancels_doomed = way.cancels_doomed;
    try {
        Simulation engine{options_};
        scenario_(engine, Random{way.seed, weir::Stream::load}, checks_, way.size);
        events_ = engine.events();
        checks_.require(engine.unobserved_failures() == 0, "no failure goes unobserved");
    } catch (const std::exception& e) {
        checks_.require(false, e.what());
    }
    checks_.require(weir::frame_pool::live_frames() == frames_before, "no coroutine frame is left over");
    return checks_.broken();
}

std::string all_schedules(Choice choice, const Plan& plan, const Scenario& scenario) {
    const Range range{plan};
    Schedules schedules{choice, plan, scenario};
    for (auto seed = range.first; range.goes_on(seed, seed >= range.first + range.schedules); ++seed) {
        const auto& broken = schedules.run(seed);
        if (!broken.empty()) return shrink_and_tell(schedules, plan, {choice, seed, plan.size}, broken.front());
    }
    if (range.only || range.schedules < 1000) return {};
    for (std::size_t i = 0; plan.all_occasions && i < plan.occasions.size(); ++i)
        if (schedules.seen()[i] < range.schedules / 1000) return std::string{"hardly ever met: "} + plan.occasions[i];
    return {};
}

Enumeration enumerate(Schedules& schedules, Way way, std::uint64_t most, const std::string& which) {
    way.choice = Choice::given;
    Enumeration all;
    std::deque<Deviations> next{{}};
    while (!next.empty()) {
        // Only some of those with one deviation more would be left: proof of nothing.
        if (which.empty() && !all.complete && next.front().size() > all.deviations) break;
        auto deviations = std::move(next.front());
        next.pop_front();
        Director director{deviations};
        const auto& broken = schedules.run(way, &director);
        ++all.schedules;
        all.last = std::move(deviations);
        if (which.empty() ? !broken.empty() : contains(broken, which)) {
            all.broken = broken;
            return all;
        }
        // Each has one deviation more, after the last, so that none comes twice.
        const auto& choices = director.choices();
        for (auto at = all.last.empty() ? 0 : all.last.back().at + 1; at < choices.size(); ++at) {
            for (std::size_t chosen = 1; chosen < choices[at]; ++chosen) {
                if (all.schedules + next.size() >= most) {
                    if (std::exchange(all.complete, false)) all.deviations = all.last.size();
                    break;
                }
                next.push_back(all.last);
                next.back().push_back({at, chosen});
            }
        }
    }
    return all;
}

std::string every_schedule(const Plan& plan, const Scenario& scenario) {
    const Range range{plan};
    Schedules schedules{Choice::given, plan, scenario};
    const auto most = range.schedules / part_one_by_one;
    const auto sizes = 1 + static_cast<std::uint64_t>(std::max(tasks_one_by_one - plan.small.tasks, 0));
    std::uint64_t run = 0;
    std::uint64_t loads = 0, complete = 0;
    std::uint64_t small = 0, small_complete = 0;
    auto deviations = std::numeric_limits<std::size_t>::max();  // in those that are not complete
    for (auto seed = range.first; range.goes_on(seed, run >= most); ++seed, ++loads) {
        const auto more = seed % sizes;  // so that the seed alone replays a load
        Way way{Choice::given, seed, plan.small};
        way.size.tasks += static_cast<int>(more);
        const auto all = enumerate(schedules, way, std::max<std::uint64_t>(most / part_of_a_load, 1));
        if (!all.broken.empty()) return tell(schedules, way, all.last, all.broken.front(), seed);
        run += all.schedules;
        complete += all.complete ? 1 : 0;
        small += more == 0 ? 1 : 0;
        small_complete += more == 0 && all.complete ? 1 : 0;
        if (!all.complete) deviations = std::min(deviations, all.deviations);
    }
    std::fprintf(stderr, "%llu schedules of %llu loads; of %llu all there are (of %llu of the %llu smallest)",
                 static_cast<unsigned long long>(run), static_cast<unsigned long long>(loads),
                 static_cast<unsigned long long>(complete), static_cast<unsigned long long>(small_complete),
                 static_cast<unsigned long long>(small));
    if (complete < loads) std::fprintf(stderr, "; of each other all with up to %zu deviations", deviations);
    std::fprintf(stderr, "\n");
    if (range.only || most < plan.schedules / part_one_by_one) return {};
    if (deviations < least_deviations) return "a load has not been gone through up to two deviations";
    if (2 * small_complete < small) return "most of the smallest loads have not been completed";
    return {};
}

std::string cancelled_everywhere(const Plan& plan, const Scenario& scenario) {
    const Range range{plan};
    Schedules schedules{Choice::random, plan, scenario};
    std::uint64_t run = 0;
    std::uint64_t suspensions = 0;
    for (auto seed = range.first; range.goes_on(seed, run >= range.schedules / part_cancelled); ++seed) {
        Director count;
        Way way{Choice::random, seed, plan.size, 0, true};
        schedules.run(way, &count);
        for (way.cancel_at = 0; way.cancel_at <= count.suspensions(); ++way.cancel_at, ++run) {
            const auto& broken = schedules.run(way);
            if (!broken.empty()) return shrink_and_tell(schedules, plan, way, broken.front());
        }
        suspensions += count.suspensions();
    }
    std::fprintf(stderr, "cancelled at %llu suspensions\n", static_cast<unsigned long long>(suspensions));
    if (suspensions == 0 && !range.only) return "nothing was there to be cancelled";
    return {};
}

Deviations shrink(Schedules& schedules, const Way& way, const std::string& which) {
    Director director;
    schedules.run(way, &director);
    auto best = director.deviations();
    auto all = enumerate(schedules, way, most_to_shrink, which);
    if (!all.broken.empty()) return all.last;
    // Needs many deviations: leave out whole parts of them, then smaller and smaller ones (Zeller's delta debugging).
    auto given = way;
    given.choice = Choice::given;
    for (auto part = best.size(); part > 0;) {
        bool less = false;
        for (std::size_t begin = 0; begin < best.size();) {
            auto shorter = best;
            const auto from = shorter.begin() + static_cast<std::ptrdiff_t>(begin);
            shorter.erase(from, from + static_cast<std::ptrdiff_t>(std::min(part, best.size() - begin)));
            Director tried{shorter};
            if (contains(schedules.run(given, &tried), which)) {
                best = tried.deviations();
                less = true;
            } else {
                begin += part;
            }
        }
        if (!less || part > best.size()) part /= 2;
    }
    return best;
}

std::map<std::string, std::uint64_t> times_broken(Choice choice, const Plan& plan, const Scenario& scenario) {
    std::map<std::string, std::uint64_t> times;
    Schedules schedules{choice, plan, scenario};
    for (std::uint64_t seed = 1; seed <= plan.schedules; ++seed)
        for (const auto& invariant : schedules.run(seed)) ++times[invariant];
    return times;
}

std::map<std::string, std::uint64_t> times_broken(const Plan& plan, const Scenario& scenario) {
    auto times = times_broken(Choice::random, plan, scenario);
    for (const auto& [which, more] : times_broken(Choice::pct, plan, scenario)) times[which] += more;
    return times;
}

}  // namespace explore
