#include "common/json/pretty_json.hpp"

#include <algorithm>
#include <string>

#include "common/defaults.hpp"
#include "common/json/json_tree.hpp"
#include "common/json/utf8.hpp"

namespace netdumplings {
namespace {

constexpr const char* key_colour = "\x1b[94m";
constexpr const char* string_colour = "\x1b[33m";
constexpr const char* literal_colour = "\x1b[34m";
constexpr const char* end_colour = "\x1b[39;49;00m";
constexpr std::size_t indent = 4;

void append_unit(std::string& out, char32_t unit) {
  constexpr const char* digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[unit >> shift & 0xFU];
}

void append_point(std::string& out, char32_t point) {
  if (point < 0x10000) return append_unit(out, point);
  point -= 0x10000;
  append_unit(out, 0xD800 + (point >> 10U));
  append_unit(out, 0xDC00 + (point & 0x3FFU));
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (c < 0x20 || c == 0x7F) return append_unit(out, static_cast<unsigned char>(c));
      out += c;
  }
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const utf8::Character c = utf8::first(text);
    if (c.valid && c.point < 0x80) {
      append_ascii(out, static_cast<char>(c.point));
    } else {
      append_point(out, c.valid ? c.point : 0xFFFD);
    }
    text.remove_prefix(c.length);
  }
  return out + '"';
}

class Printer {
 public:
  Printer(bool colour, TextStream& out) : colour_(colour), out_(out) {}

  void print(const JsonTree& value, std::size_t depth) {
    switch (value.kind) {
      case JsonTree::Kind::literal:
        return coloured(literal_colour, value.text);
      case JsonTree::Kind::string:
        return coloured(string_colour, in_quotes(value.text));
      case JsonTree::Kind::array:
        return container('[', value.items, ']', depth, [&](const JsonTree& item) { print(item, depth + 1); });
      case JsonTree::Kind::object:
        return container('{', value.members, '}', depth, [&](const JsonMember& member) {
          coloured(key_colour, in_quotes(member.key));
          out_ += ": ";
          print(member.value, depth + 1);
        });
    }
  }

 private:
  template <class Elements, class PrintElement>
  void container(char open, const Elements& elements, char close, std::size_t depth,
                 const PrintElement& print_element) {
    out_ += std::string_view(&open, 1);
    const bool indented = depth < defaults::deepest_indented_json;
    const std::string_view between = indented ? "," : ", ";
    std::string_view separator;
    for (const auto& element : elements) {
      out_ += separator;
      if (indented) new_line(depth + 1);
      print_element(element);
      separator = between;
    }
    if (indented && !elements.empty()) new_line(depth);
    out_ += std::string_view(&close, 1);
  }

  void new_line(std::size_t depth) {
    static const std::string spaces(defaults::deepest_indented_json * indent, ' ');
    out_ += "\n";
    out_ += std::string_view(spaces).substr(0, depth * indent);
  }

  void coloured(const char* colour, std::string_view text) {
    if (colour_) out_ += colour;
    out_ += text;
    if (colour_) out_ += end_colour;
  }

  bool colour_;
  TextStream& out_;
};

}  // namespace

Result<void> pretty_json(std::string_view document, std::string_view member, bool colour, TextStream& out) {
  const Result<JsonTree> tree = JsonTree::parse(document);
  if (!tree) return Error{tree.error()};
  const JsonTree* value = &*tree;
  if (!member.empty()) {
    const auto found =
        std::find_if(tree->members.begin(), tree->members.end(), [&](const auto& m) { return m.key == member; });
    if (found == tree->members.end()) return Error{"there is no '" + std::string(member) + "' in it"};
    value = &found->value;
  }
  Printer(colour, out).print(*value, 0);
  return {};
}

}  // namespace netdumplings
