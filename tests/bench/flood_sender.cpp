// Sends frames on an interface as fast as the kernel takes them: flood_sender INTERFACE SECONDS. Prints how many.
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "packet/frames.hpp"

namespace {

using namespace netdumplings::frames;  // NOLINT(google-build-using-namespace)

std::vector<Buffer> mixture() {
  std::vector<Buffer> frames;
  for (std::size_t i = 0; i < 64; ++i) {
    const std::size_t port = 32768 + i * 7919 % 28000;
    frames.push_back(i % 32 == 0   ? ether(0x0806, arp(1) + zeros(18))
                     : i % 13 == 0 ? ether(0x0800, ipv4(17, udp(40000, 53, example_query())))
                                   : ether(0x0800, ipv4(6, tcp(port, 443, filler(200)))));
  }
  return frames;
}

}  // namespace

int main(int argc, char** argv) {
  const int wire = argc == 3 ? socket(AF_PACKET, SOCK_RAW, 0) : -1;
  sockaddr_ll where{};
  where.sll_family = AF_PACKET;
  where.sll_ifindex = argc == 3 ? static_cast<int>(if_nametoindex(argv[1])) : 0;
  if (wire < 0 || bind(wire, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) {
    std::fputs("usage, as root: flood_sender INTERFACE SECONDS\n", stderr);
    return 2;
  }
  auto frames = mixture();
  std::array<iovec, 64> pieces{};
  std::array<mmsghdr, 64> messages{};
  for (std::size_t i = 0; i < frames.size(); ++i) {
    pieces[i] = {frames[i].data(), frames[i].size()};
    messages[i].msg_hdr.msg_iov = &pieces[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(std::atof(argv[2]));
  unsigned long sent = 0;
  while (std::chrono::steady_clock::now() < end) {
    const int got = sendmmsg(wire, messages.data(), messages.size(), 0);
    if (got > 0) sent += static_cast<unsigned long>(got);
  }
  std::printf("%lu\n", sent);
}
