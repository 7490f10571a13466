// TcpHealthChef says at every poke how well connections to each TCP server went since the poke before.
#pragma once

#include "network/traffic/delay_samples.hpp"
#include "network/traffic/top_table.hpp"

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/address.hpp>
#include <netdumplings/version.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings::chefs::network {

class TcpHealthChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports at every poke how connections to each TCP server went";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";
  static constexpr ChefOption chef_options[] = {{"count", "number", "200", "how many servers to report", 1, 3000}};

  Payload connection_handler(const Connection& connection, ConnectionEvent event) override;
  Payload interval_handler(double interval) override;

 private:
  // What is kept in a connection: what of it is in the table or was reported.
  struct Counted {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t retransmitted = 0;
    std::uint32_t zero_windows = 0;
    bool has_handshake = false;
    bool has_failed = false;
  };

  // What happened in a connection since it was counted last. Bytes are those of both sides.
  struct News {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t retransmitted = 0;
    std::uint64_t zero_windows = 0;
    std::optional<std::int64_t> handshake_ns;  // if it ended
    Outcome failure = Outcome::open;           // if it failed: refused, reset or no_answer
  };

  struct ServerKey {
    IpAddress address;
    std::uint16_t port = 0;
    auto operator<=>(const ServerKey&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
  };
  struct ServerHash {
    std::size_t operator()(const ServerKey& key) const;
  };
  // What happened since the last poke.
  struct Server {
    std::uint64_t connections = 0;
    std::uint64_t refused = 0;
    std::uint64_t reset = 0;
    std::uint64_t no_answer = 0;
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t retransmitted = 0;
    std::uint64_t zero_windows = 0;
    DelaySamples handshakes;

    // The busiest are reported first. A connection that failed has few packets, but is worth knowing.
    std::uint64_t weight() const { return packets + connections + 10 * (refused + reset + no_answer); }
  };

  static constexpr std::size_t most_servers = 8192;

  static News take_news(const Connection& connection, Counted& counted);
  static void add(Server& server, const News& news);
  void append_server(const ServerKey& key, const Server& server);

  std::size_t count_ = option<std::size_t>("count");
  TopTable<ServerKey, Server, ServerHash> servers_{most_servers};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
