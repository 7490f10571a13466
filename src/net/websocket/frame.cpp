#include "net/websocket/frame.hpp"

#include <algorithm>
#include <cstring>

namespace netdumplings::net {
namespace {

constexpr unsigned final_bit = 0x80;
constexpr unsigned reserved_bits = 0x70;
constexpr unsigned opcode_bits = 0x0f;
constexpr unsigned mask_bit = 0x80;
constexpr unsigned length_bits = 0x7f;
constexpr unsigned two_byte_length = 126;
constexpr unsigned eight_byte_length = 127;

unsigned byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

// How many bytes of length follow a header's second byte.
std::size_t extra_length_bytes(unsigned second) {
  const unsigned length = second & length_bits;
  return length == two_byte_length ? 2 : length == eight_byte_length ? 8 : 0;
}

bool known(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

enum class Sender : std::uint8_t { client, server };

template <Sender sender>
bool allowed(unsigned first, unsigned second) {
  const bool control = (first & 8U) != 0;
  const bool whole_and_short = (first & final_bit) != 0 && (second & length_bits) < two_byte_length;
  return (first & reserved_bits) == 0 && known(first & opcode_bits) &&
         ((second & mask_bit) != 0) == (sender == Sender::client) && (!control || whole_and_short);
}

template <Sender sender>
HeaderState read_header(std::string_view bytes, FrameHeader& header) {
  if (bytes.size() < 2) return HeaderState::incomplete;
  const unsigned first = byte_at(bytes, 0);
  const unsigned second = byte_at(bytes, 1);
  if (!allowed<sender>(first, second)) return HeaderState::offence;

  const unsigned short_length = second & length_bits;
  const std::size_t extra = extra_length_bytes(second);
  const std::size_t mask_size = sender == Sender::client ? header.mask.size() : 0;
  header.size = 2 + extra + mask_size;
  if (bytes.size() < header.size) return HeaderState::incomplete;

  header.final = (first & final_bit) != 0;
  header.opcode = static_cast<Opcode>(first & opcode_bits);
  header.length = extra == 0 ? short_length : big_endian(bytes.substr(2, extra));
  std::memcpy(header.mask.data(), bytes.data() + 2 + extra, mask_size);
  // A length must be written in the fewest bytes, and the topmost bit of eight must be zero.
  const std::uint64_t least = extra == 0 ? 0 : extra == 2 ? two_byte_length : 0x10000;
  return header.length < least || header.length >> 63 != 0 ? HeaderState::offence : HeaderState::complete;
}

template <Sender sender>
const char* fault_of_header(std::string_view bytes) {
  const unsigned first = byte_at(bytes, 0);
  const unsigned second = byte_at(bytes, 1);
  if ((first & reserved_bits) != 0) return "a reserved bit is set";
  if (!known(first & opcode_bits)) return "an opcode that means nothing";
  if (((second & mask_bit) != 0) != (sender == Sender::client)) {
    return sender == Sender::client ? "a frame without a mask" : "a frame with a mask";
  }
  if (allowed<sender>(first, second)) return "a length that is out of range or in too many bytes";
  return (first & final_bit) == 0 ? "a control frame in fragments" : "a control frame of more than 125 bytes";
}

}  // namespace

std::size_t write_server_header(Opcode opcode, std::uint64_t length, char* out) {
  const auto put_length = [out](std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) out[2 + i] = static_cast<char>(number >> (8 * (bytes - 1 - i)));
    return 2 + bytes;
  };
  out[0] = static_cast<char>(final_bit | static_cast<unsigned>(opcode));
  if (length < two_byte_length) {
    out[1] = static_cast<char>(length);
    return 2;
  }
  out[1] = static_cast<char>(length <= 0xffff ? two_byte_length : eight_byte_length);
  return length <= 0xffff ? put_length(length, 2) : put_length(length, 8);
}

void append_server_frame(std::string& out, Opcode opcode, std::string_view payload) {
  std::array<char, max_server_header> header{};
  out.append(header.data(), write_server_header(opcode, payload.size(), header.data()));
  out.append(payload);
}

std::string server_text_frame(std::string_view text) {
  std::string frame;
  append_server_frame(frame, Opcode::text, text);
  return frame;
}

std::string_view payload_of(std::string_view frame) {
  if (frame.size() < 2) return {};
  return frame.substr(std::min(frame.size(), 2 + extra_length_bytes(byte_at(frame, 1))));
}

HeaderState read_client_header(std::string_view bytes, FrameHeader& header) {
  return read_header<Sender::client>(bytes, header);
}

HeaderState read_server_header(std::string_view bytes, FrameHeader& header) {
  return read_header<Sender::server>(bytes, header);
}

const char* fault_of_client_header(std::string_view bytes) { return fault_of_header<Sender::client>(bytes); }
const char* fault_of_server_header(std::string_view bytes) { return fault_of_header<Sender::server>(bytes); }

bool unmask(std::span<char> payload, const std::array<char, 4>& mask) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  std::uint64_t key = 0;
  std::memcpy(&key, mask.data(), 4);
  std::memcpy(reinterpret_cast<char*>(&key) + 4, mask.data(), 4);
  std::uint64_t all = 0;
  const std::size_t words = payload.size() / sizeof key;
  for (std::size_t i = 0; i < words; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data() + i * sizeof word, sizeof word);
    word ^= key;
    all |= word;
    std::memcpy(payload.data() + i * sizeof word, &word, sizeof word);
  }
  for (std::size_t i = words * sizeof key; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(payload[i] ^ mask[i % mask.size()]);
    all |= static_cast<unsigned char>(payload[i]);
  }
  return (all & high_bits) == 0;
}

}  // namespace netdumplings::net
