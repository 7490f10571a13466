// WebSocket frames as bytes (RFC 6455, section 5.2): headers written and read, a payload unmasked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace netdumplings::net {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// The longest header of a frame that isn't masked, and of one that is.
inline constexpr std::size_t max_server_header = 10;
inline constexpr std::size_t max_client_header = 14;
/// The longest payload of a control frame (section 5.5).
inline constexpr std::size_t most_control_payload = 125;

/// Writes the header of a whole, unmasked message of `length` bytes to `out` (room for max_server_header) and returns
/// the header's size.
std::size_t write_server_header(Opcode opcode, std::uint64_t length, char* out);
/// Appends a whole, unmasked message to `out`, as one frame.
void append_server_frame(std::string& out, Opcode opcode, std::string_view payload);

/// Returns `text` as one whole, unmasked text frame.
std::string server_text_frame(std::string_view text);

/// Returns the payload of `frame`, one whole, unmasked frame; it is empty when `frame` is shorter than its header.
std::string_view payload_of(std::string_view frame);

/// A frame's header.
struct FrameHeader {
  bool final = false;
  Opcode opcode = Opcode::continuation;
  std::size_t size = 0;        // of the header itself
  std::uint64_t length = 0;    // of the payload after it
  std::array<char, 4> mask{};  // of a client's

  [[nodiscard]] bool is_control() const { return (static_cast<unsigned>(opcode) & 8U) != 0; }
};

enum class HeaderState {
  complete,
  incomplete,  // more bytes are needed to tell
  offence,     // nobody may send this (section 5): what follows can't be trusted
};

HeaderState read_client_header(std::string_view bytes, FrameHeader& header);
HeaderState read_server_header(std::string_view bytes, FrameHeader& header);

/// What is wrong with a header that is an offence, in words for a log.
const char* fault_of_client_header(std::string_view bytes);
const char* fault_of_server_header(std::string_view bytes);

/// Unmasks `payload` where it stands. Returns whether all of it is ASCII now, and so UTF-8.
bool unmask(std::span<char> payload, const std::array<char, 4>& mask);

}  // namespace netdumplings::net
