#include "kitchen/packets/pcapng_source.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "common/defaults.hpp"
#include "kitchen/packets/pcap_filter.hpp"
#include "kitchen/packets/pcapng_reader.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr const char* lost_time = "before 1677 or after 2262";  // what 64 bits of nanoseconds can't hold

class PcapngSource final : public PacketSource {
 public:
  PcapngSource(std::unique_ptr<ByteStream> stream, std::string filter, Log log, std::string log_name)
      : stream_(std::move(stream)),
        reader_(*stream_),
        filter_(std::move(filter)),
        log_(std::move(log)),
        log_name_(std::move(log_name)) {}

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds) override {
    for (int i = 0; i < defaults::packets_per_read; ++i) {
      PcapngReader::Packet packet;
      auto more = reader_.next(packet);
      if (!more) return Error{more.error()};
      if (!*more) return end();
      ++counts_.in_file;
      if (packet.is_time_lost && ++times_lost_ == 1) {
        log_->warn("{}: A packet has a time {}; such packets get the time of the one before", log_name_, lost_time);
      }
      const auto* filter = filter_for(packet.interface->link_type);
      if (filter == nullptr || !filter->matches(packet.bytes, packet.wire_length)) continue;
      if (!hand_over(packet, handler)) break;
    }
    return Status::more;
  }

  CaptureCounts counts() override { return counts_; }
  [[nodiscard]] bool live() const override { return false; }

 private:
  bool hand_over(const PcapngReader::Packet& from, PacketHandler& handler) {
    ++counts_.received;
    ++counts_.captured;
    nd_packet packet{};
    packet.struct_size = sizeof packet;
    packet.bytes = from.bytes.data();
    packet.captured_length = static_cast<std::uint32_t>(from.bytes.size());
    packet.wire_length = std::max(packet.captured_length, from.wire_length);
    packet.time_ns = from.time_ns;
    packet.link_type = from.interface->link_type;
    packet.interface_index = from.interface_index;
    packet.interface_name = from.interface->name.c_str();
    return handler.packet(packet);
  }

  // Returns null if the filter doesn't compile.
  const PcapFilter* filter_for(int link_type) {
    auto found = filters_.find(link_type);
    if (found == filters_.end()) found = filters_.emplace(link_type, compile(link_type)).first;
    return found->second ? &*found->second : nullptr;
  }

  std::optional<PcapFilter> compile(int link_type) {
    auto compiled = PcapFilter::compile(filter_, link_type);
    if (compiled) return std::move(*compiled);
    why_not_ = compiled.error();
    if (++left_out_ <= defaults::link_type_warnings) {
      log_->warn("{}: Packets of link type {} are left out: {}", log_name_, link_type, why_not_);
    }
    return std::nullopt;
  }

  Result<Status> end() const {
    if (times_lost_ > 1) log_->warn("{}: {} packets had a time {}", log_name_, times_lost_, lost_time);
    const bool none =
        std::none_of(filters_.begin(), filters_.end(), [](const auto& f) { return f.second.has_value(); });
    if (none && !filters_.empty()) return Error{why_not_};
    return Status::end;
  }

  std::unique_ptr<ByteStream> stream_;
  PcapngReader reader_;
  std::string filter_;
  Log log_;
  std::string log_name_;
  std::map<int, std::optional<PcapFilter>> filters_;  // by link type; at most 65536
  std::string why_not_;
  int left_out_ = 0;
  std::uint64_t times_lost_ = 0;
  CaptureCounts counts_;
};

}  // namespace

std::unique_ptr<PacketSource> make_pcapng_source(std::unique_ptr<ByteStream> stream, std::string filter, Log log,
                                                 std::string log_name) {
  return std::make_unique<PcapngSource>(std::move(stream), std::move(filter), std::move(log), std::move(log_name));
}

}  // namespace netdumplings::kitchen
