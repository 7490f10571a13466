// Finds the name by which a QUIC client calls its server, in its first datagrams.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/layer.hpp>

#include <memory>
#include <string>

#include "network/quic/quic_handshake.hpp"

namespace netdumplings::chefs::network {

/// Follows the handshake of one connection until the client has said its hello.
class QuicName {
 public:
  /// Takes a datagram of either side.
  void take(QuicTools& tools, Bytes datagram, Side from);

  /// Returns the server's name, or "" if it isn't known (yet). It has at most longest_server_name bytes.
  const std::string& server_name() const { return server_name_; }

 private:
  std::unique_ptr<QuicHandshake> handshake_;  // while it is followed
  std::string server_name_;
  bool is_over_ = false;
};

}  // namespace netdumplings::chefs::network
