#include "common/utf8.hpp"

namespace netdumplings::utf8 {
namespace {

struct Form {
  std::size_t length;
  char32_t lead_bits;
  char32_t smallest;  // anything below has a shorter form
};

Form form_of(unsigned char lead) {
  if (lead < 0x80) return {1, lead, 0};
  if (lead >= 0xC2 && lead < 0xE0) return {2, lead & 0x1FU, 0x80};
  if (lead >= 0xE0 && lead < 0xF0) return {3, lead & 0x0FU, 0x800};
  if (lead >= 0xF0 && lead < 0xF5) return {4, lead & 0x07U, 0x10000};
  return {0, 0, 0};
}

bool is_surrogate(char32_t point) { return point >= 0xD800 && point <= 0xDFFF; }

}  // namespace

Character first(std::string_view text) {
  const Form form = form_of(static_cast<unsigned char>(text.front()));
  if (form.length == 0 || form.length > text.size()) return {};
  char32_t point = form.lead_bits;
  for (const char c : text.substr(1, form.length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) return {};
    point = (point << 6U) | (byte & 0x3FU);
  }
  if (point < form.smallest || point > 0x10FFFF || is_surrogate(point)) return {};
  return {point, form.length, true};
}

}  // namespace netdumplings::utf8
