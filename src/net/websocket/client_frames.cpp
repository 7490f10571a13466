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

std::size_t count_whole_frames(std::string_view frames, std::size_t bytes) {
  auto rest = frames.substr(0, bytes);
  std::size_t count = 0;
  FrameHeader header;
  while (read_client_header(rest, header) == HeaderState::complete && rest.size() - header.size >= header.length) {
    rest.remove_prefix(header.size + static_cast<std::size_t>(header.length));
    ++count;
  }
  return count;
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
