#include "net/websocket/server_frames.hpp"

#include <algorithm>
#include <cstring>

#include "net/websocket/frame.hpp"

namespace netdumplings::net {
namespace {

constexpr std::size_t read_at_once = std::size_t{64} << 10;
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t close_frame = max_server_header + sizeof(std::uint16_t);

}  // namespace

ServerFrames::ServerFrames() : buffer_(read_at_once + close_frame) {}

std::span<char> ServerFrames::room() {
  if (peer_close_) end_ = begin_ + static_cast<std::size_t>(passable_);
  if (begin_ > 0) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  return std::span(buffer_).first(read_at_once).subspan(end_);
}

std::size_t ServerFrames::take(std::span<char> out) {
  if (!upgraded_) passable_ = head_bytes(out.size());
  while (passable_ < out.size() && pass_a_frame()) continue;
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>({out.size(), unread().size(), passable_}));
  std::memcpy(out.data(), unread().data(), size);
  begin_ += size;
  passable_ -= size;
  return size;
}

// An answer that is no upgrade has a body behind its head, which passes too.
std::size_t ServerFrames::head_bytes(std::size_t most) {
  std::size_t bytes = 0;
  while (bytes < std::min(most, unread().size())) {
    const char byte = unread()[bytes++];
    head_matched_ = byte == head_end[head_matched_] ? head_matched_ + 1 : byte == head_end[0] ? 1 : 0;
    if (head_matched_ == head_end.size()) {
      head_matched_ = 0;
      break;
    }
  }
  return bytes;
}

bool ServerFrames::pass_a_frame() {
  if (!upgraded_ || peer_close_ || passable_ >= unread().size()) return false;
  const auto rest = unread().substr(static_cast<std::size_t>(passable_));
  FrameHeader header;
  const HeaderState state = read_server_header(rest, header);
  if (state == HeaderState::incomplete) return false;
  if (state == HeaderState::offence) return end(protocol_broken(fault_of_server_header(rest)));
  if (header.opcode != Opcode::close) {
    passable_ += header.size + header.length;
    return true;
  }
  if (rest.size() < header.size + header.length) return false;
  return end(read_close(rest.substr(header.size, static_cast<std::size_t>(header.length))));
}

bool ServerFrames::end(const PeerClose& why) {
  peer_close_ = why;
  const std::string payload = why.for_engine();
  char* const place = buffer_.data() + begin_ + static_cast<std::size_t>(passable_);
  const std::size_t size = write_server_header(Opcode::close, payload.size(), place);
  std::memcpy(place + size, payload.data(), payload.size());
  passable_ += size + payload.size();
  end_ = begin_ + static_cast<std::size_t>(passable_);
  return true;
}

}  // namespace netdumplings::net
