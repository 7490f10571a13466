// What a hub sends, looked at before the protocol engine has it: its frames pass as they are, up to a Close or an
// offence (peer_close.hpp), in whose place the engine reads a Close of our making.
//
// The buffer lies between the engine and the transport: the engine reads 1,536 bytes at a time, the transport is asked
// for 64 KB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "net/websocket/peer_close.hpp"

namespace netdumplings::net {

class ServerFrames {
 public:
  ServerFrames();

  /// Where bytes of the server's go next, never empty; added() says how many came.
  std::span<char> room();
  void added(std::size_t bytes) { end_ += bytes; }
  /// Moves what the engine may read next to `out`; 0: more must come first. In one call nothing passes the end of an
  /// HTTP head, so that what stands behind it is still here when begin() is called.
  std::size_t take(std::span<char> out);
  /// The handshake is through: from here on there are frames.
  void begin() { upgraded_ = true; }
  /// How the server ended it, as soon as that was seen; what comes behind it is nobody's.
  [[nodiscard]] const std::optional<PeerClose>& peer_close() const { return peer_close_; }

 private:
  [[nodiscard]] std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] std::size_t head_bytes(std::size_t most);
  bool pass_a_frame();
  bool end(const PeerClose& why);

  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t passable_ = 0;  // bytes from begin_ on that the engine may have, some of which are still to come
  std::size_t head_matched_ = 0;
  bool upgraded_ = false;
  std::optional<PeerClose> peer_close_;
};

}  // namespace netdumplings::net
