#include "core/labs/async_service_call.h"

#include <utility>

namespace weir::labs {
namespace {

// What each implementation does otherwise than the parameters say.
constexpr double flaky_share = 0.3;  // fails so often more
constexpr int slow_by = 4;           // waits so many times as long beforehand
constexpr int fast_by = 10;          // takes such a part of the time

/// Counts an attempt that is in the service.
class Busy {
public:
    explicit Busy(std::atomic<std::size_t>& busy) : busy_{busy} { busy_.fetch_add(1, std::memory_order_relaxed); }
    ~Busy() { busy_.fetch_sub(1, std::memory_order_relaxed); }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

private:
    std::atomic<std::size_t>& busy_;
};

}  // namespace

template <Implementation which>
Task<ServiceReply> ServiceImplementation<which>::operator()(ServiceCall& call) const {
    const auto draws = call.next_attempt(ground_.reached);
    ground_.attempts.fetch_add(1, std::memory_order_relaxed);
    const Busy busy{ground_.busy};
    auto answering = answer(draws);
    const auto answered = co_await std::move(answering);
    if (answered == Answer::good) co_return ServiceReply{};
    co_return std::unexpected(patterns::service::Failure{patterns::service::Why::failed});
}

template <>
Task<Answer> ServiceImplementation<Implementation::steady>::answer(Draws draws) const {
    return ground_.service.answer(draws);
}

template <>
Task<Answer> ServiceImplementation<Implementation::fast>::answer(Draws draws) const {
    co_await ground_.engine.sleep(ground_.service.length(draws) / fast_by);
    co_return Answer::good;
}

template <>
Task<Answer> ServiceImplementation<Implementation::flaky>::answer(Draws draws) const {
    // Below the share it fails; what is left of the range is spread out again, so that the other draw stays even.
    const bool flaked = draws.failure < flaky_share;
    draws.failure = flaked ? draws.failure / flaky_share : (draws.failure - flaky_share) / (1 - flaky_share);
    auto answering = ground_.service.answer(draws);
    const auto answered = co_await std::move(answering);
    co_return flaked ? Answer::error : answered;
}

template <>
Task<Answer> ServiceImplementation<Implementation::slow>::answer(Draws draws) const {
    co_await ground_.engine.sleep(slow_by * ground_.service.length(draws));
    auto answering = ground_.service.answer(draws);
    co_return co_await std::move(answering);
}

template class ServiceImplementation<Implementation::steady>;
template class ServiceImplementation<Implementation::fast>;
template class ServiceImplementation<Implementation::flaky>;
template class ServiceImplementation<Implementation::slow>;

}  // namespace weir::labs
