#include "kitchen/packets/pcapng_reader.hpp"

#include <algorithm>
#include <cstring>

#include "common/defaults.hpp"
#include "common/json/utf8.hpp"

namespace netdumplings::kitchen {
namespace {

using Bytes = std::span<const std::uint8_t>;

// Block types, and the options of an Interface Description Block that are read.
constexpr std::uint32_t section_header = 0x0a0d0d0a;  // reads the same in both byte orders
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t obsolete_packet_block = 2;
constexpr std::uint32_t simple_packet_block = 3;
constexpr std::uint32_t enhanced_packet_block = 6;
constexpr std::uint16_t option_end = 0;
constexpr std::uint16_t option_name = 2;
constexpr std::uint16_t option_time_resolution = 9;
constexpr std::uint16_t option_time_offset = 14;

constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::uint16_t known_version = 1;
constexpr std::size_t head_size = 8;  // type, length
constexpr std::size_t tail_size = 4;  // length again

constexpr bool is_packet(std::uint32_t type) {
  return type == obsolete_packet_block || type == simple_packet_block || type == enhanced_packet_block;
}

constexpr bool is_read(std::uint32_t type) {
  return type == section_header || type == interface_description || is_packet(type);
}

std::uint32_t padded(std::uint32_t size) { return (size + 3) & ~std::uint32_t{3}; }

std::string clean_name(Bytes value) {
  std::string_view text(reinterpret_cast<const char*>(value.data()),
                        std::min(value.size(), defaults::longest_interface_name));
  text = text.substr(0, text.find('\0'));
  std::string name;
  while (!text.empty()) {
    const auto character = utf8::first(text);
    const bool shown = character.valid && character.point >= 0x20 && (character.point < 0x7f || character.point > 0x9f);
    name += shown ? text.substr(0, character.length) : "?";
    text.remove_prefix(character.length);
  }
  return name;
}

Error cut_off(const char* where) {
  return Error{std::string("cut off in the middle of ") + where + "; what came before it was cooked"};
}

}  // namespace

PcapngReader::PcapngReader(ByteStream& stream, std::size_t read_ahead) : stream_(stream), buffer_(read_ahead) {}

Result<bool> PcapngReader::next(Packet& packet) {
  for (;;) {
    begin_ += consumed_;
    position_ += consumed_;
    consumed_ = 0;
    auto step = block(packet);
    if (!step) return Error{step.error()};
    if (*step != Step::other) return *step == Step::packet;
  }
}

Result<PcapngReader::Step> PcapngReader::block(Packet& packet) {
  const auto head = ensure(head_size);
  if (!head) return Error{head.error()};
  if (!*head && begin_ == end_) return Step::end;
  if (!*head) return cut_off("a block");
  const std::uint32_t type = u32(data());
  if (!in_section_ && type != section_header) return damaged("it doesn't begin with a section header");
  if (type == section_header) {
    if (auto order = byte_order(); !order) return Error{order.error()};
  }
  const std::uint32_t length = u32(data() + 4);
  if (length < head_size + tail_size || length % 4 != 0) {
    return damaged("a block of " + std::to_string(length) + " bytes, which no block can have");
  }
  const std::uint32_t kept = is_read(type) ? length : static_cast<std::uint32_t>(tail_size);
  if (auto there = whole_block(type, length, kept); !there) return Error{there.error()};
  if (u32(data() + kept - tail_size) != length) return damaged("a block whose two lengths differ");
  consumed_ = kept;
  if (!is_read(type)) return Step::other;
  return parse(type, Bytes(data() + head_size, length - head_size - tail_size), packet);
}

// Finds out in which byte order a section is. The length of its header has that order too.
Result<void> PcapngReader::byte_order() {
  if (auto there = require(head_size + 4, "a section header"); !there) return there;
  big_endian_ = data()[head_size] == 0x1a;
  if (u32(data() + head_size) != byte_order_magic) return damaged("a section header without the byte-order magic");
  return {};
}

// Reads a block, or skips it and keeps its last `kept` bytes.
Result<void> PcapngReader::whole_block(std::uint32_t type, std::uint32_t length, std::uint32_t kept) {
  if (!is_read(type)) {
    const auto skipped = skip(length - kept);
    if (!skipped) return Error{skipped.error()};
    if (!*skipped) return cut_off("a block");
  } else if (length > defaults::max_pcapng_block) {
    return damaged("a block of " + std::to_string(length) + " bytes; the largest that is read has " +
                   std::to_string(defaults::max_pcapng_block));
  }
  return require(kept, is_packet(type) ? "a packet" : "a block");
}

Result<void> PcapngReader::require(std::size_t size, const char* where) {
  const auto there = ensure(size);
  if (!there) return Error{there.error()};
  if (!*there) return cut_off(where);
  return {};
}

Result<PcapngReader::Step> PcapngReader::parse(std::uint32_t type, Bytes body, Packet& packet) {
  switch (type) {
    case section_header:
      return section(body);
    case interface_description:
      return describe_interface(body);
    case enhanced_packet_block:
      return enhanced_packet(body, packet);
    case simple_packet_block:
      return simple_packet(body, packet);
    default:
      return obsolete_packet(body, packet);
  }
}

Result<PcapngReader::Step> PcapngReader::section(Bytes body) {
  if (body.size() < 16) return damaged("a section header that is too short");
  const std::uint16_t version = u16(body.data() + 4);
  if (version != known_version) {
    return Error{"pcapng of version " + std::to_string(version) + ", and only version 1 is known"};
  }
  earlier_interfaces_ += static_cast<std::uint32_t>(interfaces_.size());
  interfaces_.clear();
  in_section_ = true;
  return Step::other;
}

Result<PcapngReader::Step> PcapngReader::describe_interface(Bytes body) {
  if (body.size() < 8) return damaged("an interface description that is too short");
  if (interfaces_.size() == defaults::max_pcapng_interfaces) {
    return damaged("a section with more than " + std::to_string(defaults::max_pcapng_interfaces) + " interfaces");
  }
  Interface interface;
  interface.link_type = u16(body.data());
  interface.snap_length = u32(body.data() + 4);
  for (Bytes options = body.subspan(8); options.size() >= 4;) {
    const std::uint16_t code = u16(options.data());
    const std::uint16_t size = u16(options.data() + 2);
    if (code == option_end) break;
    if (padded(size) > options.size() - 4) return damaged("an option that is longer than its block");
    if (auto taken = interface_option(interface, code, options.subspan(4, size)); !taken) return Error{taken.error()};
    options = options.subspan(4 + padded(size));
  }
  interfaces_.push_back(std::move(interface));
  return Step::other;
}

Result<void> PcapngReader::interface_option(Interface& interface, std::uint16_t code, Bytes value) {
  if (code == option_name) interface.name = clean_name(value);
  if (code == option_time_resolution) {
    if (value.size() != 1) return damaged("a time resolution that isn't one byte");
    interface.time.resolution = value[0];
  }
  if (code == option_time_offset) {
    if (value.size() != 8) return damaged("a time offset that isn't eight bytes");
    const std::uint64_t first = u32(value.data());
    const std::uint64_t second = u32(value.data() + 4);
    interface.time.offset_seconds =
        static_cast<std::int64_t>(big_endian_ ? first << 32 | second : second << 32 | first);
  }
  return {};
}

Result<PcapngReader::Step> PcapngReader::enhanced_packet(Bytes body, Packet& packet) {
  if (body.size() < 20) return damaged("a packet block that is too short");
  return timed_packet(body, u32(body.data()), packet);
}

Result<PcapngReader::Step> PcapngReader::obsolete_packet(Bytes body, Packet& packet) {
  if (body.size() < 20) return damaged("a packet block that is too short");
  return timed_packet(body, u16(body.data()), packet);
}

Result<PcapngReader::Step> PcapngReader::timed_packet(Bytes body, std::uint32_t interface, Packet& packet) {
  const std::uint32_t captured = u32(body.data() + 12);
  if (interface >= interfaces_.size()) {
    return damaged("a packet of interface " + std::to_string(interface) + ", which no block before it describes");
  }
  if (captured > body.size() - 20) return damaged("a packet that is longer than its block");
  packet.interface = &interfaces_[interface];
  packet.interface_index = earlier_interfaces_ + interface;
  const std::uint64_t units = std::uint64_t{u32(body.data() + 4)} << 32 | u32(body.data() + 8);
  const auto time_ns = packet.interface->time.nanoseconds(units);
  packet.is_time_lost = !time_ns;
  last_time_ns_ = time_ns.value_or(last_time_ns_);
  packet.time_ns = last_time_ns_;
  packet.bytes = body.subspan(20, captured);
  packet.wire_length = std::max(captured, u32(body.data() + 16));
  return Step::packet;
}

Result<PcapngReader::Step> PcapngReader::simple_packet(Bytes body, Packet& packet) {
  if (body.size() < 4) return damaged("a packet block that is too short");
  if (interfaces_.empty()) return damaged("a packet before any interface is described");
  packet.interface = &interfaces_[0];
  packet.interface_index = earlier_interfaces_;
  packet.wire_length = u32(body.data());
  const std::uint32_t limit = packet.interface->snap_length;
  const std::uint32_t captured = limit == 0 ? packet.wire_length : std::min(packet.wire_length, limit);
  if (captured > body.size() - 4) return damaged("a packet that is longer than its block");
  packet.bytes = body.subspan(4, captured);
  packet.time_ns = last_time_ns_;
  return Step::packet;
}

Result<bool> PcapngReader::ensure(std::size_t size) {
  if (end_ - begin_ >= size) return true;
  if (begin_ > 0) std::memmove(buffer_.data(), data(), end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (end_ < size) {
    // A block may claim to be larger than its file, so the buffer grows only with the bytes that have come.
    if (end_ == buffer_.size()) buffer_.resize(std::min(size, 2 * buffer_.size()));
    auto got = stream_.read(std::span(buffer_).subspan(end_));
    if (!got) return Error{got.error()};
    if (*got == 0) return false;
    end_ += *got;
  }
  return true;
}

Result<bool> PcapngReader::skip(std::size_t size) {
  while (size > 0) {
    const std::size_t step = std::min(size, buffer_.size());
    auto there = ensure(step);
    if (!there || !*there) return there;
    begin_ += step;
    position_ += step;
    size -= step;
  }
  return true;
}

std::uint16_t PcapngReader::u16(const std::uint8_t* at) const {
  const unsigned value = big_endian_ ? unsigned{at[0]} << 8 | at[1] : unsigned{at[1]} << 8 | at[0];
  return static_cast<std::uint16_t>(value);
}

std::uint32_t PcapngReader::u32(const std::uint8_t* at) const {
  const std::uint32_t first = u16(at);
  const std::uint32_t second = u16(at + 2);
  return big_endian_ ? first << 16 | second : second << 16 | first;
}

Error PcapngReader::damaged(const std::string& what) const {
  return Error{"damaged at byte " + std::to_string(position_) + ": " + what + "; what came before it was cooked"};
}

}  // namespace netdumplings::kitchen
