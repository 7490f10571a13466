#include "kitchen/packets/live_capture.hpp"

#include <pcap/pcap.h>

#include <algorithm>
#include <utility>

#include "common/defaults.hpp"
#include "kitchen/packets/interfaces.hpp"
#include "kitchen/packets/link_types.hpp"
#include "kitchen/packets/packet_socket.hpp"

namespace netdumplings::kitchen {
namespace {

Error why_not_activated(const std::string& name, int code, pcap* handle) {
  if (code == PCAP_ERROR_NO_SUCH_DEVICE) {
    return Error{"interface " + name + " doesn't exist; there are: " + names_of(list_interfaces())};
  }
  if (code == PCAP_ERROR_PERM_DENIED || code == PCAP_ERROR_PROMISC_PERM_DENIED) {
    return Error{"no permission to capture on interface " + name +
                 "; run nd-sniff with sudo, or give it the right once: sudo setcap cap_net_raw=eip PATH/nd-sniff"};
  }
  if (code == PCAP_ERROR_IFACE_NOT_UP) {
    return Error{"interface " + name + " is down; bring it up: sudo ip link set " + name + " up"};
  }
  const std::string why = code == PCAP_ERROR ? "" : pcap_statustostr(code);
  const std::string more = pcap_geterr(handle);
  return Error{"can't capture on interface " + name + ": " + why + (why.empty() || more.empty() ? "" : ": ") + more};
}

void add_growth(std::uint64_t& total, std::uint32_t& seen, std::uint32_t now) {
  total += now - seen;
  seen = now;
}

}  // namespace

void LiveCapture::Close::operator()(pcap* handle) const { pcap_close(handle); }

Result<std::unique_ptr<LiveCapture>> LiveCapture::open(const std::string& interface, std::uint32_t index,
                                                       const CaptureSettings& settings) {
  std::unique_ptr<LiveCapture> capture(new LiveCapture(interface, index));
  if (auto active = capture->activate(settings); !active) return Error{active.error()};
  if (auto ready = capture->prepare(); !ready) return Error{ready.error()};
  return capture;
}

Result<void> LiveCapture::activate(const CaptureSettings& settings) {
  char why[PCAP_ERRBUF_SIZE] = "";
  handle_.reset(pcap_create(name_.c_str(), why));
  if (!handle_) return Error{"can't capture on interface " + name_ + ": " + why};
  pcap_set_snaplen(handle_.get(), settings.snapshot_length);
  pcap_set_promisc(handle_.get(), settings.promiscuous ? 1 : 0);
  pcap_set_immediate_mode(handle_.get(), settings.immediate ? 1 : 0);
  pcap_set_timeout(handle_.get(), static_cast<int>(defaults::capture_batching.count()));
  pcap_set_buffer_size(handle_.get(), static_cast<int>(settings.buffer_size.value_or(defaults::capture_buffer)));
  pcap_set_protocol_linux(handle_.get(), no_protocol);
  pcap_set_tstamp_precision(handle_.get(), PCAP_TSTAMP_PRECISION_NANO);
  // Codes above zero are warnings, for example that an interface has no promiscuous mode.
  if (const int code = pcap_activate(handle_.get()); code < 0) return why_not_activated(name_, code, handle_.get());
  return {};
}

Result<void> LiveCapture::prepare() {
  char why[PCAP_ERRBUF_SIZE] = "";
  if (pcap_setnonblock(handle_.get(), 1, why) != 0) return Error{"can't poll interface " + name_ + ": " + why};
  fd_ = pcap_get_selectable_fd(handle_.get());
  if (fd_ < 0) return Error{"interface " + name_ + " can't be polled"};
  link_type_ = link_type_from_dlt(pcap_datalink(handle_.get()));
  fraction_ns_ = pcap_get_tstamp_precision(handle_.get()) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
  return {};
}

Result<void> LiveCapture::start(const std::string& filter) {
  auto compiled = PcapFilter::compile(filter, handle_.get());
  if (!compiled) return Error{"interface " + name_ + ": " + compiled.error()};
  if (!is_packet_socket(fd_)) {
    if (compiled->program() == nullptr || pcap_setfilter(handle_.get(), compiled->program()) == 0) return {};
    return Error{"the filter can't be set on interface " + name_ + ": " + pcap_geterr(handle_.get())};
  }
  const auto snapshot_length = static_cast<std::uint32_t>(pcap_snapshot(handle_.get()));
  if (!set_filter(fd_, compiled->program(), snapshot_length)) {
    // It is too long, or looks at a header that the kernel doesn't have.
    auto own = PcapFilter::compile(filter, link_type_);
    if (!own) return Error{"interface " + name_ + ": " + own.error()};
    own_filter_ = std::move(*own);
    if (!set_filter(fd_, nullptr, snapshot_length)) return Error{"interface " + name_ + " takes no filter"};
  }
  if (auto started = start_receiving(fd_); !started) return Error{"interface " + name_ + ": " + started.error()};
  return {};
}

Result<int> LiveCapture::dispatch(PacketHandler& handler) {
  handler_ = &handler;
  const int got =
      pcap_dispatch(handle_.get(), defaults::packets_per_read, &LiveCapture::take, reinterpret_cast<u_char*>(this));
  if (got >= 0) return got;
  if (got == PCAP_ERROR_BREAK) return 0;
  return Error{"interface " + name_ + " is lost: " + pcap_geterr(handle_.get())};
}

void LiveCapture::forget_that_it_is_down() const {
  if (is_packet_socket(fd_)) take_error(fd_);
}

Result<void> LiveCapture::exists() const {
  if (is_packet_socket(fd_) && !has_interface(fd_)) return Error{"interface " + name_ + " is lost: it was deleted"};
  return {};
}

bool LiveCapture::needs_a_look() const { return pcap_get_required_select_timeout(handle_.get()) != nullptr; }

void LiveCapture::take(u_char* self_bytes, const pcap_pkthdr* header, const u_char* bytes) {
  auto& self = *reinterpret_cast<LiveCapture*>(self_bytes);
  if (!self.own_filter_.matches({bytes, header->caplen}, header->len)) {
    ++self.rejected_;
    return;
  }
  ++self.counts_.captured;
  nd_packet packet{};
  packet.struct_size = sizeof packet;
  packet.bytes = bytes;
  packet.captured_length = header->caplen;
  packet.wire_length = std::max(header->caplen, header->len);
  packet.time_ns = std::int64_t{header->ts.tv_sec} * 1'000'000'000 + header->ts.tv_usec * self.fraction_ns_;
  packet.link_type = self.link_type_;
  packet.interface_index = self.index_;
  packet.interface_name = self.name_.c_str();
  if (!self.handler_->packet(packet)) pcap_breakloop(self.handle_.get());
}

const CaptureCounts& LiveCapture::counts() {
  pcap_stat stat{};
  if (pcap_stats(handle_.get(), &stat) == 0) {
    add_growth(received_, seen_received_, stat.ps_recv);
    add_growth(counts_.dropped, seen_dropped_, stat.ps_drop);
    add_growth(counts_.dropped_by_interface, seen_interface_, stat.ps_ifdrop);
    counts_.received = received_ - rejected_;
  }
  return counts_;
}

}  // namespace netdumplings::kitchen
