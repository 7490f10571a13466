// TlsChef reports the handshakes of TLS, over TCP and in QUIC.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/version.hpp>

#include <cstdint>
#include <optional>
#include <string>

#include "network/common/byte_pool.hpp"
#include "network/quic/quic_handshake.hpp"
#include "network/tls/tls_fingerprints.hpp"

namespace netdumplings::chefs::network {

struct TlsTalk;

class TlsChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports TLS handshakes, over TCP and in QUIC: names, versions, JA3 and JA4";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";  // in tunnels and VLANs, too
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_UDP};

  Payload packet_handler(const Packet& packet) override;
  Payload connection_handler(const Connection& connection, ConnectionEvent event) override;
  StreamAnswer stream_handler(const Connection& connection, const StreamData& data) override;

 private:
  // Hellos of which a part is still missing have so much memory, in all connections.
  static constexpr std::size_t most_collected = std::size_t{32} * 1024 * 1024;

  void take_datagram(const Connection& connection, Bytes datagram, Side from);
  void keep_unfinished(const std::optional<layers::TlsClientHello>& hello, std::int64_t when_ns, TlsTalk& talk);
  void look_at_client(TlsTalk& talk);
  void look_at_server(TlsTalk& talk);
  void report_if_complete(const Connection& connection, TlsTalk& talk);
  void report(const Connection& connection, TlsTalk& talk);

  BytePool pool_{most_collected};
  QuicTools quic_{pool_};
  TlsFingerprints fingerprints_{quic_.digests};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
