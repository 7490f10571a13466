// A connection without a socket, which sends to the test's transport.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "common/defaults.hpp"
#include "net/send/frame_sender.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

class FakeConnection final : public net::ServerConnection {
 public:
  explicit FakeConnection(net::Transport& transport) : sender(transport, budget_) {}

  [[nodiscard]] const net::Endpoint& peer() const override { return address; }
  [[nodiscard]] const std::string& subprotocol() const override { return spoken; }
  void limit_messages(std::size_t, std::uint16_t, std::string) override {}
  void welcome() override { welcomed = true; }
  void send_from(net::FrameSource& source) override { sender.set_source(&source); }
  void flush() override {
    ++flushes;
    if (before_flush) before_flush();
    sender.flush();
  }
  void close(std::uint16_t code, std::string_view) override { closed = code; }
  [[nodiscard]] std::uint16_t said_close() const override { return closed; }

 private:
  net::CutFrameBudget budget_{defaults::cut_frames_budget};

 public:
  net::FrameSender sender;
  net::Endpoint address{"127.0.0.1", 1};  // of the peer
  std::string spoken;
  bool welcomed = false;
  std::uint16_t closed = 0;
  int flushes = 0;
  std::function<void()> before_flush;  // may be empty
};

}  // namespace netdumplings::hub
