#include "kitchen/packets/pcap_header.hpp"

#include <algorithm>
#include <array>

namespace netdumplings::kitchen {
namespace {

constexpr std::uint32_t microseconds_magic = 0xa1b2c3d4;
constexpr std::uint32_t nanoseconds_magic = 0xa1b23c4d;
constexpr std::size_t version_at = 4, snap_length_at = 16, link_type_at = 20;
constexpr std::uint32_t version_of_aix = 2U << 16U | 2U;

// AIX numbers link types as RFC 1573 does.
enum InterfaceType : std::uint32_t { ethernet = 6, token_ring = 9, fddi = 15, loopback = 24 };

// Reads and writes the fields of a header in its own byte order.
class Words {
 public:
  explicit Words(PcapHead& head) : head_(head), big_endian_(head[0] == 0xa1) {}

  [[nodiscard]] std::uint32_t magic() const { return number(0, 4); }
  [[nodiscard]] std::uint32_t version() const { return number(version_at, 2) << 16U | number(version_at + 2, 2); }
  [[nodiscard]] std::uint32_t link_type() const { return number(link_type_at, 4); }

  void set_magic(std::uint32_t value) { set(0, 4, value); }
  void set_link_type(std::uint32_t value) { set(link_type_at, 4, value); }

 private:
  [[nodiscard]] std::size_t place(std::size_t at, std::size_t size, std::size_t i) const {
    return at + (big_endian_ ? i : size - 1 - i);
  }
  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t size) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8U | head_[place(at, size, i)];
    return value;
  }
  void set(std::size_t at, std::size_t size, std::uint32_t value) {
    for (std::size_t i = size; i-- > 0; value >>= 8U) head_[place(at, size, i)] = static_cast<std::uint8_t>(value);
  }

  PcapHead& head_;
  bool big_endian_;
};

int link_type_from_word(std::uint32_t word) {
  constexpr std::uint32_t checksum_length = 0xf000'0000;
  constexpr std::uint32_t has_checksum = 0x0400'0000;
  constexpr std::uint32_t link_type = 0x03ff'ffff;
  if ((word & checksum_length) != 0 && (word & has_checksum) == 0) return static_cast<int>(word);
  return static_cast<int>(word & link_type);
}

}  // namespace

PcapHeader read_pcap_header(const PcapHead& head) {
  PcapHead copy = head;
  const Words words(copy);
  return {.nanoseconds = words.magic() == nanoseconds_magic, .link_type = link_type_from_word(words.link_type())};
}

Result<void> prepare_for_libpcap(PcapHead& head) {
  std::fill_n(head.begin() + snap_length_at, 4, std::uint8_t{0});
  Words words(head);
  if (words.magic() != microseconds_magic || words.version() != version_of_aix) return {};
  switch (words.link_type()) {
    case ethernet:
      words.set_link_type(1);
      break;
    case token_ring:
      words.set_link_type(6);
      break;
    case fddi:
      return Error{"a capture that AIX made of FDDI, which isn't read"};
    case loopback:
      words.set_link_type(0);
      break;
    default:  // made by an old program elsewhere, which has the same version
      return {};
  }
  words.set_magic(nanoseconds_magic);
  return {};
}

}  // namespace netdumplings::kitchen
