// The same layers around the same service under all three kinds of dispatch, side by side.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/patterns/service.h"

namespace weir::patterns::service {

enum class Dispatch : std::uint8_t { statically, virtually, erased };

/// Three stacks built as one. Threads and lifetimes as for Stack.
/// @tparam Implementations, Layers lists (std::tuple) of all that may stand in a static socket
template <class Request, class Response, class Implementations, class Layers>
class Stacks {
public:
    template <class Implementation>
    explicit Stacks(Implementation& service) : static_{service}, virtual_{service}, erased_{service} {}

    template <class Layer>
    void wrap(Layer& layer) {
        static_.wrap(layer);
        virtual_.wrap(layer);
        erased_.wrap(layer);
    }
    Task<Reply<Response>> call(Dispatch dispatch, Request& request) const {
        switch (dispatch) {
            case Dispatch::statically:
                return static_.call(request);
            case Dispatch::virtually:
                return virtual_.call(request);
            case Dispatch::erased:
                break;
        }
        return erased_.call(request);
    }
    std::size_t layers() const noexcept { return static_.layers(); }

private:
    Stack<StaticSocket<Request, Response, Implementations, Layers>> static_;
    Stack<VirtualSocket<Request, Response>> virtual_;
    Stack<ErasedSocket<Request, Response>> erased_;
};

}  // namespace weir::patterns::service
