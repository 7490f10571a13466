// Makes hellos of TLS, and QUIC packets that carry them, for the tests and the fuzzer of TlsChef's parsers.
#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "network/quic/quic_keys.hpp"
#include "network/quic/quic_packet.hpp"
#include "packet/frames.hpp"
#include "packet/streams.hpp"

namespace netdumplings::hellos {

using frames::Buffer;
using frames::filler;
using frames::hex;
using frames::text;
using frames::u16;
using frames::u8;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using streams::extension;
using streams::handshake;

/// Returns 16-bit numbers with their size in bytes before them.
inline Buffer listed(std::initializer_list<std::size_t> numbers) {
  Buffer list = u16(2 * numbers.size());
  for (const std::size_t number : numbers) list = std::move(list) + u16(number);
  return list;
}

inline Buffer server_name(std::string_view name) {
  return extension(0, u16(name.size() + 3) + hex("00") + u16(name.size()) + text(name));
}
inline Buffer protocols(std::initializer_list<std::string_view> names) {
  Buffer list;
  for (const std::string_view name : names) list = std::move(list) + u8(name.size()) + text(name);
  return extension(16, u16(list.size()) + list);
}
inline Buffer groups(std::initializer_list<std::size_t> numbers) { return extension(10, listed(numbers)); }
inline Buffer signatures(std::initializer_list<std::size_t> numbers) { return extension(13, listed(numbers)); }
inline Buffer versions(std::initializer_list<std::size_t> numbers) {
  const Buffer list = listed(numbers);
  return extension(43, Buffer(list.begin() + 1, list.end()));  // its size is one byte
}

struct ClientHello {
  std::size_t version = 0x0303;
  Buffer session = {};
  Buffer suites = listed({0x1301, 0xc02f});
  Buffer extensions = server_name("a.example") + protocols({"h2", "http/1.1"}) + versions({0x0304, 0x0303});
  /// Returns the handshake message.
  [[nodiscard]] Buffer message() const {
    return handshake(1, u16(version) + frames::filler(32) + u8(session.size()) + session + suites + hex("01 00") +
                            u16(extensions.size()) + extensions);
  }
};

inline constexpr std::string_view retry_random = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

struct ServerHello {
  Buffer random = frames::filler(32);
  Buffer session = {};
  std::size_t suite = 0x1301;
  Buffer extensions = extension(43, hex("0304"));
  [[nodiscard]] Buffer message() const {
    return handshake(2, hex("0303") + random + u8(session.size()) + session + u16(suite) + hex("00") +
                            u16(extensions.size()) + extensions);
  }
};

/// Returns a message in a record of its own.
inline Buffer record(const Buffer& message) { return streams::in_records(message, 16'384); }

/// Returns a number of QUIC in two bytes, or in four if it is too large.
inline Buffer quic_number(std::size_t number) {
  return number < 0x4000 ? u16(0x4000 | number) : frames::u32(0x80000000 | number);
}

inline Buffer crypto_frame(std::size_t offset, const Buffer& bytes) {
  return hex("06") + quic_number(offset) + quic_number(bytes.size()) + bytes;
}
/// Returns a frame with the bytes [begin, end) of `stream`.
inline Buffer crypto_frame(const Buffer& stream, std::size_t begin, std::size_t end) {
  const auto at = [&](std::size_t offset) { return stream.begin() + static_cast<std::ptrdiff_t>(offset); };
  return crypto_frame(begin, Buffer(at(begin), at(std::min(end, stream.size()))));
}

namespace detail {

inline Buffer gcm(const Buffer& header, const Buffer& frames, const chefs::network::QuicKeys& keys,
                  std::uint64_t number) {
  auto nonce = keys.nonce;
  for (std::size_t i = 0; i < 8; ++i) nonce[11 - i] ^= static_cast<std::uint8_t>(number >> (8 * i));
  Buffer sealed(frames.size() + 16);
  int size = 0;
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nullptr, keys.key.data(), nonce.data());
  EVP_EncryptUpdate(context, nullptr, &size, header.data(), static_cast<int>(header.size()));
  EVP_EncryptUpdate(context, sealed.data(), &size, frames.data(), static_cast<int>(frames.size()));
  EVP_EncryptFinal_ex(context, sealed.data() + size, &size);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, sealed.data() + frames.size());
  EVP_CIPHER_CTX_free(context);
  return sealed;
}

inline std::array<std::uint8_t, 16> header_mask(const std::uint8_t* sample, const chefs::network::QuicKeys& keys) {
  std::array<std::uint8_t, 16> mask{};
  int size = 0;
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nullptr, keys.header.data(), nullptr);
  EVP_EncryptUpdate(context, mask.data(), &size, sample, 16);
  EVP_CIPHER_CTX_free(context);
  return mask;
}

}  // namespace detail

/// Protects an Initial packet: `header` ends with the packet number, of which it has the last bytes.
inline Buffer protect(const Buffer& header, const Buffer& frames, const chefs::network::QuicKeys& keys,
                      std::uint64_t number) {
  const std::size_t number_size = (header[0] & 3u) + 1;
  Buffer packet = header + detail::gcm(header, frames, keys, number);
  const auto mask = detail::header_mask(packet.data() + header.size() - number_size + 4, keys);
  packet[0] = static_cast<std::uint8_t>(packet[0] ^ (mask[0] & 0x0f));
  for (std::size_t i = 0; i < number_size; ++i) packet[header.size() - number_size + i] ^= mask[i + 1];
  return packet;
}

/// Makes Initial packets of a connection.
struct Initials {
  std::uint32_t version = chefs::network::quic_v1;
  Buffer first = hex("8394c8f03e515708");  ///< the client's first name for the server, which the keys come from
  Buffer destination = first;              ///< the client's present name for it
  Buffer client = hex("c1c1c1c1");
  Buffer server = hex("5e5e5e5e5e5e5e5e");
  Buffer token = {};
  bool with_fixed_bit = true;
  std::size_t least_frames = 1150;  ///< frames are padded to this many bytes

  [[nodiscard]] Buffer by_client(std::uint64_t number, const Buffer& frames) const {
    return by(destination, client, number, frames, keys().client);
  }
  [[nodiscard]] Buffer by_server(std::uint64_t number, const Buffer& frames) const {
    return by(client, server, number, frames, keys().server);
  }
  /// Returns a server's Retry. Nobody checks its tag.
  [[nodiscard]] Buffer retry() const {
    return u8(version == chefs::network::quic_v2 ? 0xcf : 0xff) + frames::u32(version) + u8(client.size()) + client +
           u8(server.size()) + server + text("token") + frames::zeros(16);
  }

 private:
  [[nodiscard]] chefs::network::QuicInitialKeys keys() const {
    static chefs::network::Digests digests;  // slow to make
    return chefs::network::initial_keys(digests, version, first);
  }
  [[nodiscard]] Buffer by(const Buffer& to, const Buffer& from, std::uint64_t number, Buffer content,
                          const chefs::network::QuicKeys& side) const {
    content.resize(std::max(content.size(), least_frames));
    const std::size_t type = version == chefs::network::quic_v2 ? 0x91 : 0x81;
    const Buffer header = u8(with_fixed_bit ? type | 0x40u : type) + frames::u32(version) + u8(to.size()) + to +
                          u8(from.size()) + from + quic_number(token.size()) + token +
                          quic_number(2 + content.size() + 16) + u16(number);
    return protect(header, content, side, number);
  }
};

}  // namespace netdumplings::hellos
