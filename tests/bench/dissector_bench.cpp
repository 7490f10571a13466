// What the dissector costs a packet, by what the packet is, and in a mixture as networks have it.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "packet/dissector.hpp"
#include "packet/frames.hpp"

namespace {

using namespace netdumplings::frames;  // NOLINT(google-build-using-namespace)

constexpr std::uint16_t quic = 443;

Buffer tcp_packet(std::size_t port) { return ether(0x0800, ipv4(6, tcp(port, 443, filler(1200)))); }
Buffer quic_packet(std::size_t port) { return ether(0x0800, ipv4(17, udp(port, quic, filler(1200)))); }
Buffer dns_query() { return ether(0x0800, ipv4(17, udp(40000, 53, example_query()))); }
Buffer ipv6_packet() { return ether(0x86dd, ipv6(6, tcp(40000, 443, filler(1200)))); }
Buffer arp_request() { return ether(0x0806, arp(1) + zeros(18)); }

void dissect(benchmark::State& state, const std::vector<Buffer>& packets) {
  netdumplings::packet::Dissector dissector;
  std::size_t next = 0;
  for (auto _ : state) {
    const Buffer& packet = packets[next];
    next = next + 1 == packets.size() ? 0 : next + 1;
    benchmark::DoNotOptimize(dissector.dissect(packet, ethernet_link).data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

std::vector<Buffer> mixture() {
  std::vector<Buffer> packets;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::size_t port = 32768 + i * 7919 % 28000;
    packets.push_back(i % 50 == 0   ? arp_request()
                      : i % 13 == 0 ? dns_query()
                      : i % 9 == 0  ? ipv6_packet()
                      : i % 4 == 0  ? quic_packet(port)
                                    : tcp_packet(port));
  }
  return packets;
}

BENCHMARK_CAPTURE(dissect, tcp, {tcp_packet(40000)});
BENCHMARK_CAPTURE(dissect, udp, {quic_packet(40000)});
BENCHMARK_CAPTURE(dissect, ipv6_tcp, {ipv6_packet()});
BENCHMARK_CAPTURE(dissect, dns, {dns_query()});
BENCHMARK_CAPTURE(dissect, arp, {arp_request()});
BENCHMARK_CAPTURE(dissect, mixture, mixture());

}  // namespace
