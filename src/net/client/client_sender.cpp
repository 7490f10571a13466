#include <utility>

#include "net/client/client_sender_impl.hpp"

namespace netdumplings::net {

namespace {

// A buffer that once held more than this is given back when it is empty.
constexpr std::size_t kept_frames_capacity = std::size_t{1} << 20;

void empty(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kept_frames_capacity) buffer.shrink_to_fit();
}

}  // namespace

void ClientSender::add(std::span<const std::string_view> texts) {
  for (const auto text : texts) append_client_frame(filling_, Opcode::text, text, masks_.next());
  filling_messages_ += texts.size();
}

void ClientSender::flush(std::shared_ptr<const void> owner) {
  if (writing() || filling_.empty() || !gate_.enter()) return;
  std::swap(filling_, writing_);
  writing_messages_ = std::exchange(filling_messages_, 0);
  boost::asio::async_write(
      gate_.next_layer(), boost::asio::buffer(writing_),
      [this, owner = std::move(owner)](const boost::system::error_code& ec, std::size_t bytes) { written(ec, bytes); });
}

void ClientSender::written(const boost::system::error_code& ec, std::size_t bytes) {
  ++writes_;
  messages_given_ += ec ? count_whole_frames(writing_, bytes) : writing_messages_;
  empty(writing_);
  gate_.leave();
  on_written_(ec);
}

void ClientSender::forget() {
  empty(filling_);
  filling_messages_ = 0;
}

}  // namespace netdumplings::net
