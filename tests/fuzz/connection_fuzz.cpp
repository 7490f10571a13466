// Packets with times and interfaces, dissected, put together from fragments, and followed in a table of connections.
// The counters add up, memory stays within its bounds, and each stream says what a model says that looks at every byte.
//
// The input: for each packet a byte of its link type (packet_input.hpp), one of its interface (the lower 2 bits) and of
// what time passed (the upper 6 bits), two of its size, and its bytes.
#include <netdumplings/flow.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <span>
#include <utility>

#include "connection/fragments.hpp"
#include "connection/stream_model.hpp"
#include "connection/table.hpp"
#include "packet_input.hpp"

namespace netdumplings::fuzz {
namespace {

using namespace connection;  // NOLINT(google-build-using-namespace)

constexpr TableLimits limits = {.connections = 8, .stream_bytes = 16 * PagePool::page_size};
constexpr FragmentLimits fragment_limits = {.memory = 40'000, .datagrams = 5};

// What the table says of a side's stream.
struct Told {
  std::uint64_t end = 0;
};

class Checker final : public ConnectionEvents {
 public:
  void opened(Connection& connection) override {
    require(connection.number == ++opened_, "connections are counted one by one");
    require(told_.empty() || told_.rbegin()->first.first < connection.number, "a number is new");
    told_[{connection.number, Side::client}] = {};
    told_[{connection.number, Side::server}] = {};
  }
  void updated(Connection& connection) override {
    require(told_.count({connection.number, Side::client}) == 1, "what is updated is open");
  }
  bool stretch(Connection& connection, Side from, const Stretch& stretch) override {
    const auto told = told_.find({connection.number, from});
    require(told != told_.end(), "bytes come between the opening and the end");
    require(!stretch.bytes.empty(), "a stretch has bytes");
    require(stretch.offset == told->second.end + stretch.missing_before, "no byte comes twice, or unsaid");
    told->second.end = stretch.offset + stretch.bytes.size();
    return stretch.bytes[0] != 0xee;
  }
  void ended(Connection& connection, End reason) override {
    require(!name_of(outcome_of(connection, reason)).empty(), "something became of it");
    require(connection.last_ns >= connection.first_ns, "it ends after it began");
    require(connection.tcp.history().size() <= 15, "the history is bounded");
    require(told_.erase({connection.number, Side::client}) + told_.erase({connection.number, Side::server}) == 2,
            "it ends once");
  }
  std::size_t open() const { return told_.size() / 2; }

 private:
  std::uint64_t opened_ = 0;
  std::map<std::pair<std::uint64_t, Side>, Told> told_;
};

// What is found lies within the packet.
void check_found(const nd_packet& packet, const Innermost& found) {
  require(found.payload.size() <= found.payload_length, "the wire has what was captured");
  require(found.payload_offset <= packet.captured_length, "the payload is within the packet");
  require(found.payload.empty() || found.payload.data() == packet.bytes + found.payload_offset, "at its offset");
  require(found.payload_offset + found.payload.size() <= packet.captured_length, "the payload ends within the packet");
  require(found.ip_bytes <= packet.wire_length, "IP is not longer than the packet");
  require(found.payload_length <= found.ip_bytes, "the payload is not longer than IP");
  require(!found.fragment || found.fragment->data.size() <= found.fragment->length, "a fragment likewise");
}

class Kitchen {
 public:
  void handle(nd_packet packet) {
    dissect(dissector_, packet);
    now_ = std::max(now_, packet.time_ns);
    table_.advance(now_);
    const Innermost* around = nullptr;
    std::optional<Innermost> last;
    std::optional<Datagram> datagram;
    for (int depth = 0; depth < 4; ++depth) {
      auto found = find_innermost(packet, around);
      if (!found) return;
      check_found(packet, *found);
      if (!found->fragment) {
        follow(*found, packet, datagram);
        return;
      }
      datagram = fragments_.add(*found, packet.interface_index, now_);
      check_fragments();
      if (!datagram) return;
      last = std::move(found);
      around = &*last;
      whole_.assign(datagram->bytes.begin(), datagram->bytes.end());
      packet.bytes = whole_.data();
      packet.captured_length = static_cast<std::uint32_t>(whole_.size());
      packet.wire_length = datagram->wire_length;
      packet.link_type = datagram->link_type;
      dissect(dissector_, packet);
    }
  }
  void update() { table_.update(); }
  void finish() {
    table_.finish();
    require(table_.open() == 0 && events_.open() == 0, "all ended");
    require(table_.stream_bytes() == 0, "no page is lost");
    check_table();
  }

 private:
  void follow(const Innermost& found, const nd_packet& packet, const std::optional<Datagram>& datagram) {
    const Observation observed = table_.observe(found, {.interface_index = packet.interface_index,
                                                        .time_ns = packet.time_ns,
                                                        .packets = datagram ? datagram->packets : 1,
                                                        .ip_bytes = datagram ? datagram->ip_bytes : found.ip_bytes});
    table_.stream(observed, found);
    check_table();
  }
  void check_table() const {
    const TableCounts& counts = table_.counts();
    require(counts.opened == std::accumulate(counts.ended.begin(), counts.ended.end(), table_.open()),
            "opened = ended + open");
    require(table_.open() == events_.open(), "the events say what is open");
    require(table_.open() <= limits.connections, "connections are bounded");
    require(table_.stream_bytes() <= limits.stream_bytes, "waiting bytes are bounded");
  }
  void check_fragments() const {
    const FragmentCounts& counts = fragments_.counts();
    require(
        counts.opened == counts.completed + counts.timed_out + counts.evicted + counts.overlapping + fragments_.open(),
        "each datagram is somewhere");
    require(fragments_.used_bytes() <= fragment_limits.memory, "fragments are bounded");
  }

  packet::Dissector dissector_;
  Fragments fragments_{fragment_limits};
  Checker events_;
  ConnectionTable table_{limits, events_};
  std::vector<std::uint8_t> whole_;
  std::int64_t now_ = 0;
};

void run_packets(std::span<const std::uint8_t> input) {
  Kitchen kitchen;
  std::int64_t time = 1'700'000'000'000'000'000;
  for (std::size_t at = 0; at + 4 <= input.size();) {
    const std::uint8_t kind = input[at];
    const std::uint8_t when = input[at + 1];
    const std::size_t size = std::min<std::size_t>(input[at + 2] * 256u + input[at + 3], input.size() - at - 4);
    // 63 steps back by a second, others are a power of two of milliseconds up to some hours.
    const int step = when >> 2;
    time += step == 63 ? -1'000'000'000 : (std::int64_t{1} << step % 25) * 1'000'000 - 1'000'000;
    nd_packet packet{};
    packet.struct_size = sizeof packet;
    packet.bytes = input.data() + at + 4;
    packet.captured_length = static_cast<std::uint32_t>(size);
    packet.wire_length = packet.captured_length + (kind >> 7) * 100u;
    packet.time_ns = time;
    packet.link_type = link_types[kind % 128 % link_types.size()];
    packet.interface_index = when & 3U;
    kitchen.handle(packet);
    if (step == 1) kitchen.update();
    at += 4 + size;
  }
  kitchen.finish();
}

// The input again, as segments of one stream: their place, their size, and what was captured of it.
void run_stream(std::span<const std::uint8_t> input) {
  PagePool pool(1 << 20);
  TcpStream stream;
  CollectingSink sink;
  StreamModel model;
  const std::uint32_t start = input.empty() ? 0 : 0 - input[0] * 8u;
  stream.begin_at(start);
  for (std::size_t at = 0; at + 4 <= input.size() && at < 400; at += 4) {
    const std::uint32_t place = (input[at] * 256u + input[at + 1]) % 8192;
    const std::size_t captured = std::min<std::size_t>(input[at + 3], input.size() - at);
    const std::size_t length = captured + (input[at + 2] >= 0xe0 ? input[at + 2] : 0);
    if (length == 0) {
      stream.acknowledge(pool, start + place, sink);
      model.acknowledge(place);
    } else {
      stream.add(pool, {start + place, static_cast<std::uint32_t>(length), input.subspan(at, captured)}, sink);
      model.add(place, input.subspan(at, captured), length);
    }
    require(stream.offset() == model.offset(), "the model is as far");
  }
  stream.finish(pool, sink);
  model.finish();
  require(sink.is_consistent, "stretches follow each other");
  require(sink.bytes == model.in_order(), "the model has the same bytes");
  require(stream.missing_bytes() == model.missing(), "the model misses as many");
  require(stream.retransmitted_bytes() == model.retransmitted(), "the model has as many twice");
  require(pool.used_bytes() == 0, "the pages are back");
}

}  // namespace
}  // namespace netdumplings::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  netdumplings::fuzz::run_packets({data, size});
  netdumplings::fuzz::run_stream({data, size});
  return 0;
}
