#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "net/session/wire_impl.hpp"

namespace netdumplings::net {

void Wire::close(bool reset) {
  boost::system::error_code ignored;
  if (reset) socket.set_option(boost::asio::ip::tcp::socket::linger(true, 0), ignored);
  socket.close(ignored);
}

int Wire::unacknowledged() {
  int held = 0;
  return ::ioctl(socket.native_handle(), SIOCOUTQ, &held) == 0 ? held : 0;
}

bool Wire::acknowledges_within(std::chrono::nanoseconds time) {
  if (unacknowledged() == 0) return false;
  tcp_info info{};
  socklen_t size = sizeof info;
  const int descriptor = socket.native_handle();
  if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return false;
  return std::chrono::milliseconds(info.tcpi_last_ack_recv) <= time;
}

}  // namespace netdumplings::net
