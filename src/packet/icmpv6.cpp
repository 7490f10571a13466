// ICMPv6 (RFC 4443) and the protocols in it: neighbour discovery, multicast listeners, node information, mobility.
#include <algorithm>
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

// What comes after a message's fixed header.
enum class Rest : std::uint8_t {
  raw,            // Raw
  quoted_packet,  // the packet that the error is about
  options,        // options of neighbour discovery
  own_data,       // the message's own data
};

struct Message {
  std::uint8_t type;
  LayerKind kind;
  std::uint8_t header;  // bytes; a shorter message is Raw
  Rest rest;
};

constexpr std::array messages = std::to_array<Message>({
    {1, ND_LAYER_ICMPV6_DESTINATION_UNREACHABLE, 8, Rest::quoted_packet},
    {2, ND_LAYER_ICMPV6_PACKET_TOO_BIG, 8, Rest::quoted_packet},
    {3, ND_LAYER_ICMPV6_TIME_EXCEEDED, 8, Rest::quoted_packet},
    {4, ND_LAYER_ICMPV6_PARAMETER_PROBLEM, 8, Rest::quoted_packet},
    {128, ND_LAYER_ICMPV6_ECHO_REQUEST, 8, Rest::own_data},
    {129, ND_LAYER_ICMPV6_ECHO_REPLY, 8, Rest::own_data},
    {130, ND_LAYER_MLD_QUERY, 24, Rest::raw},
    {131, ND_LAYER_MLD_REPORT, 24, Rest::raw},
    {132, ND_LAYER_MLD_DONE, 24, Rest::raw},
    {133, ND_LAYER_ND_ROUTER_SOLICITATION, 8, Rest::options},
    {134, ND_LAYER_ND_ROUTER_ADVERTISEMENT, 16, Rest::options},
    {135, ND_LAYER_ND_NEIGHBOR_SOLICITATION, 24, Rest::options},
    {136, ND_LAYER_ND_NEIGHBOR_ADVERTISEMENT, 24, Rest::options},
    {137, ND_LAYER_ND_REDIRECT, 40, Rest::options},
    {141, ND_LAYER_ND_INVERSE_SOLICITATION, 8, Rest::options},
    {142, ND_LAYER_ND_INVERSE_ADVERTISEMENT, 8, Rest::options},
    {143, ND_LAYER_MLD2_REPORT, 8, Rest::own_data},
    {144, ND_LAYER_HOME_AGENT_DISCOVERY_REQUEST, 8, Rest::raw},
    {145, ND_LAYER_HOME_AGENT_DISCOVERY_REPLY, 8, Rest::own_data},
    {146, ND_LAYER_MOBILE_PREFIX_SOLICITATION, 8, Rest::raw},
    {147, ND_LAYER_MOBILE_PREFIX_ADVERTISEMENT, 8, Rest::options},
    {151, ND_LAYER_MRD_ADVERTISEMENT, 8, Rest::raw},
    {152, ND_LAYER_MRD_SOLICITATION, 4, Rest::raw},
    {153, ND_LAYER_MRD_TERMINATION, 4, Rest::raw},
    {155, ND_LAYER_RPL, 4, Rest::raw},
});

enum Type : std::uint8_t {
  multicast_listener_query = 130,
  node_information_query = 139,
  node_information_reply = 140,
  multicast_listener_report_2 = 143,
  home_agent_discovery_reply = 145,
  router_discovery_advertisement = 151,
  router_discovery_termination = 153,
};

const Message* find(std::uint8_t type) {
  const auto* const found = std::lower_bound(messages.begin(), messages.end(), type,
                                             [](const Message& m, std::uint8_t t) { return m.type < t; });
  return found != messages.end() && found->type == type ? found : nullptr;
}

Step by_table(const Message& message, Bytes bytes) {
  switch (message.rest) {
    case Rest::quoted_packet:
      return carries_rest(message.kind, bytes, message.header, ipv6_in_icmpv6);
    case Rest::options:
      return carries_rest(message.kind, bytes, message.header, nd_option);
    case Rest::own_data:
      return keeps_rest(message.kind, bytes, message.header);
    case Rest::raw:
      break;
  }
  return carries_rest(message.kind, bytes, message.header, nullptr);
}

