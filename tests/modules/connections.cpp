// Chefs that use connections, and say what they are told.
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/udp.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace {

using netdumplings::ChefOption;
using netdumplings::Connection;
using netdumplings::ConnectionEvent;
using netdumplings::Packet;
using netdumplings::Payload;
using netdumplings::Side;
using netdumplings::StreamAnswer;
using netdumplings::StreamData;
using nlohmann::ordered_json;

std::string text(netdumplings::Bytes bytes) { return {bytes.begin(), bytes.end()}; }
const char* name_of(Side side) { return side == Side::client ? "client" : "server"; }
std::string end_of(const Connection& connection, Side side) {
  return connection.address(side).to_string() + " " + std::to_string(connection.port(side));
}

// How many packets a chef saw of a connection, kept in the connection.
struct Seen {
  Seen() { ++alive; }
  ~Seen() { --alive; }
  Seen(const Seen&) = delete;
  Seen& operator=(const Seen&) = delete;
  int packets = 0;
  inline static int alive = 0;
};

// Says each event, and what it kept.
class EventsChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet& packet) override {
    const auto connection = packet.connection();
    if (!connection) return ordered_json{{"packet", nullptr}};
    ++connection->state<Seen>().packets;
    ordered_json said{{"packet", connection->number()}, {"from", name_of(packet.from())}};
    if (packet.opens_connection()) said["opens"] = true;
    if (packet.is_error_of_connection()) said["error"] = true;
    if (const auto whole = packet.whole()) said["whole"] = text(whole->layer<netdumplings::layers::Udp>()->payload());
    return said;
  }
  Payload connection_handler(const Connection& connection, ConnectionEvent event) override {
    if (event == ConnectionEvent::opened) {
      return ordered_json{{"opened", connection.number()},
                          {"client", end_of(connection, Side::client)},
                          {"server", end_of(connection, Side::server)},
                          {"packets", packets(connection)}};
    }
    const char* const what = event == ConnectionEvent::updated ? "updated" : "ended";
    return ordered_json{{what, connection.number()},
                        {"packets", packets(connection)},
                        {"bytes", {connection.ip_bytes(Side::client), connection.ip_bytes(Side::server)}},
                        {"history", connection.history()},
                        {"outcome", static_cast<int>(connection.outcome())},
                        {"reason", static_cast<int>(connection.end_reason())},
                        {"seen", connection.state<Seen>().packets},
                        {"now", now()}};
  }
  Payload interval_handler(double) override { return nlohmann::json("poke"); }
  Payload closing_handler() override { return ordered_json{{"closing", Seen::alive}}; }

 private:
  static ordered_json packets(const Connection& connection) {
    return {connection.packets(Side::client), connection.packets(Side::server)};
  }
};

// Says what it reads, and reads `most` stretches of each side.
class ReaderChef : public netdumplings::DumplingChef {
 public:
  static constexpr ChefOption chef_options[] = {{"most", "number", "1000", "how many stretches it reads of a side"}};
  StreamAnswer stream_handler(const Connection& connection, const StreamData& data) override {
    const std::string bytes = text(data.bytes());
    if (bytes == "fail") throw std::runtime_error("it said fail");
    emit(ordered_json{{name_of(data.from()), bytes}, {"offset", data.offset()}, {"missing", data.missing()}});
    int& count = connection.state<Counts>().stretches[data.from() == Side::client ? 0 : 1];
    return ++count < most_ ? StreamAnswer::more : StreamAnswer::enough;
  }

 private:
  struct Counts {
    int stretches[2] = {};
  };
  int most_ = option<int>("most");
};

// Keeps two types of state, as nobody may.
class ConfusedChef : public netdumplings::DumplingChef {
 public:
  Payload connection_handler(const Connection& connection, ConnectionEvent) override {
    connection.state<int>() = 1;
    return nlohmann::json(connection.state<long>());
  }
};

// Doesn't use connections: its packets have none, whatever other chefs use.
class PlainChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet& packet) override {
    return nlohmann::json(packet.connection() || packet.whole() ? "has a connection" : "has no connection");
  }
};

// Only looks at packets, but at their connections, too.
class LookingChef : public netdumplings::DumplingChef {
 public:
  static constexpr bool uses_connections = true;
  Payload packet_handler(const Packet& packet) override {
    return nlohmann::json(packet.connection() ? "has a connection" : "has no connection");
  }
};

}  // namespace

NETDUMPLINGS_CHEFS(EventsChef, ReaderChef, ConfusedChef, PlainChef, LookingChef)
