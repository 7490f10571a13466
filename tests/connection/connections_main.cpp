// Prints the connections of a capture, a line each, with tabs: to compare them with what other tools say.
//
//     nd_connections CAPTURE
#include <pcap/pcap.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "connection/fragments.hpp"
#include "connection/table.hpp"
#include "packet/dissector.hpp"

namespace netdumplings::connection {
namespace {

class Printer final : public ConnectionEvents {
 public:
  void opened(Connection&) override {}
  void updated(Connection&) override {}
  bool stretch(Connection&, Side, const Stretch&) override { return true; }
  void ended(Connection& connection, End reason) override {
    const TcpTracker& tcp = connection.tcp;
    std::cout << connection.number << '\t' << int{connection.key.protocol};
    for (const Side side : {Side::client, Side::server}) {
      const auto index = static_cast<std::size_t>(side);
      std::cout << '\t' << connection.address(side).to_string() << '\t' << connection.port(side) << '\t'
                << connection.packets[index] << '\t' << connection.bytes[index];
    }
    std::cout << '\t' << name_of(outcome_of(connection, reason)) << '\t' << tcp.history() << '\t'
              << tcp.handshake_ns().value_or(-1);
    for (const Side side : {Side::client, Side::server}) {
      const TcpStream& stream = tcp.stream_of(side);
      std::cout << '\t' << tcp.retransmissions(side) << '\t' << stream.retransmitted_bytes() << '\t'
                << stream.out_of_order_segments() << '\t' << tcp.zero_windows(side) << '\t' << stream.missing_bytes();
    }
    std::cout << '\t' << tcp.keep_alives() << '\t' << name_of(connection.tunnel().kind) << '\n';
  }
};

// Does what a kitchen does with a packet.
class Follower {
 public:
  void take(nd_packet packet) {
    now_ = std::max(now_, packet.time_ns);
    table_.advance(now_);
    std::optional<Innermost> around;
    std::optional<Datagram> datagram;
    for (int depth = 0; depth < 4; ++depth) {
      dissect(packet);
      auto found = find_innermost(packet, around ? &*around : nullptr);
      if (!found) return;
      if (!found->fragment) {
        const std::uint64_t bytes = datagram ? datagram->ip_bytes : found->ip_bytes;
        const std::uint32_t packets = datagram ? datagram->packets : 1;
        table_.stream(table_.observe(*found, {.time_ns = packet.time_ns, .packets = packets, .ip_bytes = bytes}),
                      *found);
        return;
      }
      datagram = fragments_.add(*found, 0, now_);
      if (!datagram) return;
      around = std::move(found);
      whole_.assign(datagram->bytes.begin(), datagram->bytes.end());
      packet.bytes = whole_.data();
      packet.captured_length = static_cast<std::uint32_t>(whole_.size());
      packet.wire_length = datagram->wire_length;
      packet.link_type = datagram->link_type;
    }
  }
  void finish() { table_.finish(); }

 private:
  void dissect(nd_packet& packet) {
    const bool is_cut_off = packet.captured_length < packet.wire_length;
    const auto layers = dissector_.dissect({packet.bytes, packet.captured_length}, packet.link_type, is_cut_off);
    packet.layers = layers.data();
    packet.layer_count = static_cast<std::uint32_t>(layers.size());
    packet.layer_stride = sizeof(nd_layer);
  }

  packet::Dissector dissector_;
  Fragments fragments_;
  Printer printer_;
  ConnectionTable table_{{}, printer_};
  std::vector<std::uint8_t> whole_;
  std::int64_t now_ = 0;
};

int run(const char* path) {
  std::string error(PCAP_ERRBUF_SIZE, 0);
  pcap_t* const capture = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, error.data());
  if (capture == nullptr) {
    std::cerr << error.c_str() << '\n';
    return 1;
  }
  Follower follower;
  pcap_pkthdr* header = nullptr;
  const std::uint8_t* bytes = nullptr;
  while (pcap_next_ex(capture, &header, &bytes) == 1) {
    nd_packet packet{};
    packet.struct_size = sizeof packet;
    packet.bytes = bytes;
    packet.captured_length = header->caplen;
    packet.wire_length = std::max(header->len, header->caplen);
    packet.time_ns = header->ts.tv_sec * 1'000'000'000LL + header->ts.tv_usec;
    packet.link_type = pcap_datalink(capture);
    follower.take(packet);
  }
  follower.finish();
  pcap_close(capture);
  return 0;
}

}  // namespace
}  // namespace netdumplings::connection

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "Usage: nd_connections CAPTURE\n";
    return 2;
  }
  return netdumplings::connection::run(argv[1]);
}
