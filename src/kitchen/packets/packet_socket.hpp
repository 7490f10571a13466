// The packet socket of a live capture: its filter, and from when on it receives. libpcap opens it and reads from it;
// but when libpcap sets a filter, the kernel's counts include packets that came before the filter, and packets that are
// handed over twice.
#pragma once

#include <cstdint>

#include "common/result.hpp"

struct bpf_program;

namespace netdumplings::kitchen {

/// libpcap opens a socket for this protocol, so that it receives nothing: all EtherTypes are larger.
inline constexpr int no_protocol = 0x05ff;

/// Whether `fd` is a packet socket. libpcap opens other descriptors for USB, Bluetooth and the like.
bool is_packet_socket(int fd);

/// Sets a filter on a packet socket that receives nothing yet: what `program` lets pass (if it is null, every packet),
/// up to `snapshot_length` bytes, but not the second copy of packets that the kernel hands over on their way out and in
/// again. Returns false if the kernel doesn't take the program.
bool set_filter(int fd, const bpf_program* program, std::uint32_t snapshot_length);

/// Lets a packet socket receive packets of all protocols from now on. The error is one line without a name.
Result<void> start_receiving(int fd);

/// Whether the interface that a packet socket is bound to still exists. A socket of all interfaces always has one.
bool has_interface(int fd);

/// Returns the error that waits at a socket, an errno or 0, which is then forgotten.
int take_error(int fd);

}  // namespace netdumplings::kitchen
