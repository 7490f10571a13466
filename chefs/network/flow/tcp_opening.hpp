// What a TCP connection's first bytes say about it: the service, and the server's name.
#pragma once

#include "network/common/byte_pool.hpp"
#include "network/flow/service_detector.hpp"

#include <netdumplings/connection.hpp>
#include <netdumplings/layer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// Looks at the first bytes of both sides, in whatever pieces they come. Keeps some of them while they don't say
/// enough: up to 16 KiB of the client's, service_sample_size of the server's. The work is linear in what it takes.
class TcpOpening {
 public:
  /// What it takes for granted.
  struct Setting {
    BytePool& pool;  ///< that all openings of a chef have, and must outlive them
    std::uint16_t server_port;
  };

  /// Takes the next bytes that a side sent. Returns whether it needs more of that side. What is missing before them
  /// ends the search in that side's bytes.
  bool take(Side from, Bytes bytes, bool is_after_gap, const Setting& setting);
  /// Looks again at what it kept, as nothing may follow for long.
  void look_again();

  /// Returns the service, or "" if it isn't known (yet).
  std::string_view service() const { return service_; }
  /// Returns the server's name, or "" if it isn't known (yet).
  const std::string& server_name() const { return server_name_; }

 private:
  // The bytes that weren't enough.
  struct Kept {
    std::array<PooledBytes, 2> of;  // by side
    std::size_t next_look = 0;      // how many of the client's bytes there are to be by then
  };

  Bytes kept(Side side) const { return kept_ ? kept_->of[static_cast<std::size_t>(side)].bytes() : Bytes(); }
  bool keep(Side from, Bytes bytes, BytePool& pool);
  bool find_service(Side from, Bytes seen, const Setting& setting);
  bool find_name(Bytes client);
  bool end_side(Side side);
  bool end();

  std::string_view service_;
  std::string server_name_;
  std::unique_ptr<Kept> kept_;
  std::array<bool, 2> has_enough_{};  // by side
};

}  // namespace netdumplings::chefs::network
