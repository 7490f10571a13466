// Makes capture files in a test, byte by byte. Also a source of bytes and a handler of packets for tests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen::testing {

using Bytes = std::vector<std::uint8_t>;

/// Writes numbers in the byte order of a file.
class Writer {
 public:
  explicit Writer(bool big_endian = false) : big_endian_(big_endian) {}

  Writer& number(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (big_endian_ ? size - 1 - i : i);
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    return *this;
  }
  Writer& u16(std::uint64_t value) { return number(value, 2); }
  Writer& u32(std::uint64_t value) { return number(value, 4); }
  Writer& u64(std::uint64_t value) { return number(value, 8); }
  Writer& raw(const Bytes& bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Writer& pad() {
    while (bytes_.size() % 4 != 0) bytes_.push_back(0);
    return *this;
  }
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
  bool big_endian_;
  Bytes bytes_;
};

/// Writes a pcapng file, block after block.
class Pcapng {
 public:
  explicit Pcapng(bool big_endian = false) : big_endian_(big_endian) { section(); }

  Pcapng& block(std::uint32_t type, const Bytes& body) {
    const auto length = 12 + body.size();
    file_.raw(Writer(big_endian_).u32(type).u32(length).raw(body).u32(length).bytes());
    return *this;
  }
  Pcapng& section(std::uint16_t version = 1) {
    return block(0x0a0d0d0a, body().u32(0x1a2b3c4d).u16(version).u16(0).u64(~std::uint64_t{0}).bytes());
  }
  Pcapng& interface(std::uint16_t link_type, std::uint32_t snap_length = 0, const Bytes& options = {}) {
    return block(1, body().u16(link_type).u16(0).u32(snap_length).raw(options).bytes());
  }
  Pcapng& packet(std::uint32_t interface, std::uint64_t time, const Bytes& bytes, std::uint32_t wire_length = 0) {
    const auto length = std::max<std::size_t>(wire_length, bytes.size());
    return block(
        6, body().u32(interface).u32(time >> 32).u32(time).u32(bytes.size()).u32(length).raw(bytes).pad().bytes());
  }
  [[nodiscard]] Bytes option(std::uint16_t code, const Bytes& value) const {
    return body().u16(code).u16(value.size()).raw(value).pad().bytes();
  }
  [[nodiscard]] Writer body() const { return Writer(big_endian_); }
  [[nodiscard]] const Bytes& bytes() const { return file_.bytes(); }

 private:
  bool big_endian_;
  Writer file_;
};

/// Writes a pcap file.
class Pcap {
 public:
  explicit Pcap(std::uint32_t link_type = 1, bool nanoseconds = false, bool big_endian = false,
                std::uint32_t snap_length = 65535)
      : file_(big_endian) {
    file_.u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(snap_length).u32(link_type);
  }
  Pcap& packet(std::uint32_t seconds, std::uint32_t fraction, const Bytes& bytes) {
    file_.u32(seconds).u32(fraction).u32(bytes.size()).u32(bytes.size()).raw(bytes);
    return *this;
  }
  [[nodiscard]] const Bytes& bytes() const { return file_.bytes(); }

 private:
  Writer file_;
};

/// Returns an Ethernet frame that only filters for Ethernet let pass, and "".
inline Bytes frame(std::uint8_t last = 0) {
  Bytes bytes(14, 0x22);
  bytes[12] = 0x88;
  bytes[13] = 0xb5;
  bytes.push_back(last);
  return bytes;
}

/// Gives its bytes in pieces of at most `at_once`, as a pipe may.
class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(Bytes bytes, std::size_t at_once = ~std::size_t{0})
      : bytes_(std::move(bytes)), at_once_(at_once) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t size = std::min({out.size(), bytes_.size() - taken_, at_once_});
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(taken_), size, out.begin());
    taken_ += size;
    return size;
  }

 private:
  Bytes bytes_;
  std::size_t at_once_;
  std::size_t taken_ = 0;
};

/// Keeps the packets that a source hands over.
class Collector final : public PacketHandler {
 public:
  struct Kept {
    Bytes bytes;
    std::uint32_t wire_length;
    std::int64_t time_ns;
    int link_type;
    std::uint32_t interface_index;
    std::string interface_name;
  };

  bool packet(nd_packet& packet) override {
    kept.push_back({Bytes(packet.bytes, packet.bytes + packet.captured_length), packet.wire_length, packet.time_ns,
                    packet.link_type, packet.interface_index, packet.interface_name});
    return kept.size() < wanted;
  }
  void idle() override { ++idle_calls; }

  /// Reads `source` to its end, and returns its error, or "".
  std::string read_all(PacketSource& source) {
    for (;;) {
      auto status = source.read(*this, {});
      if (!status) return status.error();
      if (*status == PacketSource::Status::end) return {};
    }
  }

  std::vector<Kept> kept;
  std::size_t wanted = ~std::size_t{0};
  int idle_calls = 0;
};

}  // namespace netdumplings::kitchen::testing
