// SMB 2 and 3: headers with their messages, also in chains.
#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "packet/ber.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::uint32_t is_response_flag = 1;
constexpr std::uint32_t is_async_flag = 2;

// Where a message says that it holds a buffer: the position of the buffer's offset (from the header) and of its length.
struct Buffer {
  std::uint8_t offset_at;
  std::uint8_t offset_size;
  std::uint8_t length_at;
  std::uint8_t length_size;
};

struct Message {
  std::uint16_t command;
  bool is_response;
  LayerKind kind;
  std::array<std::uint8_t, 17> fields;  // sizes; 0 ends the list
  std::size_t buffers_from = 0;         // smaller offsets mean that there is no buffer
  std::array<Buffer, 2> buffers = {};
};

constexpr std::array messages = std::to_array<Message>({
    {1, false, ND_LAYER_SMB2_SETUP_REQUEST, {2, 1, 1, 4, 4, 2, 2, 8}, 88, {{{12, 2, 14, 2}}}},
    {1, true, ND_LAYER_SMB2_SETUP_RESPONSE, {2, 2, 2, 2}, 72, {{{4, 2, 6, 2}}}},
    {2, false, ND_LAYER_SMB2_LOGOFF, {2, 2}},
    {2, true, ND_LAYER_SMB2_LOGOFF, {2, 2}},
    {3, false, ND_LAYER_SMB2_TREE_CONNECT_REQUEST, {2, 2, 2, 2}, 72, {{{4, 2, 6, 2}}}},
    {3, true, ND_LAYER_SMB2_TREE_CONNECT_RESPONSE, {2, 1, 1, 4, 4, 4}},
    {4, false, ND_LAYER_SMB2_TREE_DISCONNECT_REQUEST, {2, 2}},
    {4, true, ND_LAYER_SMB2_TREE_DISCONNECT_RESPONSE, {2, 2}},
    {5,
     false,
     ND_LAYER_SMB2_CREATE_REQUEST,
     {2, 1, 1, 4, 8, 8, 4, 4, 4, 4, 4, 2, 2, 4, 4},
     120,
     {{{44, 2, 46, 2}, {48, 4, 52, 4}}}},
    {5, true, ND_LAYER_SMB2_CREATE_RESPONSE, {2, 1, 1, 4, 8, 8, 8, 8, 8, 8, 4, 4, 8, 8, 4, 4}, 152, {{{80, 4, 84, 4}}}},
    {6, false, ND_LAYER_SMB2_CLOSE_REQUEST, {2, 2, 4, 8, 8}},
    {6, true, ND_LAYER_SMB2_CLOSE_RESPONSE, {2, 2, 4, 8, 8, 8, 8, 8, 8, 4}},
    {8, false, ND_LAYER_SMB2_READ_REQUEST, {2, 1, 1, 4, 8, 8, 8, 4, 4, 4, 2, 2}, 112, {{{44, 2, 46, 2}}}},
    {8, true, ND_LAYER_SMB2_READ_RESPONSE, {2, 2, 4, 4, 4}, 80, {{{2, 2, 4, 4}}}},
    {9, false, ND_LAYER_SMB2_WRITE_REQUEST, {2, 2, 4, 8, 8, 8, 4, 4, 2, 2, 4}, 112, {{{2, 2, 4, 4}, {40, 2, 42, 2}}}},
    {9, true, ND_LAYER_SMB2_WRITE_RESPONSE, {2, 2, 4, 4, 2, 2}},
    {11,
     false,
     ND_LAYER_SMB2_IOCTL_REQUEST,
     {2, 2, 4, 8, 8, 4, 4, 4, 4, 4, 4, 4, 4},
     120,
     {{{24, 4, 28, 4}, {36, 4, 40, 4}}}},
    {11,
     true,
     ND_LAYER_SMB2_IOCTL_RESPONSE,
     {2, 2, 4, 8, 8, 4, 4, 4, 4, 4, 4},
     112,
     {{{24, 4, 28, 4}, {32, 4, 36, 4}}}},
    {12, false, ND_LAYER_SMB2_CANCEL, {2, 2}},
    {12, true, ND_LAYER_SMB2_CANCEL, {2, 2}},
    {14, false, ND_LAYER_SMB2_QUERY_DIRECTORY_REQUEST, {2, 1, 1, 4, 8, 8, 2, 2, 4}, 96, {{{24, 2, 26, 2}}}},
    {14, true, ND_LAYER_SMB2_QUERY_DIRECTORY_RESPONSE, {2, 2, 4}, 72, {{{2, 2, 4, 4}}}},
    {15, false, ND_LAYER_SMB2_CHANGE_NOTIFY_REQUEST, {2, 2, 4, 8, 8, 4, 4}},
    {15, true, ND_LAYER_SMB2_CHANGE_NOTIFY_RESPONSE, {2, 2, 4}, 72, {{{2, 2, 4, 4}}}},
    {16, false, ND_LAYER_SMB2_QUERY_INFO_REQUEST, {2, 1, 1, 4, 4, 4, 4, 4, 8, 8}, 104, {{{8, 4, 12, 4}}}},
    {16, true, ND_LAYER_SMB2_QUERY_INFO_RESPONSE, {2, 2, 4}, 72, {{{2, 2, 4, 4}}}},
});

