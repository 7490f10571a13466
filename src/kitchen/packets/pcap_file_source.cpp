#include "kitchen/packets/pcap_file_source.hpp"

#include <pcap/pcap.h>
#include <stdio_ext.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "kitchen/packets/link_types.hpp"
#include "kitchen/packets/pcap_filter.hpp"

namespace netdumplings::kitchen {
namespace {

// What libpcap's FILE reads from.
struct Cookie {
  std::unique_ptr<ByteStream> stream;
  std::string error;  // why it couldn't be read
};

ssize_t read_cookie(void* cookie, char* out, std::size_t size) {
  auto& self = *static_cast<Cookie*>(cookie);
  const std::span<std::uint8_t> room(reinterpret_cast<std::uint8_t*>(out), size);
  auto got = self.stream->read(room);
  if (got) return static_cast<ssize_t>(*got);
  self.error = got.error();
  errno = EIO;
  return -1;
}

class PcapFileSource final : public PacketSource {
 public:
  PcapFileSource(std::unique_ptr<ByteStream> stream, PcapHeader header)
      : nanoseconds_(header.nanoseconds), link_type_(header.link_type) {
    cookie_.stream = std::move(stream);
  }

  Result<void> open(const std::string& filter) {
    FILE* file = fopencookie(&cookie_, "r", {.read = read_cookie, .write = nullptr, .seek = nullptr, .close = nullptr});
    if (file == nullptr) return Error{std::strerror(errno)};
    __fsetlocking(file, FSETLOCKING_BYCALLER);
    // Without a buffer of ours the C library uses 8 KB, whatever size is asked for.
    setvbuf(file, ahead_.data(), _IOFBF, ahead_.size());
    char why[PCAP_ERRBUF_SIZE] = "";
    handle_.reset(pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, why));
    if (!handle_) {
      std::fclose(file);
      return Error{cookie_.error.empty() ? std::string("not a capture file that can be read: ") + why : cookie_.error};
    }
    auto compiled = PcapFilter::compile(filter, handle_.get());
    if (!compiled) return Error{compiled.error()};
    filter_ = std::move(*compiled);
    return {};
  }

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds) override {
    handler_ = &handler;
    const int got = pcap_dispatch(
        handle_.get(), defaults::packets_per_read,
        [](u_char* self, const pcap_pkthdr* header, const u_char* bytes) {
          reinterpret_cast<PcapFileSource*>(self)->take(*header, bytes);
        },
        reinterpret_cast<u_char*>(this));
    if (got > 0 || got == PCAP_ERROR_BREAK) return Status::more;
    if (got == 0) return Status::end;
    return Error{why_not()};
  }

  CaptureCounts counts() override { return counts_; }
  [[nodiscard]] bool live() const override { return false; }

 private:
  void take(const pcap_pkthdr& header, const u_char* bytes) {
    ++counts_.in_file;
    if (!filter_.matches({bytes, header.caplen}, header.len)) return;
    ++counts_.received;
    ++counts_.captured;
    nd_packet packet{};
    packet.struct_size = sizeof packet;
    packet.bytes = bytes;
    packet.captured_length = header.caplen;
    packet.wire_length = std::max(header.caplen, header.len);
    packet.time_ns = time_of(header);
    packet.link_type = link_type_;
    packet.interface_name = "";
    if (!handler_->packet(packet)) pcap_breakloop(handle_.get());
  }

  // Both fields are unsigned in the file, but not in libpcap's struct. A fraction of a second or more, which damaged
  // files have, is carried over.
  [[nodiscard]] std::int64_t time_of(const pcap_pkthdr& header) const {
    const std::int64_t unit = nanoseconds_ ? 1 : 1000;
    const auto seconds = static_cast<std::uint32_t>(header.ts.tv_sec);
    const auto fraction = static_cast<std::uint32_t>(header.ts.tv_usec / unit);
    return std::int64_t{seconds} * 1'000'000'000 + std::int64_t{fraction} * unit;
  }

  std::string why_not() {
    if (!cookie_.error.empty()) return cookie_.error;
    const std::string why = pcap_geterr(handle_.get());
    if (why.starts_with("truncated dump file"))
      return "cut off in the middle of a packet; what came before it was cooked";
    return "damaged: " + why + "; what came before it was cooked";
  }

  struct Close {
    void operator()(pcap* handle) const { pcap_close(handle); }
  };

  Cookie cookie_;
  std::vector<char> ahead_ = std::vector<char>(defaults::capture_read_ahead);
  bool nanoseconds_;
  int link_type_;
  PcapFilter filter_;
  std::unique_ptr<pcap, Close> handle_;  // closes the FILE on cookie_ and ahead_
  PacketHandler* handler_ = nullptr;     // during read()
  CaptureCounts counts_;
};

}  // namespace

Result<std::unique_ptr<PacketSource>> make_pcap_file_source(std::unique_ptr<ByteStream> stream, PcapHeader header,
                                                            const std::string& filter) {
  auto source = std::make_unique<PcapFileSource>(std::move(stream), header);
  if (auto opened = source->open(filter); !opened) return Error{opened.error()};
  return std::unique_ptr<PacketSource>(std::move(source));
}

}  // namespace netdumplings::kitchen
