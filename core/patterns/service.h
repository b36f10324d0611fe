// Async service, production form: one interface, a request in and a reply later, whatever stands behind it: a service,
// or layers around a service. A layer takes the place of what it wraps, so layers stack in any order.
//
//     call --> layer --> layer --> ... --> service          Stack: socket upon socket, each calls the one below it
//
// A layer is any class with a coroutine call(request, next), which calls next(request) as often as it likes,
// or never, and returns the reply (core/patterns/service_layers.h holds six). A service is any class with a coroutine
// operator()(request), which returns a reply or throws. Neither knows how the next one is found; that is the socket's
// part, and there are three kinds:
//
//     StaticSocket    what can stand in it is a list of types; a tag says which does, and its code is called by name
//     VirtualSocket   a pointer to an interface; its code is found through the object's table of functions
//     ErasedSocket    a value of any type with the right call, held in place if it is small; code found by a pointer
//
// Each call of a layer is a coroutine, and its frame costs more than any of the three ways to reach it.
//
// Invariants, whatever the layers, their order and the sockets
//  1. A call has one final fate: one reply, which an attempt of its own or a layer on its way has given, or Cancelled
//     if its caller was cancelled.
//  2. When a call returns, every attempt made for it has ended: what a layer cuts off, it cancels and awaits.
//  3. A service that throws has failed: the exception is part of the reply and passes through no layer.
//  4. A call that a layer has refused has not reached what is below that layer.
//  5. Retry: at most max_attempts, one after the other, and none after a good answer.
//  6. Retry budget: never below 0; retries <= budget + earned * good answers, unless it is 0: then they are free.
//  7. Hedge: at most two attempts; the second begins only when the first has not answered for `delay`. The first good
//     answer wins.
//  8. Timeout: what is below has ended, or been cancelled, when the limit is up.
//  9. Concurrency limit: at most `limit` calls are below it. Rate limit: what goes below it keeps its envelope.
//     Before either at most `capacity` calls wait, first come first served.
// 10. Circuit breaker: a refusal from below it says nothing of the service and counts nothing.
//
// Semantics after the crate tower; sources of retry budget and backoff in core/patterns/service_parts.h.
#pragma once

#include <cstddef>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <tuple>
#include <utility>
#include <variant>

#include "core/patterns/service_parts.h"
#include "core/runtime/scope.h"
#include "core/runtime/task.h"

namespace weir::patterns::service {

/// A layer and what it calls. Both must outlive its calls. Without sockets, Bounds around each other are a stack whose
/// order is fixed when it is compiled.
template <class Layer, class Next>
struct Bound {
    Layer* layer;
    const Next* next;

    template <class Request>
    Answer<Request, Next> operator()(Request& request) const {
        return layer->call(request, *next);
    }
};

/// A service at the bottom of a stack: what it throws becomes a reply (invariant 3). It must outlive its calls.
template <class Implementation>
struct Bottom {
    Implementation* implementation;

    template <class Request>
    Answer<Request, Implementation> operator()(Request& request) const {
        return (*implementation)(request).saying_what_it_throws();
    }
};

template <class Request, class Response, class Implementations, class Layers>
class StaticSocket;

/// Holds one of these implementations or one of these layers.
template <class Request, class Response, class... Implementation, class... Layer>
class StaticSocket<Request, Response, std::tuple<Implementation...>, std::tuple<Layer...>> {
public:
    template <class Plug>
    explicit StaticSocket(Plug plug) : plug_{std::move(plug)} {}

    Task<Reply<Response>> operator()(Request& request) const {
        return std::visit([&request](const auto& plug) -> Task<Reply<Response>> { return plug(request); }, plug_);
    }

private:
    std::variant<Bottom<Implementation>..., Bound<Layer, StaticSocket>...> plug_;
};

/// The interface.
template <class Request, class Response>
class Service {
public:
    virtual ~Service() = default;
    virtual Task<Reply<Response>> call(Request& request) const = 0;
};

template <class Request, class Response>
class VirtualSocket {
public:
    template <class Plug>
    explicit VirtualSocket(Plug plug) : plug_{std::make_unique<Plugged<Plug>>(std::move(plug))} {}

    Task<Reply<Response>> operator()(Request& request) const { return plug_->call(request); }

private:
    template <class Plug>
    class Plugged final : public Service<Request, Response> {
    public:
        explicit Plugged(Plug plug) : plug_{std::move(plug)} {}
        Task<Reply<Response>> call(Request& request) const override { return plug_(request); }

    private:
        Plug plug_;
    };

    std::unique_ptr<Service<Request, Response>> plug_;
};

template <class Request, class Response>
class ErasedSocket {
public:
    template <class Plug>
    explicit ErasedSocket(Plug plug) : plug_{std::move(plug)} {}

    Task<Reply<Response>> operator()(Request& request) const { return plug_(request); }

private:
    // A Bound is two pointers, which the standard library keeps inside: nothing is allocated.
    std::move_only_function<Task<Reply<Response>>(Request&) const> plug_;
};

/// Layers around a service. Built by one thread; calls come from any task, and from many at once. It must outlive its
/// calls, as must what it was built from. To change the order build another: calls under way end in the one they began
/// in, and a layer may be part of both.
template <class Socket>
class Stack {
public:
    template <class Implementation>
    explicit Stack(Implementation& service) {
        sockets_.emplace_back(Bottom<Implementation>{&service});
    }
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

    /// Puts a layer around what there is.
    template <class Layer>
    void wrap(Layer& layer) {
        const Socket& below = sockets_.back();
        sockets_.emplace_back(Bound<Layer, Socket>{&layer, &below});
    }

    /// The request must outlive the task, and with a hedge among the layers bear two attempts at once.
    /// Cancel safety: every layer passes a cancellation down and waits for what it has begun. An answer that is there
    /// when the cancellation comes may be delivered all the same. @throws Cancelled
    template <class Request>
    Answer<Request, Socket> call(Request& request) const {
        return sockets_.back()(request);
    }

    std::size_t layers() const noexcept { return sockets_.size() - 1; }

private:
    std::deque<Socket> sockets_;  // the service first; they stay where they are
};

}  // namespace weir::patterns::service
