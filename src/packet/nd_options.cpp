// Options of neighbour discovery, RFC 4861 and later RFCs. Each is a layer beside the one before.
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

// What comes after an option's type and length.
enum class Shape : std::uint8_t {
  fixed,         // the fields
  packet,        // six reserved bytes and the packet that was redirected
  addresses_6,   // six reserved bytes and IPv6 addresses
  route_prefix,  // the fields and a prefix of 0, 8 or 16 bytes
  addresses,     // the fields and IPv6 addresses
  text,          // the fields and anything
};

struct Option {
  std::uint8_t type;
  LayerKind kind;
  Shape shape;
  std::array<std::uint8_t, 7> fields;  // sizes; 0 ends the list
};

constexpr std::array options = std::to_array<Option>({
    {1, ND_LAYER_ND_OPT_SOURCE_LINK_ADDRESS, Shape::fixed, {6}},
    {2, ND_LAYER_ND_OPT_TARGET_LINK_ADDRESS, Shape::fixed, {6}},
    {3, ND_LAYER_ND_OPT_PREFIX_INFORMATION, Shape::fixed, {1, 1, 4, 4, 4, 16}},
    {4, ND_LAYER_ND_OPT_REDIRECTED_HEADER, Shape::packet, {}},
    {5, ND_LAYER_ND_OPT_MTU, Shape::fixed, {2, 4}},
    {6, ND_LAYER_ND_OPT_SHORTCUT_LIMIT, Shape::fixed, {1, 1, 4}},
    {7, ND_LAYER_ND_OPT_ADVERTISEMENT_INTERVAL, Shape::fixed, {2, 4}},
    {8, ND_LAYER_ND_OPT_HOME_AGENT, Shape::fixed, {2, 2, 2}},
    {9, ND_LAYER_ND_OPT_SOURCE_ADDRESS_LIST, Shape::addresses_6, {}},
    {10, ND_LAYER_ND_OPT_TARGET_ADDRESS_LIST, Shape::addresses_6, {}},
    {17, ND_LAYER_ND_OPT_IP_ADDRESS, Shape::fixed, {1, 1, 4, 16}},
    {18, ND_LAYER_ND_OPT_NEW_ROUTER_PREFIX, Shape::fixed, {1, 1, 4, 16}},
    {19, ND_LAYER_ND_OPT_LINK_LAYER_ADDRESS, Shape::fixed, {1, 6}},
    {23, ND_LAYER_ND_OPT_MAP, Shape::fixed, {1, 1, 4, 16}},
    {24, ND_LAYER_ND_OPT_ROUTE_INFORMATION, Shape::route_prefix, {1, 1, 4}},
    {25, ND_LAYER_ND_OPT_RDNSS, Shape::addresses, {2, 4}},
    {26, ND_LAYER_ND_OPT_FLAGS, Shape::fixed, {6}},
    {31, ND_LAYER_ND_OPT_DNSSL, Shape::text, {2, 4}},
});

const Option* find(std::uint8_t type) {
  for (const Option& option : options) {
    if (option.type == type) return &option;
  }
  return nullptr;
}

// Reads an option that has `body` bytes after its first eight, as its length says.
void read_body(Fields& fields, Shape shape, std::ptrdiff_t body) {
  switch (shape) {
    case Shape::fixed:
      return;
    case Shape::packet:
    case Shape::text:
      return fields.text(body);
    case Shape::addresses:
    case Shape::addresses_6:
      return fields.list(body, 16);
    case Shape::route_prefix:
      // A prefix can't be longer than an address, or negative; then this is no option.
      return body > 0 && body <= 16 ? fields.skip(body) : body == 0 ? void() : fields.skip(fields.left() + 1);
  }
}

}  // namespace

Step nd_option(Bytes bytes) {
  const Option* const option = bytes.size() > 1 ? find(bytes[0]) : nullptr;
  if (option == nullptr) return not_this_layer;
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t units_of_eight = fields.u8();
  for (const std::uint8_t size : option->fields) fields.skip(size);
  if (option->shape == Shape::packet || option->shape == Shape::addresses_6) fields.text(6);
  if (!fields.at_end()) read_body(fields, option->shape, 8 * (units_of_eight - 1));
  return fields.sibling(option->kind, fields.at(), nd_option);
}

}  // namespace netdumplings::packet
