// One live interface, opened by libpcap.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/result.hpp"
#include "kitchen/packets/capture_settings.hpp"
#include "kitchen/packets/packet_source.hpp"

struct pcap;
struct pcap_pkthdr;

namespace netdumplings::kitchen {

class LiveCapture {
 public:
  /// `index` is what packets carry as their interface's. The error names the interface and the way out.
  static Result<std::unique_ptr<LiveCapture>> open(const std::string& interface, std::uint32_t index,
                                                   const std::string& filter, const CaptureSettings& settings);

  /// Hands over what is there, a batch at most, without waiting; returns how many. Error: the interface is lost.
  Result<int> dispatch(PacketHandler& handler);
  /// Readable when dispatch() has something to hand over.
  [[nodiscard]] int fd() const { return fd_; }
  /// Whether dispatch() must be called now and then even so: libpcap looks that way for an interface that is down to
  /// come up again, or to go for good.
  [[nodiscard]] bool needs_a_look() const;
  /// What the kernel says, or said last.
  const CaptureCounts& counts();
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Close {
    void operator()(pcap* handle) const;
  };
  LiveCapture(std::string name, std::uint32_t index) : name_(std::move(name)), index_(index) {}
  Result<void> activate(const CaptureSettings& settings);
  Result<void> prepare(const std::string& filter);
  static void take(unsigned char* self, const pcap_pkthdr* header, const unsigned char* bytes);

  std::string name_;
  std::uint32_t index_;
  std::unique_ptr<pcap, Close> handle_;
  int fd_ = -1;
  int link_type_ = 0;
  std::int64_t fraction_ns_ = 1;      // what a time stamp's fraction counts
  PacketHandler* handler_ = nullptr;  // during dispatch()
  CaptureCounts counts_;
  std::uint32_t seen_received_ = 0;  // the kernel's counters when last looked at; they wrap
  std::uint32_t seen_dropped_ = 0;
  std::uint32_t seen_interface_ = 0;
};

}  // namespace netdumplings::kitchen
