#include "net/loop/readable.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <utility>

#include "net/loop/loop_impl.hpp"

namespace netdumplings::net {

struct Readable::Impl : std::enable_shared_from_this<Impl> {
  Impl(boost::asio::io_context& io, int fd, std::function<void()> handler)
      : descriptor(io, fd), on_readable(std::move(handler)) {}

  void wait() {
    descriptor.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](boost::system::error_code ec) {
                            if (ec || !self->watching) return;
                            self->on_readable();
                            if (self->watching) self->wait();
                          });
  }

  boost::asio::posix::stream_descriptor descriptor;
  std::function<void()> on_readable;
  bool watching = true;
};

Readable::Readable(Loop& loop, int fd, std::function<void()> on_readable)
    : impl_(std::make_shared<Impl>(loop.impl().io, fd, std::move(on_readable))) {
  impl_->wait();
}

Readable::~Readable() {
  impl_->watching = false;
  impl_->descriptor.release();
}

}  // namespace netdumplings::net
