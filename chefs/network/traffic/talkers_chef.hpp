// TalkersChef says at every poke who sent and received the most since the poke before.
#pragma once

#include "network/traffic/top_table.hpp"

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/address.hpp>
#include <netdumplings/random_hash.hpp>
#include <netdumplings/version.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace netdumplings::chefs::network {

class TalkersChef : public DumplingChef {
 public:
  static constexpr const char* chef_help =
      "Reports at every poke which hosts, pairs, services and VLANs had most bytes";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";
  static constexpr ChefOption chef_options[] = {{"count", "number", "20", "how many of each to report", 1, 1000}};

  Payload connection_handler(const Connection& connection, ConnectionEvent event) override;
  Payload interval_handler(double interval) override;

 private:
  // What a connection's sides sent: bytes of each, packets of both.
  struct Growth {
    std::uint64_t packets = 0;
    std::uint64_t by_client = 0;
    std::uint64_t by_server = 0;
  };
  // What is kept in a connection: what of it was added.
  using Counted = Growth;

  struct Host {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::uint64_t packets = 0;
    std::uint64_t weight() const { return sent + received; }
  };
  struct Traffic {
    std::uint64_t bytes = 0;
    std::uint64_t packets = 0;
    std::uint64_t weight() const { return bytes; }
  };
  struct Service {
    std::uint64_t bytes = 0;
    std::uint64_t connections = 0;
    std::uint64_t weight() const { return bytes; }
  };
  // The lower address first.
  struct Pair {
    IpAddress a;
    IpAddress b;
    auto operator<=>(const Pair&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const;
  };

  static constexpr std::size_t most_hosts = 65'536;
  static constexpr std::size_t most_pairs = 65'536;
  static constexpr std::size_t most_services = 16'384;
  static constexpr std::size_t most_vlans = 4096;  // all that there are

  static Growth growth_of(const Connection& connection, Counted& counted);
  void add(const Connection& connection, const Growth& growth);
  void append_hosts();
  void append_pairs();
  void append_services();
  void append_vlans();
  void append_traffic(const Traffic& traffic);

  std::size_t count_ = option<std::size_t>("count");
  TopTable<IpAddress, Host> hosts_{most_hosts};
  TopTable<Pair, Traffic, PairHash> pairs_{most_pairs};
  TopTable<std::uint32_t, Service, RandomHash> services_{most_services};  // by protocol and port
  TopTable<std::uint16_t, Traffic, RandomHash> vlans_{most_vlans};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
