// The figures of a lab, as JSON text in the order in which they are set. It is here so that a lab need not read a whole
// JSON library to name five numbers.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::labs {

/// An object of JSON that is written field by field. Any thread, one at a time.
class Detail {
public:
    Detail& set(std::string_view name, bool value);
    Detail& set(std::string_view name, double value);  ///< null if it is not finite
    Detail& set(std::string_view name, std::string_view value);
    Detail& set(std::string_view name, const char* value) { return set(name, std::string_view{value}); }
    Detail& set(std::string_view name, const Detail& value);
    Detail& set(std::string_view name, const std::vector<Detail>& values);
    Detail& set(std::string_view name, const std::vector<std::uint64_t>& values);

    template <std::integral T>
    Detail& set(std::string_view name, T value) {
        if constexpr (std::signed_integral<T>)
            return set_signed(name, value);
        else
            return set_unsigned(name, value);
    }

    /// Null if it is not there.
    template <class T>
    Detail& set(std::string_view name, const std::optional<T>& value) {
        return value ? set(name, *value) : set_text(name, "null");
    }

    /// An object of JSON, as text.
    std::string text() const { return "{" + fields_ + "}"; }

private:
    Detail& set_signed(std::string_view name, std::int64_t value);
    Detail& set_unsigned(std::string_view name, std::uint64_t value);
    Detail& set_text(std::string_view name, std::string_view value);

    std::string fields_;
};

}  // namespace weir::labs
