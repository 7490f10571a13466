// Elements of 802.11's management frames. Each is a layer beside the one before.
#include <algorithm>
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::size_t head = 2;  // number and length

Step any_element(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t length = fields.u8();
  fields.text(length);
  return fields.sibling(ND_LAYER_DOT11_ELEMENT, head, dot11_element);
}

template <LayerKind Kind, unsigned... Sizes>
Step fixed_element(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, Sizes...);
  return fields.sibling(Kind, head, dot11_element);
}

Step rates(Bytes bytes) {
  Step step = any_element(bytes);
  step.kind = step.kind == ND_LAYER_NONE ? ND_LAYER_NONE : ND_LAYER_DOT11_RATES;
  return step;
}

Step country(Bytes bytes) {
  constexpr std::ptrdiff_t triplet = 3;
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t length = fields.u8();
  fields.text(3);
  const std::size_t before = fields.at();
  fields.text(length - 3 - length % triplet);
  const std::size_t triplets = (fields.at() - before + 2) / triplet;
  if (triplets % 2 == 0) fields.skip(1);
  return fields.sibling(ND_LAYER_DOT11_COUNTRY, head, dot11_element);
}

// A cipher or key suite: an organisation's number, and the number of one of its suites.
void read_suite(Fields& fields) { fields.skip(3, 1); }

std::size_t read_suites(Fields& fields) {
  const std::uint16_t count = fields.le16();
  fields.text(count * std::ptrdiff_t{4});
  return count;
}

// RSN, and its predecessor, Microsoft's WPA.
std::size_t read_security(Fields& fields) {
  fields.skip(2);
  read_suite(fields);
  const std::size_t pairwise = read_suites(fields);
  return 4 * (pairwise + read_suites(fields));
}

Step robust_security(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t length = fields.u8();
  std::ptrdiff_t left = length - 12 - static_cast<std::ptrdiff_t>(read_security(fields));
  fields.skip(1, 1);  // capabilities
  if (left >= 2) {
    const std::uint16_t keys = fields.le16();
    fields.text(keys * std::ptrdiff_t{16});
    left -= 2 + keys * std::ptrdiff_t{16};
  }
  if (left >= 4) read_suite(fields);
  return fields.sibling(ND_LAYER_DOT11_RSN, head, dot11_element);
}

Step microsoft_wpa(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 3, 1);
  read_security(fields);
  return fields.sibling(ND_LAYER_DOT11_MICROSOFT_WPA, head, dot11_element);
}

Step vendor_specific(Bytes bytes) {
  constexpr std::array<std::uint8_t, 3> microsoft = {0x00, 0x50, 0xf2};
  constexpr std::uint8_t wpa = 1;
  if (bytes.size() < 5) return not_this_layer;
  if (std::equal(microsoft.begin(), microsoft.end(), bytes.begin() + 2)) {
    if (bytes.size() < 6) return not_this_layer;
    if (bytes[5] == wpa) return microsoft_wpa(bytes);
  }
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t length = fields.u8();
  fields.skip(3);
  fields.text(length - 3);
  return fields.sibling(ND_LAYER_DOT11_VENDOR_SPECIFIC, head, dot11_element);
}

struct Element {
  std::uint8_t number;
  Parser parser;
};
constexpr std::array elements = std::to_array<Element>({
    {1, rates},
    {3, fixed_element<ND_LAYER_DOT11_DSSS_PARAMETERS, 1>},
    {7, country},
    {42, fixed_element<ND_LAYER_DOT11_ERP, 1>},
    {45, fixed_element<ND_LAYER_DOT11_HT_CAPABILITIES, 1, 1, 1, 4, 2, 10, 1, 1, 3, 1, 1>},
    {48, robust_security},
    {50, rates},
    {221, vendor_specific},
});

}  // namespace

Step dot11_element(Bytes bytes) {
  for (const Element& element : elements) {
    if (element.number == bytes[0]) return element.parser(bytes);
  }
  return any_element(bytes);
}

}  // namespace netdumplings::packet
