// Reads pcapng files (draft-ietf-opsawg-pcapng): sections of either byte order, any mix of interfaces. The memory is
// bounded, and every length is checked before it is used, whatever the file holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "common/result.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/pcapng_time.hpp"

namespace netdumplings::kitchen {

class PcapngReader {
 public:
  struct Interface {
    int link_type = 0;              // LINKTYPE_ value
    std::uint32_t snap_length = 0;  // 0: no limit
    PcapngTimeScale time;
    std::string name;  // "" if the file doesn't name it; without control characters
  };

  /// `bytes` and `interface` are valid until the next call of next().
  struct Packet {
    std::span<const std::uint8_t> bytes;
    std::uint32_t wire_length = 0;
    std::int64_t time_ns = 0;   // since the epoch. A packet without a time has the previous one's; the first one 0
    bool is_time_lost = false;  // it has a time, which 64 bits of nanoseconds can't hold; it got the previous one's
    std::uint32_t interface_index = 0;  // counted through all sections
    const Interface* interface = nullptr;
  };

  /// `stream` must outlive the reader. `read_ahead` is how many bytes to ask for at once; more than 0.
  explicit PcapngReader(ByteStream& stream, std::size_t read_ahead = defaults::capture_read_ahead);

  /// Reads the next packet into `packet`. Returns false at the end of the file. Fails if the file is cut off, damaged,
  /// or can't be read; then no more packets come.
  Result<bool> next(Packet& packet);

 private:
  enum class Step { packet, other, end };

  Result<Step> block(Packet& packet);
  Result<void> byte_order();
  Result<void> whole_block(std::uint32_t type, std::uint32_t length, std::uint32_t kept);
  Result<Step> parse(std::uint32_t type, std::span<const std::uint8_t> body, Packet& packet);
  Result<Step> section(std::span<const std::uint8_t> body);
  Result<Step> describe_interface(std::span<const std::uint8_t> body);
  Result<void> interface_option(Interface& interface, std::uint16_t code, std::span<const std::uint8_t> value);
  Result<Step> enhanced_packet(std::span<const std::uint8_t> body, Packet& packet);
  Result<Step> simple_packet(std::span<const std::uint8_t> body, Packet& packet);
  Result<Step> obsolete_packet(std::span<const std::uint8_t> body, Packet& packet);
  Result<Step> timed_packet(std::span<const std::uint8_t> body, std::uint32_t interface, Packet& packet);

  /// Makes `size` bytes at data() contiguous, and reads if it must. Returns false if the file ends before.
  Result<bool> ensure(std::size_t size);
  Result<bool> skip(std::size_t size);
  /// As ensure(), but fails if the file ends before: it is cut off in the middle of `where`.
  Result<void> require(std::size_t size, const char* where);
  [[nodiscard]] const std::uint8_t* data() const { return buffer_.data() + begin_; }
  [[nodiscard]] std::uint16_t u16(const std::uint8_t* at) const;
  [[nodiscard]] std::uint32_t u32(const std::uint8_t* at) const;
  [[nodiscard]] Error damaged(const std::string& what) const;

  ByteStream& stream_;
  std::vector<std::uint8_t> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t consumed_ = 0;    // bytes at begin_ that hold the last block
  std::uint64_t position_ = 0;  // of begin_ in the file
  bool big_endian_ = false;
  bool in_section_ = false;
  std::vector<Interface> interfaces_;  // of this section
  std::uint32_t earlier_interfaces_ = 0;
  std::int64_t last_time_ns_ = 0;
};

}  // namespace netdumplings::kitchen
