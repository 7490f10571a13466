#include "net/client/outgoing_messages.hpp"

#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::net {

void OutgoingMessages::add(std::span<const std::string_view> texts) {
  for (const auto text : texts) append_client_frame(frames_, Opcode::text, text, masks_.next());
  waiting_ += texts.size();
}

void OutgoingMessages::taken(std::size_t bytes, CutFrame& rest) {
  const std::string_view waiting = std::string_view(frames_).substr(given_bytes_);
  if (bytes == waiting.size()) {
    given_ += std::exchange(waiting_, 0);
    given_bytes_ += bytes;
  } else if (bytes > 0) {
    const FramesWithin within = frames_within(waiting, bytes);
    given_ += within.whole;
    waiting_ -= within.whole + (within.end > bytes ? 1 : 0);
    rest.own = waiting.substr(bytes, within.end - bytes);
    cut_bytes_ = rest.own.size();
    given_bytes_ += within.end;
  }
  if (given_bytes_ < frames_.size()) return;
  frames_.clear();
  given_bytes_ = 0;
  if (frames_.capacity() > defaults::client_buffer_kept) frames_.shrink_to_fit();
}

void OutgoingMessages::cut_frame_sent() {
  cut_bytes_ = 0;
  ++given_;
}

void OutgoingMessages::forget() {
  frames_ = {};
  given_bytes_ = 0;
  cut_bytes_ = 0;
  waiting_ = 0;
}

}  // namespace netdumplings::net
