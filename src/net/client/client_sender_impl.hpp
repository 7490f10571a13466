// The data half of a client's connection: messages become frames, and go through the gate in as few writes as possible.
#pragma once

#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/client/client_stream_impl.hpp"
#include "net/client/frame_gate_impl.hpp"
#include "net/websocket/client_frames.hpp"

namespace netdumplings::net {

class ClientSender {
 public:
  using Gate = FrameGate<ClientStream>;
  /// Called after each write, with what became of it. Never inside a call of the sender's.
  using Handler = std::function<void(const boost::system::error_code& ec)>;

  ClientSender(Gate& gate, Handler on_written) : gate_(gate), on_written_(std::move(on_written)) {}

  void add(std::span<const std::string_view> texts);
  /// Writes all that was added, unless a write is under way or Beast has the gate. `owner` lives until the write is
  /// done.
  void flush(std::shared_ptr<const void> owner);
  /// What isn't being written yet is forgotten.
  void forget();

  [[nodiscard]] bool writing() const { return !writing_.empty(); }
  [[nodiscard]] std::size_t pending() const { return writing_.size() + filling_.size(); }
  [[nodiscard]] std::uint64_t messages_given() const { return messages_given_; }
  [[nodiscard]] std::uint64_t writes() const { return writes_; }

 private:
  void written(const boost::system::error_code& ec, std::size_t bytes);

  Gate& gate_;
  const Handler on_written_;
  MaskSource masks_;
  std::string filling_;  // frames that wait for the next write
  std::string writing_;  // frames of the write under way; empty: there is none
  std::uint64_t filling_messages_ = 0;
  std::uint64_t writing_messages_ = 0;
  std::uint64_t messages_given_ = 0;
  std::uint64_t writes_ = 0;
};

}  // namespace netdumplings::net
