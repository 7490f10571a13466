// Frames in a row, as a source of them, and what a peer got of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>

#include "net/raw_client.hpp"
#include "net/send/frame_source.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::test {

inline std::string server_frame(net::Opcode opcode, const std::string& payload) {
  std::string out(net::max_server_header, '\0');
  out.resize(net::write_server_header(opcode, payload.size(), out.data()));
  return out + payload;
}

// Frames in a row, as the log has them.
class Row final : public net::FrameSource {
 public:
  void add(const std::string& payload) { frames_.push_back(server_frame(net::Opcode::text, payload)); }

  net::FrameRun next() override {
    run_.clear();
    for (const auto& frame : frames_) run_ += frame;
    return std::string_view(run_);
  }
  void taken(std::size_t bytes, net::CutFrame& rest) override {
    while (bytes > 0) {
      const std::size_t of_this = std::min(bytes, frames_.front().size());
      rest.own = frames_.front().substr(of_this);
      frames_.pop_front();
      bytes -= of_this;
      if (rest.empty()) ++whole;
    }
  }
  void cut_frame_sent() override { ++whole; }

  std::size_t whole = 0;

 private:
  std::deque<std::string> frames_;
  std::string run_;
};

struct Sent {
  std::size_t data = 0;
  std::size_t control = 0;
  bool close_last = false;
};

/// What a peer got; fails the test when a frame of it was cut.
inline Sent read_sent(std::string bytes) {
  Sent sent;
  Frame frame;
  while (take_server_frame(bytes, frame)) {
    sent.close_last = frame.opcode == net::Opcode::close;
    frame.opcode == net::Opcode::text ? ++sent.data : ++sent.control;
  }
  EXPECT_TRUE(bytes.empty()) << "a frame was cut and never finished";
  return sent;
}

}  // namespace netdumplings::test
