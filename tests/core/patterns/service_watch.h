// Judges a layer of the async service from outside: what went in, what it let through to whatever is below, what came
// out. It trusts nothing the layer says. A watched layer is a layer.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "core/patterns/service_layers.h"
#include "core/runtime/executor.h"
#include "tests/core/explore/scenario.h"

namespace service_watch {

namespace service = weir::patterns::service;
using service::Why;
using weir::Duration;
using weir::Executor;
using weir::Task;
using weir::Time;

namespace invariant {
constexpr auto one_fate = "a call has one final fate, which it or a layer on its way has come to";
constexpr auto nothing_left = "when a call returns, every attempt made for it has ended";
constexpr auto throws = "a service that throws has failed, and nothing comes out but a reply";
constexpr auto refused = "what a layer refused has not reached what is below it";
constexpr auto attempts = "attempts <= max, one after the other, none after a good one";
constexpr auto pauses = "a pause before a retry is no longer than its backoff";
constexpr auto budget = "0 <= retry budget <= its capacity, and retries are paid for";
constexpr auto hedge = "a hedge is sent after the delay and only while the first has no answer";
constexpr auto winner = "the first good answer wins, and at once";
constexpr auto in_time = "a call is answered within its time limit";
constexpr auto in_flight = "at most `limit` calls are below a concurrency limit";
constexpr auto line = "at most `capacity` calls wait";
constexpr auto rate = "what goes below a rate limit keeps its envelope";
constexpr auto told = "a breaker counts what the service did, and nothing else";
}  // namespace invariant

enum Occasion : std::size_t {
    retried,
    out_of_budget,
    hedged,
    hedge_won,
    cut_off,
    called_off_waiting,
    waited,
    line_full,
    breaker_refused,
    refused_below,
    threw,
    cancelled,
    settings_changed,
    reordered
};
inline const std::vector<const char*> occasions{"a call is tried again",
                                                "a retry finds no budget",
                                                "a second attempt is sent",
                                                "a second attempt wins",
                                                "a time limit cuts an attempt off",
                                                "a call is called off while it waits",
                                                "a call waits before a limit",
                                                "a call finds a line full",
                                                "a breaker refuses a call",
                                                "a breaker sees a refusal from below",
                                                "the service throws",
                                                "a call is cancelled inside",
                                                "settings change while calls are under way",
                                                "the order changes while calls are under way"};

/// What a layer let through, once.
struct Passed {
    explicit Passed(Time at) : begun{at} {}
    Time begun;
    std::optional<Time> ended;
    std::optional<int> good;
    std::optional<Why> bad;
    std::size_t end_order = 0;
};

/// One call of a layer.
struct Visit {
    explicit Visit(Time at) : entered{at} {}
    Time entered;
    std::deque<Passed> passed;  // they stay where they are
    std::size_t ends = 0;
};

/// All visits of one layer together.
struct Books {
    std::size_t visits = 0;
    std::size_t below = 0;
    std::size_t goods = 0;
    std::size_t not_judged = 0;  ///< refused below, or cancelled
    std::vector<Time> entries;   ///< times at which something went below
};

/// The settings that are in force, and were before the last change: what was decided before it may still come to pass.
struct Limits {
    std::size_t concurrency = 1, concurrency_before = 1;
    std::size_t capacity = 1;
    service::RetryConfig retry;
    Duration hedge{}, time{};
    double rate = 1000;
    std::uint32_t burst = 1;
};

template <class Layer>
class Watched;

/// What the layer calls in place of the one below it.
template <class Layer, class Next>
struct Below {
    const Next* next;
    Watched<Layer>* watch;
    Visit* visit;

    template <class Request>
    service::Answer<Request, Next> operator()(Request& request) const {
        auto& passed = visit->passed.emplace_back(watch->engine.now());
        watch->begins(*visit);
        const Leaving leaving{*watch, *visit, passed};
        auto answering = (*next)(request);
        auto reply = co_await std::move(answering);
        if (reply)
            passed.good = *reply;
        else
            passed.bad = reply.error().why;
        co_return reply;
    }

    struct Leaving {
        Watched<Layer>& watch;
        Visit& visit;
        Passed& passed;

        Leaving(Watched<Layer>& w, Visit& v, Passed& p) : watch{w}, visit{v}, passed{p} {}
        ~Leaving() {
            passed.ended = watch.engine.now();
            passed.end_order = visit.ends++;
            --watch.books.below;
        }
        Leaving(const Leaving&) = delete;
        Leaving& operator=(const Leaving&) = delete;
    };
};

template <class Layer>
class Watched {
public:
    template <class... Settings>
    Watched(Executor& on, const Limits& set, explore::Checks& c, Settings&&... settings)
        : layer{std::forward<Settings>(settings)...}, engine{on}, limits{set}, checks{c} {}

    template <class Request, class Next>
    service::Answer<Request, Next> call(Request& request, const Next& next) {
        ++books.visits;
        look_at_line();
        Visit visit{engine.now()};
        const Duration limit = limits.time;
        const Below<Layer, Next> below{&next, this, &visit};
        try {
            auto answering = layer.call(request, below);
            auto reply = co_await std::move(answering);
            left(visit);
            if (reply) ++books.goods;
            judge(visit, reply, limit);
            co_return reply;
        } catch (const weir::Cancelled&) {
            left(visit);
            books.not_judged += visit.passed.size();
            checks.saw(cancelled);
            if constexpr (requires { layer.waiting(); })
                if (visit.passed.empty()) checks.saw(called_off_waiting);
            throw;
        }
    }

    void begins(const Visit& visit);

    Layer layer;
    Executor& engine;
    const Limits& limits;
    explore::Checks& checks;
    Books books;

