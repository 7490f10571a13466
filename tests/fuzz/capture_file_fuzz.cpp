// A capture file of any bytes, pcap, pcapng or gzip'd, as the kitchen reads it: it ends, every packet is whole and can
// be dissected, its time runs the clock for pokes, and what stops it is told in one line with the file's name. One size
// in eight is read through a filter.
#include <spdlog/sinks/null_sink.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "common/os/terminal.hpp"
#include "kitchen/packets/file_source.hpp"
#include "kitchen/poke_schedule.hpp"
#include "packet_input.hpp"

namespace {

using namespace netdumplings;
using fuzz::require;

class Cook final : public kitchen::PacketHandler {
 public:
  bool packet(nd_packet& packet) override {
    require(packet.struct_size == sizeof packet && packet.interface_name != nullptr, "a packet is filled in");
    require(packet.wire_length >= packet.captured_length, "no more is captured than there was");
    const auto poke = clock_.due(packet.time_ns);
    require(!poke || *poke <= packet.time_ns, "a poke isn't later than its packet");
    require(*clock_.last() >= latest_ || poke, "the clock goes back only with a poke");
    latest_ = *clock_.last();
    fuzz::dissect(dissector_, packet);
    fuzz::check_layers(packet);
    ++packets_;
    return true;
  }
  void idle() override { require(false, "a file is never waited for"); }

  [[nodiscard]] std::uint64_t packets() const { return packets_; }

 private:
  packet::Dissector dissector_;
  kitchen::PacketClock clock_{kitchen::interval_from_seconds(defaults::poke_interval_seconds)};
  std::int64_t latest_ = std::numeric_limits<std::int64_t>::min();
  std::uint64_t packets_ = 0;
};

void check_error(const std::string& error) {
  require(error.starts_with("a.pcap: ") && error.size() > 8, "an error names the file and says why");
  require(terminal::harmless(error) == error, "in one harmless line");
}

// The descriptor's file holds these bytes, and is read from their begin.
void hold(int file, const std::uint8_t* data, std::size_t size) {
  require(::ftruncate(file, 0) == 0 && ::pwrite(file, data, size, 0) == static_cast<ssize_t>(size) &&
              ::lseek(file, 0, SEEK_SET) == 0,
          "memory can be written to");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int file = ::memfd_create("capture", MFD_CLOEXEC);
  static const Log log = std::make_shared<spdlog::logger>("fuzz", std::make_shared<spdlog::sinks::null_sink_mt>());
  hold(file, data, size);
  kitchen::FileSourceOptions options;
  if (size % 8 == 0) options.filter = defaults::filter;
  auto source = kitchen::make_file_source({FileDescriptor(::dup(file)), "a.pcap"}, options, log);
  if (!source) {
    check_error(source.error());
    return 0;
  }
  Cook cook;
  for (;;) {
    const auto status = (*source)->read(cook, std::chrono::nanoseconds::zero());
    if (!status) check_error(status.error());
    if (!status || *status == kitchen::PacketSource::Status::end) break;
  }
  const auto counts = (*source)->counts();
  require(counts.captured == cook.packets() && counts.received == cook.packets(), "every packet is counted");
  require((*source)->share_read().value_or(0) <= 1, "no more was read than there is");
  return 0;
}