std::uint64_t little_endian(Bytes bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8 | bytes[at + i - 1];
  return value;
}

// Returns where the last buffer ends, counted from the end of the message's fields.
std::size_t buffers_end(const Message& message, Bytes bytes) {
  std::uint64_t end = 0;
  for (const Buffer& buffer : message.buffers) {
    if (buffer.offset_size == 0) continue;
    const std::uint64_t offset = little_endian(bytes, buffer.offset_at, buffer.offset_size);
    const std::uint64_t length = little_endian(bytes, buffer.length_at, buffer.length_size);
    if (offset >= message.buffers_from) end = std::max(end, offset - message.buffers_from + length);
  }
  return static_cast<std::size_t>(end);
}

// Reads the padding before a chain's next header: `told` bytes, or, if `told` is negative, all but that many.
Step gap(Bytes bytes, std::uint32_t told) {
  const std::int64_t wanted = static_cast<std::int32_t>(told);
  const auto all = static_cast<std::int64_t>(bytes.size());
  const std::int64_t size = wanted < 0 ? std::max<std::int64_t>(0, all + wanted) : std::min(wanted, all);
  Step step = carries_rest(ND_LAYER_PADDING, bytes, static_cast<std::size_t>(size), smb2);
  step.header = 0;
  step.sibling = true;
  return step;
}

// Reads what comes after a message: in a chain, the header that begins `to_next_header` bytes after this one's
// beginning; else another message of the session.
Step leading_on(Step message, std::uint32_t to_next_header) {
  constexpr std::int64_t header = 64, most = std::numeric_limits<std::int32_t>::max();
  if (message.kind == ND_LAYER_NONE || to_next_header == 0) return message;
  const std::int64_t between = std::min(most, to_next_header - header - message.own);
  message.next = between == 0 ? smb2 : nullptr;
  message.next_told = gap;
  message.told = static_cast<std::uint32_t>(between);
  message.pads_nothing = between != 0 && message.carried == 0;
  return message;
}

// The outermost element in a security buffer must be whole; otherwise its end is in another segment.
bool is_whole_token(Bytes token) {
  enum Tag : std::uint8_t { application = 0x60, negotiation_token = 0xa0 };
  if (token.empty() || token[0] == 'N') return true;  // NTLM comes without such an element
  const bool is_known = token[0] == application || (token[0] & negotiation_token) == negotiation_token;
  return is_known && ber_element(token).size != 0;
}

