// Finds out how a file is compressed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "kitchen/packets/decompressor.hpp"

namespace netdumplings::kitchen {

struct Compression {
  std::string_view magic;                             // what a file begins with
  std::string_view name;                              // for messages
  std::string_view command;                           // decompresses the file that it is given
  std::unique_ptr<Decompressor> (*make)() = nullptr;  // null if this program can't read it
};

/// Returns how a file that begins with `head` is compressed, or null if it isn't. It is valid until the program ends.
const Compression* find_compression(std::span<const std::uint8_t> head);

}  // namespace netdumplings::kitchen
