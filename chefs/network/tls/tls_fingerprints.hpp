// JA3 and JA4: short texts that the hellos of one client program have in common.
#pragma once

#include <netdumplings/layers/tls.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "network/common/digests.hpp"

namespace netdumplings::chefs::network {

/// Computes the fingerprints of whole ClientHellos. Keeps its memory from one hello to the next. Numbers that mean
/// nothing (GREASE) are left out of both. Not for several threads.
class TlsFingerprints {
 public:
  explicit TlsFingerprints(Digests& digests) : digests_(&digests) {}

  /// Returns the text that JA3 is the MD5 of: "771,4865-4866,0-23,29-23,0". Valid until the next call.
  std::string_view ja3_text(const layers::TlsClientHello& hello);
  /// Appends the JA3, 32 characters. Appends nothing if libcrypto has no MD5.
  void append_ja3(std::string& out, const layers::TlsClientHello& hello);
  /// Appends the JA4, at least 36 characters. `transport` is 't' for TCP, 'q' for QUIC.
  void append_ja4(std::string& out, const layers::TlsClientHello& hello, char transport);

 private:
  void append_hash(std::string& out, std::string_view text);
  void append_hash_of_extensions(std::string& out, const layers::TlsClientHello& hello);

  Digests* digests_;
  std::string text_;
  std::vector<std::uint16_t> numbers_;
};

}  // namespace netdumplings::chefs::network
