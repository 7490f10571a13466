// What answers each message with the same message, through the hub's own session class.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "net/send/frame_source.hpp"
#include "net/server/websocket_server.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::test {

/// A subclass that overrides on_message() calls echo().
class Echo : public net::ConnectionHandler, private net::FrameSource {
 public:
  explicit Echo(net::ServerConnection& connection) : connection_(connection) { connection_.send_from(*this); }

  void on_message(std::string_view message, bool binary) override { echo(message, binary); }
  void on_batch_end() override { connection_.flush(); }
  void on_closed(const std::string& /*why*/) override {}

 protected:
  void echo(std::string_view message, bool binary) {
    std::string frame(net::max_server_header, '\0');
    const auto opcode = binary ? net::Opcode::binary : net::Opcode::text;
    frame.resize(net::write_server_header(opcode, message.size(), frame.data()));
    out_.append(frame).append(message);
  }
  [[nodiscard]] net::ServerConnection& connection() { return connection_; }
  /// Bytes that wait for a client who reads them.
  [[nodiscard]] std::size_t waiting() const { return out_.size(); }

 private:
  // One frame for the sender, however many messages: a cut then leaves all that is missing with it.
  net::FrameRun next() override { return std::string_view(run_ = std::exchange(out_, {})); }
  void taken(std::size_t bytes, net::CutFrame& rest) override {
    if (bytes == 0) {
      out_ = run_ + out_;
    } else {
      rest.own = run_.substr(bytes);
    }
  }
  void cut_frame_sent() override {}

  net::ServerConnection& connection_;
  std::string out_;
  std::string run_;
};

}  // namespace netdumplings::test