Bytes security_token(const Message& message, Bytes bytes) {
  const Buffer& buffer = message.buffers[0];
  const std::uint64_t offset = little_endian(bytes, buffer.offset_at, buffer.offset_size);
  const std::uint64_t length = little_endian(bytes, buffer.length_at, buffer.length_size);
  if (offset < message.buffers_from) return {};
  const std::size_t fields_end = message.buffers_from - 64;
  return detail::clipped(bytes, fields_end + offset - message.buffers_from, length);
}

Step read(const Message& message, Bytes bytes) {
  constexpr std::uint16_t session_setup = 1;
  Fields fields(bytes);
  for (const std::uint8_t size : message.fields) fields.skip(size);
  const std::size_t header = fields.at();
  if (message.buffers_from != 0 && !fields.broken() && !fields.at_end()) {
    if (message.command == session_setup && !is_whole_token(security_token(message, bytes))) return not_this_layer;
    const std::size_t end = buffers_end(message, bytes);
    fields.text(static_cast<std::ptrdiff_t>(end == 0 ? fields.left() : std::min(end, fields.left())));
  }
  Step step = fields.step(message.kind, netbios_session);
  step.header = static_cast<std::uint32_t>(std::min(header, std::size_t{step.own}));
  return step;
}

// One parser for each message, by its place in the table.
template <std::size_t Index>
Step table_message(Bytes bytes, std::uint32_t to_next_header) {
  return leading_on(read(messages[Index], bytes), to_next_header);
}
template <std::size_t... Index>
constexpr std::array<ToldParser, sizeof...(Index)> table_parsers(std::index_sequence<Index...> /*all*/) {
  return {table_message<Index>...};
}
constexpr auto parsers = table_parsers(std::make_index_sequence<messages.size()>());

Step error_response(Bytes bytes, std::uint32_t to_next_header) {
  Fields fields(bytes);
  fields.skip(2, 1, 1);
  fields.text(fields.le32());
  return leading_on(fields.step(ND_LAYER_SMB2_ERROR, netbios_session), to_next_header);
}

// The contexts of a negotiation are its own data.
template <LayerKind Kind, unsigned... Sizes>
Step negotiation(Bytes bytes, std::uint32_t to_next_header) {
  Fields fields(bytes);
  fields.skip(Sizes...);
  return leading_on(fields.keeping_rest(Kind), to_next_header);
}

bool is_success(std::uint32_t status) {
  constexpr std::array<std::uint32_t, 5> known = {0, 0xc0000016, 0x80000005, 0xc000000d, 0x0000010c};
  return std::find(known.begin(), known.end(), status) != known.end();
}

ToldParser after_header(std::uint16_t command, bool is_response, std::uint32_t status) {
  if (is_response && !is_success(status)) return error_response;
  if (command == 0) {
    return is_response ? static_cast<ToldParser>(
                             negotiation<ND_LAYER_SMB2_NEGOTIATE_RESPONSE, 2, 2, 2, 2, 16, 4, 4, 4, 4, 8, 8, 2, 2, 4>)
                       : negotiation<ND_LAYER_SMB2_NEGOTIATE_REQUEST, 2, 2, 2, 2, 4, 16, 4, 2, 2>;
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (messages[i].command == command && messages[i].is_response == is_response) return parsers[i];
  }
  return nullptr;
}

}  // namespace

Step smb2(Bytes bytes) {
  Fields fields(bytes);
  fields.text(4);
  fields.skip(2, 2);
  const std::uint32_t status = fields.le32();
  const std::uint16_t command = fields.le16();
  fields.skip(2);
  const std::uint32_t flags = fields.le32();
  const std::uint32_t to_next_header = fields.le32();
  fields.skip(8);
  (flags & is_async_flag) != 0 ? fields.skip(8) : fields.skip(4, 4);
  fields.skip(8);
  fields.text(16);
  Step step = fields.step(ND_LAYER_SMB2, nullptr);
  step.next_told = after_header(command, (flags & is_response_flag) != 0, status);
  step.told = to_next_header;
  return step;
}

}  // namespace netdumplings::packet
