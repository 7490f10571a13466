#include "net/websocket/client_frames.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace netdumplings::net {

namespace {

constexpr char mask_follows = static_cast<char>(0x80);

}  // namespace

void append_client_frame(std::string& out, Opcode opcode, std::string_view payload, const Mask& mask) {
  std::array<char, max_server_header> header{};
  const std::size_t size = write_server_header(opcode, payload.size(), header.data());
  header[1] = static_cast<char>(header[1] | mask_follows);
  out.append(header.data(), size);
  out.append(mask.data(), mask.size());
  out.append(payload);
  unmask({out.data() + out.size() - payload.size(), payload.size()}, mask);
}

FramesWithin frames_within(std::string_view frames, std::size_t bytes) {
  FramesWithin within;
  FrameHeader header;
  while (within.end < bytes && read_client_header(frames.substr(within.end), header) == HeaderState::complete) {
    within.end += header.size + static_cast<std::size_t>(header.length);
    if (within.end <= bytes) ++within.whole;
  }
  return within;
}

void MaskSource::refill() {
  auto* const bytes = reinterpret_cast<char*>(masks_.data());
  for (std::size_t have = 0; have < sizeof masks_;) {
    const auto got = getrandom(bytes + have, sizeof masks_ - have, 0);
    if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    if (got > 0) have += static_cast<std::size_t>(got);
  }
  used_ = 0;
}

}  // namespace netdumplings::net
