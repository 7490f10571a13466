// DHCPv6, RFC 8415 and later RFCs: the message is a layer, and so is each of its options. What an option holds in turn,
// such as a relayed message, is the option's own data.
#include <algorithm>
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::size_t option_head = 4;

constexpr std::array message_kinds = std::to_array<LayerKind>({
    ND_LAYER_NONE,
    ND_LAYER_DHCP6_SOLICIT,
    ND_LAYER_DHCP6_ADVERTISE,
    ND_LAYER_DHCP6_REQUEST,
    ND_LAYER_DHCP6_CONFIRM,
    ND_LAYER_DHCP6_RENEW,
    ND_LAYER_DHCP6_REBIND,
    ND_LAYER_DHCP6_REPLY,
    ND_LAYER_DHCP6_RELEASE,
    ND_LAYER_DHCP6_DECLINE,
    ND_LAYER_DHCP6_RECONFIGURE,
    ND_LAYER_DHCP6_INFORMATION_REQUEST,
    ND_LAYER_DHCP6_RELAY_FORWARD,
    ND_LAYER_DHCP6_RELAY_REPLY,
});
constexpr std::size_t first_relay_message = 12;

// What comes after an option's fixed fields.
enum class Rest : std::uint8_t {
  none,       // nothing, even if the option's length says more
  text,       // up to the option's length
  addresses,  // IPv6 addresses, up to the option's length
};

