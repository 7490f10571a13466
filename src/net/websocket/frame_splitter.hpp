// What a client sends, split: plain messages are taken straight from the read buffer, everything else is the engine's.
//
// A read batch of 256 KB holds a thousand dumplings, and one trip a message through Beast costs seven times what
// checking the dumpling costs. So a message that is one whole unfragmented frame is unmasked where it stands and handed
// on; pings, pongs, fragments and large frames go to Beast byte for byte. A Close ends it, and so does an offence: see
// peer_close.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "net/websocket/frame.hpp"
#include "net/websocket/peer_close.hpp"

namespace netdumplings::net {

class FrameSplitter {
 public:
  enum class Kind {
    more,       // the front is an incomplete frame: keep it and come back with more behind it
    message,    // `bytes` is one message, unmasked
    engine,     // `bytes` are for the protocol engine
    discard,    // `bytes` are nobody's any more
    too_large,  // a message over the limit begins; it is discarded from here on
    close,      // the client closes, or broke the protocol: peer_close() says which; the rest is nobody's
  };
  struct Piece {
    Kind kind = Kind::more;
    std::span<char> bytes;
    std::size_t used = 0;  // how far the input was used up
    bool binary = false;
  };

  explicit FrameSplitter(std::size_t limit) : limit_(limit) {}

  /// The longest message, fragments added up, that is let through.
  void set_limit(std::size_t bytes) { limit_ = bytes; }
  /// From now on data is discarded and only control frames go to the engine: for a connection that said Close.
  void discard_data() { discarding_ = true; }
  /// Set from Kind::close on.
  [[nodiscard]] const std::optional<PeerClose>& peer_close() const { return peer_close_; }

  /// Looks at the front of `input`.
  Piece next(std::span<char> input);

 private:
  Piece begin_frame(std::span<char> input, const FrameHeader& header);
  Piece begin_data(std::span<char> input, const FrameHeader& header);
  Piece begin_close(std::span<char> input, const FrameHeader& header);
  Piece end(std::span<char> input, PeerClose why);
  Piece pass_on(std::span<char> input);

  std::size_t limit_;
  std::uint64_t under_way_ = 0;  // bytes still to come of a frame that is passed on
  std::uint64_t message_ = 0;    // bytes so far of a fragmented message
  bool fragmented_ = false;      // between the first and the last fragment
  bool discarding_ = false;
  bool discard_frame_ = false;  // the frame under way is discarded, not passed on
  std::optional<PeerClose> peer_close_;
};

}  // namespace netdumplings::net
