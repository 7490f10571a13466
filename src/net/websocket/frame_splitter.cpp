#include "net/websocket/frame_splitter.hpp"

#include <algorithm>
#include <utility>

namespace netdumplings::net {
namespace {

// An incomplete frame up to this size waits in the session until its rest is there, and is moved to the front of the
// read buffer with each read; a larger one goes through the engine, so that a byte at a time costs nobody a copy of
// megabytes.
constexpr std::size_t longest_wait = 16U << 10;

}  // namespace

FrameSplitter::Piece FrameSplitter::next(std::span<char> input) {
  if (peer_close_) return {Kind::discard, {}, input.size()};
  if (under_way_ > 0) return pass_on(input);
  FrameHeader header;
  switch (read_client_header({input.data(), input.size()}, header)) {
    case HeaderState::incomplete:
      return {};
    case HeaderState::offence:
      return end(input, protocol_broken(fault_of_client_header({input.data(), input.size()})));
    case HeaderState::complete:
      break;
  }
  return begin_frame(input, header);
}

FrameSplitter::Piece FrameSplitter::begin_frame(std::span<char> input, const FrameHeader& header) {
  if (header.opcode == Opcode::close) return begin_close(input, header);
  if (!header.is_control()) return begin_data(input, header);
  discard_frame_ = false;
  under_way_ = header.size + header.length;
  return pass_on(input);
}

FrameSplitter::Piece FrameSplitter::begin_close(std::span<char> input, const FrameHeader& header) {
  if (input.size() < header.size + header.length) return {};
  const auto payload = input.subspan(header.size, static_cast<std::size_t>(header.length));
  unmask(payload, header.mask);
  return end(input, read_close({payload.data(), payload.size()}));
}

FrameSplitter::Piece FrameSplitter::end(std::span<char> input, PeerClose why) {
  peer_close_ = std::move(why);
  return {Kind::close, {}, input.size()};
}

FrameSplitter::Piece FrameSplitter::begin_data(std::span<char> input, const FrameHeader& header) {
  const bool first = header.opcode != Opcode::continuation;
  const bool plain = first && header.final && !fragmented_;
  if (header.length > limit_ || (!first && message_ + header.length > limit_)) {
    const bool news = !discarding_;
    discarding_ = true;
    if (news) return {Kind::too_large, {}, 0};
  }
  const std::uint64_t total = header.size + header.length;
  if (plain && !discarding_) {
    if (input.size() >= total) {
      const auto payload = input.subspan(header.size, static_cast<std::size_t>(header.length));
      unmask(payload, header.mask);
      return {Kind::message, payload, static_cast<std::size_t>(total), header.opcode == Opcode::binary};
    }
    if (total <= longest_wait) return {};
  }
  message_ = (first ? 0 : message_) + header.length;
  fragmented_ = !header.final;
  discard_frame_ = discarding_;
  under_way_ = total;
  return pass_on(input);
}

FrameSplitter::Piece FrameSplitter::pass_on(std::span<char> input) {
  const auto bytes = input.first(static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), under_way_)));
  under_way_ -= bytes.size();
  return {discard_frame_ ? Kind::discard : Kind::engine, bytes, bytes.size()};
}

}  // namespace netdumplings::net