struct Option {
  std::uint8_t code;
  LayerKind kind;
  Rest rest;
  std::array<std::uint8_t, 4> fields = {};  // sizes, after code and length; 0 ends the list
};
constexpr std::array options = std::to_array<Option>({
    {1, ND_LAYER_DHCP6_OPT_CLIENT_ID, Rest::text},
    {2, ND_LAYER_DHCP6_OPT_SERVER_ID, Rest::text},
    {3, ND_LAYER_DHCP6_OPT_IA_NA, Rest::text, {4, 4, 4}},
    {4, ND_LAYER_DHCP6_OPT_IA_TA, Rest::text, {4}},
    {5, ND_LAYER_DHCP6_OPT_IA_ADDRESS, Rest::text, {16, 4, 4}},
    {6, ND_LAYER_DHCP6_OPT_OPTION_REQUEST, Rest::text},
    {7, ND_LAYER_DHCP6_OPT_PREFERENCE, Rest::none, {1}},
    {8, ND_LAYER_DHCP6_OPT_ELAPSED_TIME, Rest::none, {2}},
    {9, ND_LAYER_DHCP6_OPT_RELAY_MESSAGE, Rest::text},
    {11, ND_LAYER_DHCP6_OPT_AUTHENTICATION, Rest::text, {1, 1, 1}},
    {12, ND_LAYER_DHCP6_OPT_SERVER_UNICAST, Rest::none, {16}},
    {13, ND_LAYER_DHCP6_OPT_STATUS_CODE, Rest::text, {2}},
    {14, ND_LAYER_DHCP6_OPT_RAPID_COMMIT, Rest::none},
    {15, ND_LAYER_DHCP6_OPT_USER_CLASS, Rest::text},
    {16, ND_LAYER_DHCP6_OPT_VENDOR_CLASS, Rest::text, {4}},
    {17, ND_LAYER_DHCP6_OPT_VENDOR_SPECIFIC, Rest::text, {4}},
    {18, ND_LAYER_DHCP6_OPT_INTERFACE_ID, Rest::text},
    {19, ND_LAYER_DHCP6_OPT_RECONFIGURE_MESSAGE, Rest::none, {1}},
    {20, ND_LAYER_DHCP6_OPT_RECONFIGURE_ACCEPT, Rest::none},
    {21, ND_LAYER_DHCP6_OPT_SIP_DOMAINS, Rest::text},
    {22, ND_LAYER_DHCP6_OPT_SIP_SERVERS, Rest::addresses},
    {23, ND_LAYER_DHCP6_OPT_DNS_SERVERS, Rest::addresses},
    {24, ND_LAYER_DHCP6_OPT_DNS_DOMAINS, Rest::text},
    {25, ND_LAYER_DHCP6_OPT_IA_PD, Rest::text, {4, 4, 4}},
    {26, ND_LAYER_DHCP6_OPT_IA_PREFIX, Rest::text, {4, 4, 1, 16}},
    {27, ND_LAYER_DHCP6_OPT_NIS_SERVERS, Rest::addresses},
    {28, ND_LAYER_DHCP6_OPT_NISP_SERVERS, Rest::addresses},
    {29, ND_LAYER_DHCP6_OPT_NIS_DOMAIN, Rest::text},
    {30, ND_LAYER_DHCP6_OPT_NISP_DOMAIN, Rest::text},
    {31, ND_LAYER_DHCP6_OPT_SNTP_SERVERS, Rest::addresses},
    {32, ND_LAYER_DHCP6_OPT_INFORMATION_REFRESH_TIME, Rest::none, {4}},
    {33, ND_LAYER_DHCP6_OPT_BCMCS_DOMAINS, Rest::text},
    {34, ND_LAYER_DHCP6_OPT_BCMCS_SERVERS, Rest::addresses},
    {37, ND_LAYER_DHCP6_OPT_REMOTE_ID, Rest::text, {4}},
    {38, ND_LAYER_DHCP6_OPT_SUBSCRIBER_ID, Rest::text},
    {39, ND_LAYER_DHCP6_OPT_CLIENT_FQDN, Rest::text, {1}},
    {40, ND_LAYER_DHCP6_OPT_PANA_AGENT, Rest::addresses},
    {41, ND_LAYER_DHCP6_OPT_POSIX_TIMEZONE, Rest::text},
    {42, ND_LAYER_DHCP6_OPT_TZDB_TIMEZONE, Rest::text},
    {43, ND_LAYER_DHCP6_OPT_RELAY_REQUEST, Rest::text},
    {48, ND_LAYER_DHCP6_OPT_CLIENT_LINK, Rest::addresses},
    {59, ND_LAYER_DHCP6_OPT_BOOT_FILE_URL, Rest::text},
    {61, ND_LAYER_DHCP6_OPT_CLIENT_ARCHITECTURE, Rest::text},
    {62, ND_LAYER_DHCP6_OPT_CLIENT_INTERFACE, Rest::none, {1, 1, 1}},
    {65, ND_LAYER_DHCP6_OPT_ERP_DOMAINS, Rest::text},
    {66, ND_LAYER_DHCP6_OPT_RELAY_SUPPLIED, Rest::text},
    {68, ND_LAYER_DHCP6_OPT_SUBNET_SELECTION, Rest::text, {1}},
    {79, ND_LAYER_DHCP6_OPT_CLIENT_LINK_LAYER_ADDRESS, Rest::none, {2, 6}},
    {112, ND_LAYER_DHCP6_OPT_MUD_URL, Rest::text},
});
constexpr Option unknown_option{0, ND_LAYER_DHCP6_OPT_UNKNOWN, Rest::text};

const Option& find(std::uint16_t code) {
  const auto* const found =
      std::lower_bound(options.begin(), options.end(), code, [](const Option& o, unsigned c) { return o.code < c; });
  return found != options.end() && found->code == code ? *found : unknown_option;
}

Step option(Bytes bytes) {
  if (bytes.size() <= 2) return not_this_layer;
  Fields fields(bytes);
  const Option& known = find(fields.u16());
  std::ptrdiff_t rest = fields.u16();
  for (const std::uint8_t size : known.fields) {
    fields.skip(size);
    rest -= size;
  }
  if (known.rest == Rest::text) fields.text(rest);
  if (known.rest == Rest::addresses) fields.list(rest, 16);
  return fields.sibling(known.kind, option_head, option);
}

}  // namespace

Step dhcp6(Bytes bytes) {
  if (bytes.size() < 2 || bytes[0] >= message_kinds.size()) return not_this_layer;
  Fields fields(bytes);
  const std::uint8_t type = fields.u8();
  type < first_relay_message ? fields.skip(3) : fields.skip(1, 16, 16);
  return fields.step(message_kinds[type], option);
}

}  // namespace netdumplings::packet
