// The pcapng reader on any bytes: it ends, stays within what it is given, and hands over nothing that it didn't read.
// It reads ahead by little, so that small inputs cross the ends of its buffer, too.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/pcapng_reader.hpp"

namespace {

using namespace netdumplings;

constexpr std::size_t read_ahead = 48;

class InputStream final : public kitchen::ByteStream {
 public:
  explicit InputStream(std::span<const std::uint8_t> input) : input_(input) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t size = std::min(out.size(), input_.size());
    std::copy_n(input_.begin(), size, out.begin());
    input_ = input_.subspan(size);
    return size;
  }

 private:
  std::span<const std::uint8_t> input_;
};

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  InputStream input({data, size});
  kitchen::PcapngReader reader(input, read_ahead);
  std::size_t packets = 0;
  unsigned sum = 0;
  for (;;) {
    kitchen::PcapngReader::Packet packet;
    const auto more = reader.next(packet);
    if (!more) check(!more.error().empty());
    if (!more || !*more) break;
    check(packet.interface != nullptr);
    check(packet.wire_length >= packet.bytes.size());
    for (const auto byte : packet.bytes) sum += byte;
    for (const auto character : packet.interface->name) check(static_cast<unsigned char>(character) >= 0x20);
    check(++packets <= size / 16);  // the smallest block that holds a packet
  }
  [[maybe_unused]] static volatile unsigned seen;
  seen = sum;
  return 0;
}
