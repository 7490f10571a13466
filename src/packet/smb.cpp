// SMB 1: its header, and the messages that begin a session. What other commands carry is Raw. The strings at a
// message's end aren't read.
#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Command : std::uint8_t { transaction = 0x25, negotiate = 0x72, session_setup = 0x73, tree_connect = 0x75 };
constexpr std::uint8_t reply_flag = 0x80;
constexpr std::uint16_t extended_security = 0x0800;

bool begins_with(Bytes bytes, std::string_view start) {
  return bytes.size() >= start.size() &&
         std::equal(start.begin(), start.end(), bytes.begin(),
                    [](char wanted, std::uint8_t byte) { return static_cast<std::uint8_t>(wanted) == byte; });
}

// Reads fields of these sizes, and strings after them.
template <LayerKind Kind, unsigned... Sizes>
Step message(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(Sizes...);
  return fields.keeping_rest(Kind);
}

Step negotiate_request(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1);
  fields.text(fields.le16());
  return fields.step(ND_LAYER_SMB_NEGOTIATE_REQUEST, nullptr);
}

constexpr Parser negotiate_response = message<ND_LAYER_SMB_NEGOTIATE_RESPONSE, 1, 2, 1, 2, 2, 4, 4, 4, 4, 8, 2, 1, 2>;
constexpr Parser negotiate_extended_response =
    message<ND_LAYER_SMB_NEGOTIATE_EXTENDED_RESPONSE, 1, 2, 1, 2, 2, 4, 4, 4, 4, 8, 2, 1, 2, 16>;
constexpr Parser setup_request = message<ND_LAYER_SMB_SETUP_REQUEST, 1, 1, 1, 2, 2, 2, 2, 4, 2, 2, 4, 4, 2>;
constexpr Parser setup_extended_request =
    message<ND_LAYER_SMB_SETUP_EXTENDED_REQUEST, 1, 1, 1, 2, 2, 2, 2, 4, 2, 4, 4, 2>;
constexpr Parser setup_response = message<ND_LAYER_SMB_SETUP_RESPONSE, 1, 1, 1, 2, 2, 2>;
constexpr Parser setup_extended_response = message<ND_LAYER_SMB_SETUP_EXTENDED_RESPONSE, 1, 1, 1, 2, 2, 2, 2>;
constexpr Parser empty_session = fixed<ND_LAYER_SMB_SESSION_NULL, nullptr, 1, 2>;
constexpr Parser netlogon = fixed<ND_LAYER_SMB_NETLOGON, nullptr, 1, 2, 2, 2, 2, 1, 1, 2, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1>;
constexpr Parser connect_tree = message<ND_LAYER_SMB_TREE_CONNECT, 1, 1, 1, 2, 2, 2, 2>;

// `words` is the message's count of words. It says more about the message's kind than the header's flags do.
Parser session_setup_message(bool is_reply, bool is_extended, std::uint8_t words) {
  if (words == 0) return empty_session;
  if (is_reply) return words == 4 || (words != 3 && is_extended) ? setup_extended_response : setup_response;
  return words == 12 || (words != 13 && is_extended) ? setup_extended_request : setup_request;
}

Parser after_smb(std::uint8_t command, bool is_reply, bool is_extended, std::uint8_t words) {
  switch (command) {
    case negotiate:
      return !is_reply ? negotiate_request : is_extended ? negotiate_extended_response : negotiate_response;
    case session_setup:
      return session_setup_message(is_reply, is_extended, words);
    case transaction:
      return netlogon;
    case tree_connect:
      return connect_tree;
    default:
      return nullptr;
  }
}

Step smb(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(4);
  const std::uint8_t command = fields.u8();
  fields.skip(4);
  const bool is_reply = (fields.u8() & reply_flag) != 0;
  const bool is_extended = (fields.le16() & extended_security) != 0;
  fields.skip(2);
  fields.text(8);
  fields.skip(2, 2, 2, 2, 2);
  const std::uint8_t words = fields.at_end() ? 0 : fields.rest()[0];
  return fields.step(ND_LAYER_SMB, after_smb(command, is_reply, is_extended, words));
}

}  // namespace

Step smb_of_any_version(Bytes bytes) {
  if (begins_with(bytes, "\xffSMB")) return smb(bytes);
  if (begins_with(bytes, "\xfeSMB")) return smb2(bytes);
  // The message is encrypted, or an earlier segment has its beginning.
  Fields fields(bytes);
  fields.text(4);
  return fields.step(ND_LAYER_SMB_GENERIC, nullptr);
}

}  // namespace netdumplings::packet
