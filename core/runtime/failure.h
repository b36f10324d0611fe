// The words of a failure, for people.
#pragma once

#include <exception>
#include <string>

namespace weir {

/// What the exception says; "" if there is none.
std::string message_of(const std::exception_ptr& failure);

}  // namespace weir
