#include <utility>

#include "net/session/last_words_impl.hpp"

namespace netdumplings::net {

void LastWords::start() {
  push_out();
  if (then_ == Then::wait_for_leave && on_done_) drain();
}

void LastWords::push_out() {
  const auto again = guarded([](LastWords& self, const boost::system::error_code& error) {
    if (!error) self.push_out();
  });
  switch (wire_.sender.flush()) {
    case FrameSender::State::idle:
      return all_sent();
    case FrameSender::State::blocked:
      return wire_.when_writable(again);
    case FrameSender::State::busy:
      return wire_.soon(again);
    case FrameSender::State::failed:
      return finish();
  }
}

void LastWords::all_sent() {
  wire_.transport.finish();
  if (then_ == Then::done) finish();
}

void LastWords::drain() {
  wire_.socket.async_wait(
      boost::asio::ip::tcp::socket::wait_read, guarded([](LastWords& self, const boost::system::error_code& error) {
        if (error) return;
        const IoResult result = self.wire_.tcp.read(self.scratch_);
        const bool left = result.state == IoResult::State::closed || result.state == IoResult::State::failed;
        left ? self.finish() : self.drain();
      }));
}

void LastWords::finish() {
  if (!on_done_) return;
  wire_.soon([done = std::exchange(on_done_, nullptr), weak = weak_from_this()](const boost::system::error_code&) {
    if (weak.lock()) done();
  });
}

}  // namespace netdumplings::net
