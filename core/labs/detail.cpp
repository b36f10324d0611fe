#include "core/labs/detail.h"

#include <nlohmann/json.hpp>

namespace weir::labs {
namespace {

// A text that is not UTF-8 is mended, not refused: figures are not worth a run.
std::string text_of(const nlohmann::json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Detail& Detail::set_text(std::string_view name, std::string_view value) {
    if (!fields_.empty()) fields_ += ',';
    fields_ += text_of(name);
    fields_ += ':';
    fields_ += value;
    return *this;
}

Detail& Detail::set(std::string_view name, bool value) { return set_text(name, text_of(value)); }
Detail& Detail::set(std::string_view name, double value) { return set_text(name, text_of(value)); }
Detail& Detail::set(std::string_view name, std::string_view value) { return set_text(name, text_of(value)); }
Detail& Detail::set(std::string_view name, const Detail& value) { return set_text(name, value.text()); }
Detail& Detail::set_signed(std::string_view name, std::int64_t value) { return set_text(name, text_of(value)); }
Detail& Detail::set_unsigned(std::string_view name, std::uint64_t value) { return set_text(name, text_of(value)); }

Detail& Detail::set(std::string_view name, const std::vector<Detail>& values) {
    std::string text;
    for (const auto& value : values) text += (text.empty() ? "" : ",") + value.text();
    return set_text(name, "[" + text + "]");
}

Detail& Detail::set(std::string_view name, const std::vector<std::uint64_t>& values) {
    return set_text(name, text_of(values));
}

}  // namespace weir::labs