Step listener_query_2(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(26);
  fields.items(fields.u16(), 16);
  return fields.step(ND_LAYER_MLD2_QUERY, nullptr);
}

enum NodeInformation : std::uint16_t { no_operation = 0, node_name = 2, ipv6_addresses = 3, ipv4_addresses = 4 };

LayerKind query_kind(std::uint16_t question) {
  switch (question) {
    case no_operation:
      return ND_LAYER_NI_QUERY_NOOP;
    case node_name:
      return ND_LAYER_NI_QUERY_NAME;
    case ipv6_addresses:
      return ND_LAYER_NI_QUERY_IPV6;
    case ipv4_addresses:
      return ND_LAYER_NI_QUERY_IPV4;
    default:
      return ND_LAYER_NONE;
  }
}

LayerKind reply_kind(std::uint8_t code, std::uint16_t question) {
  if (code == 1) return ND_LAYER_NI_REPLY_REFUSED;
  if (code == 2) return ND_LAYER_NI_REPLY_UNKNOWN;
  if (code != 0) return ND_LAYER_NONE;
  switch (question) {
    case node_name:
      return ND_LAYER_NI_REPLY_NAME;
    case ipv6_addresses:
      return ND_LAYER_NI_REPLY_IPV6;
    case ipv4_addresses:
      return ND_LAYER_NI_REPLY_IPV4;
    default:
      return ND_LAYER_NI_REPLY_NOOP;
  }
}

void read_query_data(Fields& fields, std::uint8_t code, std::uint16_t question) {
  if (question == no_operation || fields.at_end()) return;
  if (code == 0) {
    fields.skip(16);
  } else if (code == 2) {
    fields.skip(4);
  } else {
    fields.text(static_cast<std::ptrdiff_t>(fields.left()));
  }
}

void read_reply_data(Fields& fields, std::uint8_t code, std::uint16_t question) {
  if (code != 0 || question == no_operation) return;
  const std::size_t left = fields.left();
  std::size_t read = left;
  if (question == node_name && left < 4) read = 0;
  if (question == ipv6_addresses) read = left - left % 20;
  if (question == ipv4_addresses) read = left - left % 8;
  fields.text(static_cast<std::ptrdiff_t>(read));
}

// RFC 4620.
Step node_information(Bytes bytes) {
  const bool is_query = bytes[0] == node_information_query;
  const std::uint8_t code = bytes[1];
  const bool needs_question = is_query || code == 0;
  if (needs_question && bytes.size() <= 6) return not_this_layer;
  Fields fields(bytes);
  fields.skip(1, 1, 2);
  const std::uint16_t question = fields.u16();
  fields.skip(2);
  fields.text(8);
  is_query ? read_query_data(fields, code, question) : read_reply_data(fields, code, question);
  return fields.step(is_query ? query_kind(question) : reply_kind(code, question), nullptr);
}

}  // namespace

Step icmpv6(Bytes bytes) {
  const std::uint8_t type = bytes[0];
  if (type == node_information_query || type == node_information_reply) {
    return bytes.size() > 2 ? node_information(bytes) : not_this_layer;
  }
  const Message* const message = find(type);
  if (message == nullptr || bytes.size() < message->header) return not_this_layer;
  if (type == multicast_listener_query && bytes.size() >= 28) return listener_query_2(bytes);
  if (type == multicast_listener_report_2 && detail::be16(bytes, 6) == 0) {
    return carries_rest(message->kind, bytes, message->header, nullptr);
  }
  if (type == home_agent_discovery_reply && bytes.size() % 16 != 8) return not_this_layer;
  if (type >= router_discovery_advertisement && type <= router_discovery_termination) {
    return carries(message->kind, bytes, message->header, message->header, nullptr);
  }
  return by_table(*message, bytes);
}

}  // namespace netdumplings::packet
