// One live interface, captured from with libpcap.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/result.hpp"
#include "kitchen/packets/capture_settings.hpp"
#include "kitchen/packets/packet_source.hpp"
#include "kitchen/packets/pcap_filter.hpp"

struct pcap;
struct pcap_pkthdr;

namespace netdumplings::kitchen {

class LiveCapture {
 public:
  /// Opens the interface, which needs rights. `index` goes into each packet as interface_index. The error names the
  /// interface and the way out.
  static Result<std::unique_ptr<LiveCapture>> open(const std::string& interface, std::uint32_t index,
                                                   const CaptureSettings& settings);
  /// Sets the filter, and begins to receive; this needs no rights. Call it once. The error names the interface.
  Result<void> start(const std::string& filter);

  /// Hands over the packets that are there, without waiting, and returns how many: defaults::packets_per_read at most.
  /// Fails if the interface is lost.
  Result<int> dispatch(PacketHandler& handler);
  /// Returns a descriptor that is readable when dispatch() has something to hand over.
  [[nodiscard]] int fd() const { return fd_; }
  /// Whether dispatch() must be called now and then, even if the descriptor isn't readable: libpcap then looks whether
  /// an interface that is down has come up again or is gone.
  [[nodiscard]] bool needs_a_look() const;
  /// Takes the error from the socket that says that the interface went down, if it is there. Without it, libpcap
  /// doesn't look for the interface, which it does by a name that may have changed. Then exists() must be called
  /// instead.
  void forget_that_it_is_down() const;
  /// Fails if the interface was deleted.
  [[nodiscard]] Result<void> exists() const;
  /// Returns the kernel's counts, or those of the last call if the kernel has none any more.
  const CaptureCounts& counts();
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Close {
    void operator()(pcap* handle) const;
  };
  LiveCapture(std::string name, std::uint32_t index) : name_(std::move(name)), index_(index) {}
  Result<void> activate(const CaptureSettings& settings);
  Result<void> prepare();
  static void take(unsigned char* self, const pcap_pkthdr* header, const unsigned char* bytes);

  std::string name_;
  std::uint32_t index_;
  std::unique_ptr<pcap, Close> handle_;
  int fd_ = -1;
  int link_type_ = 0;
  std::int64_t fraction_ns_ = 1;      // nanoseconds in one unit of a time stamp's fraction
  PacketHandler* handler_ = nullptr;  // during dispatch()
  PcapFilter own_filter_;             // if the kernel doesn't take the filter
  CaptureCounts counts_;
  std::uint64_t received_ = 0;       // by the kernel's filter
  std::uint64_t rejected_ = 0;       // of these, by our own
  std::uint32_t seen_received_ = 0;  // the kernel's counters at the last look; they wrap
  std::uint32_t seen_dropped_ = 0;
  std::uint32_t seen_interface_ = 0;
};

}  // namespace netdumplings::kitchen
