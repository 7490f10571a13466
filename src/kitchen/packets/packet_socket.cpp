#include "kitchen/packets/packet_socket.hpp"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace netdumplings::kitchen {
namespace {

using Program = std::vector<sock_filter>;

constexpr std::uint32_t about(int what) { return static_cast<std::uint32_t>(SKF_AD_OFF + what); }

sockaddr_ll bound_to(int fd) {
  sockaddr_ll address{};
  socklen_t size = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return address;
}

int int_option(int fd, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : 0;
}

// Drops outgoing packets of loopback and of CAN, which come in again. libpcap leaves them out too, but after the kernel
// has counted them.
Program without_second_copies() {
  constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS;
  constexpr std::uint16_t equal = BPF_JMP | BPF_JEQ | BPF_K;
  return {{load, 0, 0, about(SKF_AD_PKTTYPE)},  {equal, 0, 6, PACKET_OUTGOING},
          {load, 0, 0, about(SKF_AD_IFINDEX)},  {equal, 3, 0, if_nametoindex("lo")},
          {load, 0, 0, about(SKF_AD_PROTOCOL)}, {equal, 1, 0, ETH_P_CAN},
          {equal, 0, 1, ETH_P_CANFD},           {BPF_RET | BPF_K, 0, 0, 0}};
}

// The program expects the pseudo-header of Linux cooked captures before the packet. The kernel runs it without one.
// Returns false if it needs a field of that header that the kernel doesn't have.
bool adjust_to_cooked(sock_filter& instruction) {
  constexpr std::uint32_t header_size = 16, packet_type_at = 0, protocol_at = 14;
  const auto kind = BPF_CLASS(instruction.code);
  const auto mode = BPF_MODE(instruction.code);
  const bool from_packet = kind == BPF_LD && (mode == BPF_ABS || mode == BPF_IND);
  const bool header_length = kind == BPF_LDX && mode == BPF_MSH;
  if (!from_packet && !header_length) return true;
  if (instruction.k >= about(0)) return true;
  if (instruction.k >= header_size) {
    instruction.k -= header_size;
  } else if (mode == BPF_ABS && instruction.k == packet_type_at) {
    instruction.k = about(SKF_AD_PKTTYPE);
  } else if (mode == BPF_ABS && instruction.k == protocol_at) {
    instruction.k = about(SKF_AD_PROTOCOL);
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool is_packet_socket(int fd) { return bound_to(fd).sll_family == AF_PACKET; }

bool set_filter(int fd, const bpf_program* program, std::uint32_t snapshot_length) {
  const bool cooked = int_option(fd, SO_TYPE) == SOCK_DGRAM;
  auto all = without_second_copies();
  if (program == nullptr) all.push_back({BPF_RET | BPF_K, 0, 0, snapshot_length});
  for (unsigned i = 0; program != nullptr && i < program->bf_len; ++i) {
    const auto& from = program->bf_insns[i];
    all.push_back({from.code, from.jt, from.jf, from.k});
    if (cooked && !adjust_to_cooked(all.back())) return false;
  }
  if (all.size() > BPF_MAXINSNS) return false;
  const sock_fprog attached{static_cast<std::uint16_t>(all.size()), all.data()};
  return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &attached, sizeof attached) == 0;
}

Result<void> start_receiving(int fd) {
  auto address = bound_to(fd);
  address.sll_protocol = htons(ETH_P_ALL);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return Error{std::strerror(errno)};
  if (const int why = take_error(fd); why != 0) return Error{std::strerror(why)};
  return {};
}

bool has_interface(int fd) {
  // The kernel sets the index to -1 when the interface is deleted.
  return bound_to(fd).sll_ifindex >= 0;
}

int take_error(int fd) { return int_option(fd, SO_ERROR); }

}  // namespace netdumplings::kitchen
