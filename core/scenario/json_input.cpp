#include "core/scenario/json_input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <vector>

#include "core/labs/text.h"

namespace weir::scenario {

namespace {

constexpr std::size_t largest_file = std::size_t{16} << 20;
constexpr std::size_t longest_reason = 160;  // two lines of a terminal

/// "3:7" of the byte at which parsing stopped, both counted from 1.
std::string line_and_column(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, byte > 0 ? byte - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n');
    const auto column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
    return std::to_string(line) + ":" + std::to_string(column);
}

/// What the JSON library says after its own prefix and position. It quotes what it was reading, however long that is.
std::string reason_of(const Parsed::exception& error) {
    std::string what = error.what();
    const auto column = what.find("column ");
    const auto colon = what.find(": ", column == std::string::npos ? 0 : column);
    if (colon != std::string::npos) what.erase(0, colon + 2);
    return labs::shortened(what, longest_reason);
}

}  // namespace

std::expected<Parsed, std::string> read_json(std::string_view text, const std::string& name) {
    std::vector<std::set<std::string>> seen;  // keys of each object that is open now
    std::string repeated;
    const auto watch_keys = [&](int, Parsed::parse_event_t event, const Parsed& parsed) {
        if (event == Parsed::parse_event_t::object_start) seen.emplace_back();
        if (event == Parsed::parse_event_t::object_end) seen.pop_back();
        if (event == Parsed::parse_event_t::key && !seen.back().insert(parsed.get<std::string>()).second) {
            if (repeated.empty()) repeated = parsed.get<std::string>();
        }
        return true;
    };
    // The parser takes it for the end of the text.
    if (text.find('\0') != std::string_view::npos)
        return std::unexpected(name + ": expected well-formed JSON: there is a byte 0 in it");
    Parsed root;
    try {
        root = Parsed::parse(text, watch_keys);
    } catch (const Parsed::parse_error& error) {
        return std::unexpected(name + ":" + line_and_column(text, error.byte) +
                               ": expected well-formed JSON: " + reason_of(error));
    } catch (const Parsed::exception& error) {  // a number beyond any double
        return std::unexpected(name + ": expected well-formed JSON: " + reason_of(error));
    }
    if (!repeated.empty()) return std::unexpected(name + ": key " + labs::in_quotes(repeated) + " given twice");
    return root;
}

std::expected<std::string, std::string> read_text(const std::filesystem::path& file, const std::string& what) {
    const auto name = labs::one_line(file.string());
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
        return std::unexpected(name + ": expected " + what + ", found a directory");
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::unexpected(name + ": cannot be read: " + std::strerror(errno));
    std::string text;
    std::vector<char> block(std::size_t{64} << 10);
    while (in && text.size() <= largest_file) {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (text.size() > largest_file) return std::unexpected(name + ": expected " + what + " of at most 16 MiB");
    if (in.bad()) return std::unexpected(name + ": cannot be read to its end");
    return text;
}

std::string got(const Parsed& value) {
    if (value.is_object()) return ", got an object";
    if (value.is_array()) return ", got an array";
    // Without its quotes a text may look like the number that was expected.
    if (value.is_string()) return ", got text " + labs::in_quotes(value.get_ref<const std::string&>());
    return ", got " + labs::in_quotes(value.dump());
}

Problem check_version(const Parsed& root) {
    if (!root.contains("weir")) return "weir: missing, expected 1, the version of the format";
    if (root["weir"] != format_version) return "weir: expected 1, the version of the format" + got(root["weir"]);
    return std::nullopt;
}

Problem check_keys(const Parsed& object, std::span<const std::string> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        return "unknown key " + labs::in_quotes(key) + labs::suggestion(key, known) + ", expected " +
               labs::joined(known);
    }
    return std::nullopt;
}

}  // namespace weir::scenario
