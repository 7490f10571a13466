#include "net/websocket/peer.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"

namespace netdumplings::net {
namespace {

// Memory that a message needed beyond this is given back after it.
constexpr std::size_t ordinary_message = std::size_t{4} << 10;

std::string_view view(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

Peer::Step Peer::next(std::span<char> input) {
  if (message_.capacity() > ordinary_message && !fragmented_ && missing_ == 0) message_ = {};
  std::size_t used = 0;
  while (true) {
    if (ending_) return {Kind::more, input.size()};
    const std::span<char> rest = input.subspan(used);
    Step step;
    if (missing_ > 0) {
      if (rest.empty()) return {Kind::more, used};
      step = take_payload(rest);
    } else {
      FrameHeader header;
      const HeaderState state = read_header(view(rest), header);
      if (state == HeaderState::incomplete) return {Kind::more, used};
      if (state == HeaderState::offence) {
        const auto* const fault = is_client() ? fault_of_server_header(view(rest)) : fault_of_client_header(view(rest));
        step = end(protocol_broken(fault));
      } else {
        step = begin_frame(rest, header);
      }
    }
    used += step.used;
    if (step.kind != Kind::more || step.used == 0) {
      step.used = used;
      return step;
    }
  }
}

HeaderState Peer::read_header(std::string_view bytes, FrameHeader& header) const {
  return is_client() ? read_server_header(bytes, header) : read_client_header(bytes, header);
}

// Returns Kind::more with `used` 0 if the input ends before there is anything to do.
Peer::Step Peer::begin_frame(std::span<char> input, const FrameHeader& header) {
  if (header.is_control()) return take_control(input, header);
  return begin_data(input, header);
}

Peer::Step Peer::begin_data(std::span<char> input, const FrameHeader& header) {
  missing_ = header.length;
  if (throws_data_away()) return {Kind::more, header.size};
  const bool first = header.opcode != Opcode::continuation;
  if (first && fragmented_) return end(protocol_broken("a new message inside of another"));
  if (!first && !fragmented_) return end(protocol_broken("a continuation of nothing"));
  const std::size_t before = first ? 0 : message_.size();
  if (header.length > max_message_ - std::min(max_message_, before)) {
    too_large_ = true;
    return {Kind::too_large, header.size};
  }
  if (first && header.final && input.size() - header.size >= header.length) {
    missing_ = 0;
    return whole_message(input.subspan(header.size, static_cast<std::size_t>(header.length)), header);
  }
  if (first) begin_message(header);
  final_ = header.final;
  mask_ = header.mask;
  Step step = missing_ == 0 && final_ ? finish_message() : Step();
  step.used = header.size;
  return step;
}

void Peer::begin_message(const FrameHeader& header) {
  fragmented_ = true;
  binary_ = header.opcode == Opcode::binary;
  message_.clear();
  text_check_.reset();
}

Peer::Step Peer::whole_message(std::span<char> payload, const FrameHeader& header) {
  unmask(payload, header.mask);
  const bool binary = header.opcode == Opcode::binary;
  if (!binary && !is_utf8(view(payload))) return end(not_utf8("a text message that isn't UTF-8"));
  return {Kind::message, header.size + payload.size(), view(payload), binary};
}

// Takes what there is of the frame under way.
Peer::Step Peer::take_payload(std::span<char> input) {
  const auto part = input.first(static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), missing_)));
  missing_ -= part.size();
  if (throws_data_away()) return {Kind::more, part.size()};
  unmask(part, mask_);
  std::rotate(mask_.begin(), mask_.begin() + part.size() % mask_.size(), mask_.end());
  if (!binary_ && !text_check_.add(view(part))) return end(not_utf8("a text message that isn't UTF-8"));
  message_.append(part.data(), part.size());
  Step step = missing_ == 0 && final_ ? finish_message() : Step();
  step.used = part.size();
  return step;
}

Peer::Step Peer::finish_message() {
  fragmented_ = false;
  if (!binary_ && !text_check_.complete()) return end(not_utf8("a text message that isn't UTF-8"));
  const std::size_t size = message_.size();
  message_.append(readable_after_message, '\0');
  return {Kind::message, 0, std::string_view(message_).substr(0, size), binary_};
}

Peer::Step Peer::take_control(std::span<char> input, const FrameHeader& header) {
  const std::size_t total = header.size + static_cast<std::size_t>(header.length);
  if (input.size() < total) return {};
  const auto payload = input.subspan(header.size, static_cast<std::size_t>(header.length));
  if (!is_client()) unmask(payload, header.mask);
  if (header.opcode == Opcode::close) return end(read_close(view(payload)));
  if (header.opcode == Opcode::ping && said_close_ == 0) answer_ping(view(payload));
  return {Kind::more, total};
}

Peer::Step Peer::end(PeerClose why) {
  assert(!ending_);
  const CloseReason& reason = why.reason;
  if (reason.sent != 0) {
    say_close(reason.sent, is_client() ? "" : why.fault);
  } else {
    // A Close without a code is answered with 1000: a code that isn't there can't be repeated.
    say_close(reason.code == protocol::close_without_code ? protocol::close_normal : reason.code, {});
  }
  ending_ = std::move(why);
  message_ = {};
  return {Kind::ended};
}

void Peer::answer_ping(std::string_view payload) {
  if (pongs_ + max_client_header + payload.size() > defaults::pongs_kept) {
    output_.resize(output_.size() - std::exchange(pongs_, 0));
  }
  const std::size_t before = output_.size();
  append(Opcode::pong, payload);
  pongs_ += output_.size() - before;
}

void Peer::ping() {
  if (said_close_ != 0) return;
  append(Opcode::ping, {});
  pongs_ = 0;
}

void Peer::close(std::uint16_t code, std::string_view text) {
  if (said_close_ == 0) say_close(code, text);
}

void Peer::say_close(std::uint16_t code, std::string_view text) {
  assert(may_be_sent(code));
  if (said_close_ != 0) return;
  said_close_ = code;
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  append(Opcode::close, payload.append(close_text_that_fits(text)));
}

void Peer::append(Opcode opcode, std::string_view payload) {
  if (is_client()) return append_client_frame(output_, opcode, payload, masks_->next());
  append_server_frame(output_, opcode, payload);
}

std::string Peer::take_output() {
  pongs_ = 0;
  return std::exchange(output_, {});
}

}  // namespace netdumplings::net
