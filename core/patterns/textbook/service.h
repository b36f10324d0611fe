// Async service, textbook form: as tutorials write it, with the defects of that form. Not for use; for comparison.
//
// An interface with one virtual function, which gives back its work in a box, so that whatever the implementation is,
// callers see one type. Implementations can be exchanged, and that is all.
//
// Defects, each caught by an invariant of the production form (core/patterns/service.h) or seen beside it
//  1. A box a call: memory is allocated and freed for nothing but to hold a handle.
//  2. Nothing can stand between a caller and a service. A caller that wants a time limit, a bound on what is in flight,
//     or a second attempt finds no place for it: a service that hangs keeps its caller for as long as it likes, and all
//     callers are inside at once.
//  3. What the service throws comes out at the caller: a call that fails has no reply.
#pragma once

#include <memory>
#include <utility>

#include "core/patterns/service_parts.h"
#include "core/runtime/task.h"

namespace weir::patterns::textbook {

template <class Request, class Response>
class Service {
public:
    virtual ~Service() = default;
    /// The request must outlive the task. @throws from the task: whatever the service throws; Cancelled
    virtual std::unique_ptr<Task<service::Reply<Response>>> call(Request& request) = 0;  // defect 2: and nothing else
};

/// An implementation, as the production form takes it, behind the interface. It must outlive this.
template <class Request, class Response, class Implementation>
class Boxed final : public Service<Request, Response> {
public:
    explicit Boxed(Implementation& implementation) noexcept : implementation_{implementation} {}

    std::unique_ptr<Task<service::Reply<Response>>> call(Request& request) override {
        // defect 1: a box a call; defect 3: what the work throws, nobody catches
        return std::make_unique<Task<service::Reply<Response>>>(implementation_(request));
    }

private:
    Implementation& implementation_;
};

}  // namespace weir::patterns::textbook
