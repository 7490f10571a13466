// FlowChef reports each connection at its end, and long ones also in between.
#pragma once

#include "network/flow/quic_name.hpp"
#include "network/flow/tcp_opening.hpp"

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

class FlowChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports each connection at its end, and long ones also in between";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_UDP};
  static constexpr ChefOption chef_options[] = {
      {"every", "number", "60", "after how many seconds to report a connection that goes on; 0 is only at its end", 0,
       1e9}};

  Payload packet_handler(const Packet& packet) override;
  StreamAnswer stream_handler(const Connection& connection, const StreamData& data) override;
  Payload connection_handler(const Connection& connection, ConnectionEvent event) override;

 private:
  // What is kept in a connection.
  struct FlowState {
    TcpOpening opening;
    std::string_view datagram_service;
    std::unique_ptr<QuicName> quic;  // if it is QUIC
    std::int64_t reported_ns = 0;    // when it was reported last
  };

  static constexpr std::size_t most_kept_of_all = std::size_t{32} << 20;

  bool is_due(const Connection& connection) const;
  bool is_over(std::int64_t since_ns) const;
  void look_for_name(FlowState& flow, const Packet& datagram, Side from);
  void report(const Connection& connection);

  std::uint64_t every_ns_ = static_cast<std::uint64_t>(option<double>("every") * 1e9);
  BytePool pool_{most_kept_of_all};
  QuicTools quic_{pool_};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
