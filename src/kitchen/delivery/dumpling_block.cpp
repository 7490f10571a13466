#include "kitchen/delivery/dumpling_block.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace netdumplings::kitchen {
namespace {

constexpr std::array<char, 8> magic{'N', 'D', 'S', 'P', 'O', 'O', 'L', '1'};

}  // namespace

DumplingBlock DumplingBlock::make(char* bytes, std::size_t size) {
  DumplingBlock block(bytes);
  block.header() = {};
  block.header().magic = magic;
  block.header().size = static_cast<std::uint32_t>(size);
  return block;
}

bool DumplingBlock::fits(std::size_t dumpling) const {
  const std::size_t index = (std::size_t{count()} + 1) * sizeof(std::uint32_t);
  return start(count()) + dumpling + index <= header().size;
}

void DumplingBlock::append(std::string_view dumpling) const {
  const std::uint32_t i = count();
  const std::uint32_t begin = start(i);
  std::memcpy(bytes_ + begin, dumpling.data(), dumpling.size());
  *(ends() - 1 - i) = begin + static_cast<std::uint32_t>(dumpling.size());
  // Written last, so that every dumpling that is counted is whole.
  std::atomic_ref(header().count).store(i + 1, std::memory_order_release);
}

std::uint32_t DumplingBlock::count_sound(std::size_t size) const {
  const auto& about = header();
  if (about.magic != magic || about.size != size || about.done > about.count) return 0;
  const std::size_t most = (size - sizeof(BlockHeader)) / sizeof(std::uint32_t);
  const auto counted = static_cast<std::uint32_t>(std::min<std::size_t>(about.count, most));
  const std::size_t text_end = size - std::size_t{counted} * sizeof(std::uint32_t);
  std::uint32_t sound = 0;
  while (sound < counted && end(sound) >= start(sound) && end(sound) <= text_end) ++sound;
  return sound;
}

}  // namespace netdumplings::kitchen