    void look_at_line() {
        if constexpr (requires { layer.waiting(); })
            checks.require(layer.waiting() <= limits.capacity, invariant::line);
    }

private:
    void left(const Visit& visit) {
        const auto ended = [](const Passed& p) { return p.ended.has_value(); };
        checks.require(std::ranges::all_of(visit.passed, ended), invariant::nothing_left);
    }
    void judge(const Visit& visit, const service::Reply<int>& reply, Duration limit);
    /// The reply is that of something it let through.
    void require_passed_on(const Visit& visit, const service::Reply<int>& reply) {
        const auto is_it = [&reply](const Passed& p) { return reply ? p.good == *reply : p.bad == reply.error().why; };
        checks.require(std::ranges::any_of(visit.passed, is_it), invariant::one_fate);
    }
    /// It passes one call on, or refuses.
    bool passes_or_refuses(const Visit& visit, const service::Reply<int>& reply, const char* name) {
        const bool refuses = !reply && reply.error().by == std::string_view{name};
        checks.require(visit.passed.size() == (refuses ? 0U : 1U), invariant::refused);
        if (!refuses) require_passed_on(visit, reply);
        return refuses;
    }
};

template <class Layer>
void Watched<Layer>::begins(const Visit& visit) {
    ++books.below;
    books.entries.push_back(engine.now());
    const Time now = engine.now();
    if constexpr (std::is_same_v<Layer, service::ConcurrencyLimit>)
        checks.require(books.below <= std::max(limits.concurrency, limits.concurrency_before), invariant::in_flight);
    if constexpr (std::is_same_v<Layer, service::Hedge>) {
        checks.require(visit.passed.size() <= 2, invariant::hedge);
        if (visit.passed.size() == 2) {
            checks.saw(hedged);
            const auto& first = visit.passed.front();
            checks.require(!first.ended && now >= first.begun + limits.hedge, invariant::hedge);
        }
    }
    if constexpr (std::is_same_v<Layer, service::Retry>) {
        const auto count = visit.passed.size();
        checks.require(count <= limits.retry.max_attempts, invariant::attempts);
        if (count > 1) {
            checks.saw(retried);
            const auto& before = visit.passed[count - 2];
            checks.require(before.ended && !before.good, invariant::attempts);
            const auto pause = service::longest_pause(limits.retry, static_cast<std::uint32_t>(count) - 1);
            checks.require(!before.ended || now - *before.ended <= pause, invariant::pauses);
        }
    }
    if constexpr (std::is_same_v<Layer, service::RateLimit>) {
        const auto& all = books.entries;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double allowed = limits.burst + weir::to_seconds(now - all[i]) * limits.rate;
            checks.require(static_cast<double>(all.size() - i) <= allowed + 1e-6, invariant::rate);
        }
    }
    if constexpr (requires { layer.waiting(); }) {
        if (now > visit.entered) checks.saw(waited);
        look_at_line();
    }
}

template <class Layer>
void Watched<Layer>::judge(const Visit& visit, const service::Reply<int>& reply, Duration limit) {
    if constexpr (std::is_same_v<Layer, service::RateLimit>)
        if (passes_or_refuses(visit, reply, "rate limit")) checks.saw(line_full);
    if constexpr (std::is_same_v<Layer, service::ConcurrencyLimit>)
        if (passes_or_refuses(visit, reply, "concurrency limit")) checks.saw(line_full);
    if constexpr (std::is_same_v<Layer, service::Timeout>) {
        const auto now = engine.now();
        checks.require(now <= visit.entered + limit, invariant::in_time);
        const bool cut = !visit.passed.front().good && !visit.passed.front().bad;
        if (cut) checks.saw(cut_off);
        checks.require(!cut || (!reply && reply.error().why == Why::timed_out && now == visit.entered + limit),
                       invariant::one_fate);
        if (!cut) require_passed_on(visit, reply);
    }
    if constexpr (std::is_same_v<Layer, service::Retry>) {
        const auto& last = visit.passed.back();
        checks.require(reply ? last.good == *reply : last.bad == reply.error().why, invariant::one_fate);
        const double permits = layer.budget().permits();
        checks.require(permits >= 0 && permits <= limits.retry.budget, invariant::budget);
        const double earned = limits.retry.earned * static_cast<double>(books.goods);
        checks.require(static_cast<double>(books.entries.size() - books.visits) <= limits.retry.budget + earned + 1e-6,
                       invariant::budget);
        if (!reply && visit.passed.size() < limits.retry.max_attempts) checks.saw(out_of_budget);
    }
    if constexpr (std::is_same_v<Layer, service::Hedge>) {
        const Passed* first_good = nullptr;
        for (const auto& p : visit.passed)
            if (p.good && (first_good == nullptr || p.end_order < first_good->end_order)) first_good = &p;
        if (first_good == nullptr) {
            require_passed_on(visit, reply);
        } else {
            checks.require(reply && *reply == *first_good->good && *first_good->ended == engine.now(),
                           invariant::winner);
            if (first_good != &visit.passed.front()) checks.saw(hedge_won);
        }
    }
    if constexpr (std::is_same_v<Layer, service::Breaker>) {
        if (passes_or_refuses(visit, reply, "circuit breaker")) {
            checks.saw(breaker_refused);
        } else if (!reply && reply.error().why == Why::refused) {
            ++books.not_judged;
            checks.saw(refused_below);
        }
        const auto status = layer.breaker().status(engine.now());
        checks.require(status.admitted == books.entries.size(), invariant::told);
        checks.require(status.cancelled == books.not_judged, invariant::told);
    }
}

}  // namespace service_watch
