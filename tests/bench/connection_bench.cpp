// What following connections costs a packet, without the dissector: of a connection that is known, of a new one, and
// with its bytes put in order.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "connection/table.hpp"
#include "packet/frames.hpp"

namespace netdumplings::connection {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

struct NoEvents final : ConnectionEvents {
  void opened(Connection&) override {}
  void updated(Connection&) override {}
  bool stretch(Connection&, Side, const Stretch&) override { return true; }
  void ended(Connection&, End) override {}
};

// A segment of `connection`, 1,200 bytes long, as the `turn`-th of it.
Buffer segment(std::size_t connection, std::size_t turn) {
  return ether(0x0800, ipv4(6, u16(1024 + connection % 60'000) + u16(443) + u32(turn * 1200) +
                                   hex("00000000 50 10 2000 0000 0000") + filler(1200)));
}
Buffer query(std::size_t connection) {
  return ether(0x0800, ipv4(17, udp(1024 + connection % 60'000, 53 + connection / 60'000, filler(40))));
}

using Frames = std::vector<std::unique_ptr<Frame>>;

void follow(benchmark::State& state, const Frames& frames) {
  NoEvents events;
  ConnectionTable table({}, events);
  std::size_t next = 0;
  std::int64_t now = 0;
  for (auto _ : state) {
    const nd_packet& packet = frames[next]->packet().raw();
    next = next + 1 == frames.size() ? 0 : next + 1;
    const auto found = find_innermost(packet);
    table.advance(now += 10'000);
    const Observation observed = table.observe(*found, {.time_ns = now, .ip_bytes = found->ip_bytes});
    table.stream(observed, *found);
    benchmark::DoNotOptimize(observed.connection);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void innermost(benchmark::State& state) {
  const Frame frame(segment(0, 0));
  for (auto _ : state) benchmark::DoNotOptimize(find_innermost(frame.packet().raw()));
}

void one_connection(benchmark::State& state) {
  Frames frames;
  for (std::size_t i = 0; i < 1000; ++i) frames.push_back(std::make_unique<Frame>(segment(0, i)));
  follow(state, frames);
}

void many_connections(benchmark::State& state) {
  Frames frames;
  for (std::size_t i = 0; i < 20'000; ++i) frames.push_back(std::make_unique<Frame>(segment(i, 0)));
  follow(state, frames);
}

// More than may be open: each packet opens one and evicts another.
void new_connections(benchmark::State& state) {
  NoEvents events;
  ConnectionTable table({.connections = 10'000}, events);
  Frames frames;
  for (std::size_t i = 0; i < 30'000; ++i) frames.push_back(std::make_unique<Frame>(query(i)));
  std::size_t next = 0;
  for (auto _ : state) {
    const auto found = find_innermost(frames[next]->packet().raw());
    next = next + 1 == frames.size() ? 0 : next + 1;
    benchmark::DoNotOptimize(table.observe(*found, {.ip_bytes = found->ip_bytes}).connection);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(innermost);
BENCHMARK(one_connection);
BENCHMARK(many_connections);
BENCHMARK(new_connections);

}  // namespace

}  // namespace netdumplings::connection
