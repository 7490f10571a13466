// Looks for the hello of TLS in what one side of a TCP connection says.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/layers/tls.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "network/common/byte_pool.hpp"

namespace netdumplings::chefs::network {

/// A hello of either kind, or none.
struct FoundHello {
  std::optional<layers::TlsClientHello> client;
  std::optional<layers::TlsServerHello> server;
};

/// Finds the first hello, also one that comes after other talk: after STARTTLS, or after a proxy's CONNECT. In other
/// talk it takes a hello for one only if nothing but records of TLS follows it, so that a hello in a file that is
/// transferred isn't taken for the connection's. Passes over a HelloRetryRequest, as the server says its hello later.
/// Collects bytes only of a hello that isn't whole.
class HelloSearch {
 public:
  /// A hello that begins later in what a side says isn't found.
  static constexpr std::uint64_t last_begin = 8192;
  /// The most places that are looked at closely, as they look like a hello at first. After these the search is over.
  static constexpr int most_tries = 16;

  /// Returns whether a hello may begin in these bytes, whose first one is at `offset` in what a side says.
  static bool may_begin_in(Bytes bytes, std::uint64_t offset);

  /// Takes the next bytes of the side. Returns the hello when it is whole; its views are valid until this handler
  /// returns and as long as clear() isn't called.
  FoundHello take(BytePool& pool, const StreamData& data);
  /// Returns the client's hello as far as it came, if it began and isn't whole. Valid until the next call.
  std::optional<layers::TlsClientHello> unfinished() const;
  /// Returns whether there is no need for more bytes: the hello was found, or there is none.
  bool is_over() const { return is_over_; }
  /// Gives up, and frees the memory.
  void end();

 private:
  FoundHello look(BytePool& pool, Bytes bytes, std::uint64_t offset);
  void collect(BytePool& pool, Bytes rest, std::uint64_t offset);

  PooledBytes collected_;     // the beginning of a hello
  std::uint64_t offset_ = 0;  // where it is
  std::size_t wanted_ = 0;    // how many of its bytes must be here before it can be whole
  std::uint64_t last_begin_ = last_begin;
  int failed_tries_ = 0;
  bool has_skipped_retry_ = false;
  bool is_over_ = false;
};

}  // namespace netdumplings::chefs::network
