// Tables for bindings.cpp. The dissector looks into them several times a packet, so they are made at compile time, and
// a number that isn't bound costs one load.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "packet/step.hpp"

namespace netdumplings::packet {

/// Ports of UDP or TCP that lead to a parser; 0 means any port. The first binding in the list that matches counts.
struct PortBinding {
  std::uint16_t source;
  std::uint16_t destination;
  bool either_way;
  Parser parser;
};

constexpr PortBinding either(std::uint16_t port, Parser parser) { return {port, port, true, parser}; }
constexpr PortBinding to(std::uint16_t port, Parser parser) { return {0, port, false, parser}; }
constexpr PortBinding from(std::uint16_t port, Parser parser) { return {port, 0, false, parser}; }
constexpr PortBinding between(std::uint16_t source, std::uint16_t destination, Parser parser) {
  return {source, destination, false, parser};
}

template <std::size_t Size>
class PortTable {
 public:
  explicit constexpr PortTable(const std::array<PortBinding, Size>& bindings) : bindings_(bindings) {
    for (const PortBinding& binding : bindings_) {
      mark(binding.source);
      mark(binding.destination);
    }
  }

  Parser find(std::uint16_t source, std::uint16_t destination) const {
    if (!is_bound(source) && !is_bound(destination)) return nullptr;  // most packets
    for (const PortBinding& binding : bindings_) {
      const bool from_matches = binding.source == source || binding.source == 0;
      const bool to_matches = binding.destination == destination || binding.destination == 0;
      if (binding.either_way) {
        if (binding.source == source || binding.destination == destination) return binding.parser;
      } else if (from_matches && to_matches) {
        return binding.parser;
      }
    }
    return nullptr;
  }

 private:
  constexpr void mark(std::uint16_t port) {
    if (port != 0) bound_[port / 64] |= std::uint64_t{1} << port % 64;
  }
  bool is_bound(std::uint16_t port) const { return (bound_[port / 64] >> port % 64 & 1) != 0; }

  std::array<PortBinding, Size> bindings_;
  std::array<std::uint64_t, 1024> bound_{};
};

/// At most 255 bindings of 16-bit numbers. Loads one byte to find one.
template <typename Binding, std::size_t Size>
class NumberTable {
 public:
  explicit constexpr NumberTable(const std::array<Binding, Size>& bindings) : bindings_(bindings) {
    static_assert(Size < 256);
    for (std::size_t i = 0; i < Size; ++i) places_[bindings[i].number] = static_cast<std::uint8_t>(i + 1);
  }

  const Binding* find(std::uint16_t number) const {
    const std::uint8_t place = places_[number];
    return place == 0 ? nullptr : &bindings_[place - 1u];
  }

 private:
  std::array<Binding, Size> bindings_;
  std::array<std::uint8_t, 65536> places_{};
};

/// Parsers by an 8-bit number.
struct ByteBinding {
  std::uint8_t number;
  Parser parser;
};

template <std::size_t Size>
constexpr std::array<Parser, 256> by_byte(const std::array<ByteBinding, Size>& bindings) {
  std::array<Parser, 256> parsers{};
  for (const ByteBinding& binding : bindings) parsers[binding.number] = binding.parser;
  return parsers;
}

}  // namespace netdumplings::packet
