// One side of a WebSocket connection after its handshake (RFC 6455), without a socket and without a clock.
//
// Bytes go in; messages, the control frames that have to be sent, and the peer's end come out. Who owns a Peer reads
// and writes its socket, and sends data frames itself: see net/session.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/websocket/client_frames.hpp"
#include "net/websocket/close_reason.hpp"
#include "net/websocket/frame.hpp"
#include "net/websocket/utf8_check.hpp"

namespace netdumplings::net {

/// Used on one thread. Allocates nothing for a message that is one whole frame in the input.
class Peer {
 public:
  enum class Kind : std::uint8_t {
    more,       // every whole frame is used up; call again with what is left of the input and the bytes after it
    message,    // `message` is one whole message
    too_large,  // a message over the limit begins; its bytes are thrown away. The owner calls close().
    ended,      // the peer said Close, or broke the protocol: see ending(). What follows in the input means nothing
  };
  struct Step {
    Kind kind = Kind::more;
    std::size_t used = 0;           // bytes of the input that are used up, from its front
    std::string_view message = {};  // in the input or in the Peer: valid until the next call of next()
    bool binary = false;
  };

  /// The most bytes of an input that Kind::more leaves: less than one header, or a control frame that isn't whole.
  static constexpr std::size_t most_left = max_client_header + most_control_payload;
  /// Bytes after a message that lies in the Peer which may be read too. They are zeros.
  static constexpr std::size_t readable_after_message = 64;

  /// A server's side. `max_message` is the limit of a message, in bytes of all its fragments.
  explicit Peer(std::size_t max_message) : max_message_(max_message) {}
  /// A client's side: it masks what it sends. `masks` outlives it.
  Peer(std::size_t max_message, MaskSource& masks) : max_message_(max_message), masks_(&masks) {}

  void set_max_message(std::size_t bytes) { max_message_ = bytes; }

  /// Takes frames from the front of `input` until there is something to report. Unmasks in place. Answers pings and the
  /// peer's Close by itself: see take_output(). Reports `ended` once; later input is thrown away.
  Step next(std::span<char> input);

  /// Asks for a sign of life. Nothing happens after a Close.
  void ping();
  /// Says Close, after which nothing is sent and no message is reported. Only the first call counts. Text that doesn't
  /// fit into a Close frame is cut.
  void close(std::uint16_t code, std::string_view text);
  /// Returns the code of our Close, whether it was close() or an answer that said it; 0 if there was none yet.
  [[nodiscard]] std::uint16_t said_close() const { return said_close_; }

  /// Returns the bytes of memory for a message whose end hasn't come yet; 0 if there is none.
  [[nodiscard]] std::size_t unfinished() const { return fragmented_ && !throws_data_away() ? message_.capacity() : 0; }

  /// Returns whether control frames wait to be sent.
  [[nodiscard]] bool has_output() const { return !output_.empty(); }
  /// Hands over the control frames that have to be sent, in order. If said_close() isn't 0 they are the last, and a
  /// Close ends them. While nobody takes them, at most defaults::pongs_kept bytes of pongs wait, the newest
  /// (section 5.5.3).
  [[nodiscard]] std::string take_output();

  /// Returns how the peer ended the connection, once it has.
  [[nodiscard]] const std::optional<PeerClose>& ending() const { return ending_; }

 private:
  [[nodiscard]] bool is_client() const { return masks_ != nullptr; }
  [[nodiscard]] bool throws_data_away() const { return said_close_ != 0 || too_large_; }
  void throw_message_away();
  bool take_frame(std::span<char> input, Step& step);
  HeaderState read_header(std::string_view bytes, FrameHeader& header) const;
  bool take_data(std::span<char> input, const FrameHeader& header, Step& step);
  void begin_message(const FrameHeader& header);
  bool take_whole_message(std::span<char> payload, const FrameHeader& header, Step& step);
  bool take_payload(std::span<char> input, Step& step);
  bool finish_message(Step& step);
  bool take_control(std::span<char> input, const FrameHeader& header, Step& step);
  bool end_broken(const char* fault, Step& step);
  bool end_not_utf8(Step& step);
  bool end(PeerClose why, Step& step);
  void answer_ping(std::string_view payload);
  void append(Opcode opcode, std::string_view payload);
  void say_close(std::uint16_t code, std::string_view text);

  std::size_t max_message_;
  MaskSource* masks_ = nullptr;

  // The message that arrives in parts.
  std::string message_;
  Utf8Check text_check_;
  bool fragmented_ = false;  // between its first and its last frame
  bool binary_ = false;
  // Its frame under way.
  std::uint64_t missing_ = 0;  // bytes still to come
  bool final_ = false;
  Mask mask_{};  // for the next byte and those after it

  bool too_large_ = false;
  std::uint16_t said_close_ = 0;
  std::optional<PeerClose> ending_;
  std::string output_;
  std::size_t pongs_ = 0;  // bytes at the end of output_ that are nothing but pongs
};

}  // namespace netdumplings::net
