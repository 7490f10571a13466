// A connection that is over but for what is still to be sent: our Close, or an HTTP answer.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "net/session/wire_impl.hpp"

namespace netdumplings::net {

/// Used on its wire's thread. Who owns it limits its time, and closes the wire.
class LastWords final : public std::enable_shared_from_this<LastWords> {
 public:
  enum class Then : std::uint8_t {
    done,            // all is sent, and said to be all
    wait_for_leave,  // and then the peer has closed, too: to close a socket with unread input would destroy our words
  };

  /// Sends what the wire's sender has. Calls `on_done` once, never inside a call of this: when all that `then` says has
  /// happened, or the connection broke. `scratch` is where what comes is thrown away. Both
  /// outlive this.
  LastWords(Wire& wire, std::vector<char>& scratch, Then then, std::function<void()> on_done)
      : wire_(wire), scratch_(scratch), then_(then), on_done_(std::move(on_done)) {}

  void start();

 private:
  void push_out();
  void all_sent();
  void drain();
  void finish();
  template <class Handler>
  auto guarded(Handler handler) {
    return [weak = weak_from_this(), handler](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (self && self->wire_.socket.is_open()) handler(*self, error);
    };
  }

  Wire& wire_;
  std::vector<char>& scratch_;
  const Then then_;
  std::function<void()> on_done_;
};

}  // namespace netdumplings::net
