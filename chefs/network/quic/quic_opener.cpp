#include "network/quic/quic_opener.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace netdumplings::chefs::network {
namespace {

constexpr std::size_t tag_size = 16;

}  // namespace

std::uint64_t whole_packet_number(std::uint64_t expected, std::uint64_t truncated, unsigned size) {
  const std::uint64_t window = std::uint64_t{1} << (8 * size);
  const std::uint64_t half = window / 2;
  const std::uint64_t candidate = (expected & ~(window - 1)) | truncated;
  constexpr std::uint64_t end = std::uint64_t{1} << 62;
  if (candidate + half <= expected && candidate < end - window) return candidate + window;
  if (candidate > expected + half && candidate >= window) return candidate - window;
  return candidate;
}

QuicOpener::QuicOpener()
    : gcm_(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr)),
      ecb_(EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr)),
      context_(EVP_CIPHER_CTX_new()) {
  if (!gcm_ || !ecb_ || !context_) throw std::runtime_error("libcrypto has no AES-128");
}

std::optional<OpenedPacket> QuicOpener::open(const QuicPacket& packet, const QuicKeys& keys, std::uint64_t expected) {
  const std::uint64_t number = read_header(packet, keys, expected);
  const Bytes text_and_tag = packet.bytes.subspan(header_.size());
  if (text_and_tag.size() < tag_size || !decrypt(text_and_tag, keys, number)) return std::nullopt;
  return OpenedPacket{number, frames_};
}

// Removes the header's protection, and returns the packet's number.
std::uint64_t QuicOpener::read_header(const QuicPacket& packet, const QuicKeys& keys, std::uint64_t expected) {
  constexpr std::size_t longest_number = 4;
  std::array<std::uint8_t, 16> mask{};
  int written = 0;
  const Bytes sample = packet.bytes.subspan(packet.number_at + longest_number, mask.size());
  require_libcrypto(EVP_EncryptInit_ex2(context_.get(), ecb_.get(), keys.header.data(), nullptr, nullptr));
  require_libcrypto(
      EVP_EncryptUpdate(context_.get(), mask.data(), &written, sample.data(), static_cast<int>(sample.size())));

  const auto first = static_cast<std::uint8_t>(packet.bytes[0] ^ (mask[0] & 0x0f));
  const unsigned size = (first & 3u) + 1;
  const Bytes header = packet.bytes.first(packet.number_at + size);
  header_.assign(header.begin(), header.end());
  header_[0] = first;
  std::uint64_t truncated = 0;
  for (unsigned i = 0; i < size; ++i) {
    std::uint8_t& byte = header_[packet.number_at + i];
    byte ^= mask[i + 1];
    truncated = truncated << 8 | byte;
  }
  return whole_packet_number(expected, truncated, size);
}

// Decrypts into frames_. Returns false if the tag is wrong.
bool QuicOpener::decrypt(Bytes text_and_tag, const QuicKeys& keys, std::uint64_t number) {
  auto nonce = keys.nonce;
  for (std::size_t i = 0; i < 8; ++i) nonce[nonce.size() - 1 - i] ^= static_cast<std::uint8_t>(number >> (8 * i));
  const Bytes text = text_and_tag.first(text_and_tag.size() - tag_size);
  std::array<std::uint8_t, tag_size> tag{};
  std::copy(text_and_tag.end() - tag_size, text_and_tag.end(), tag.begin());
  frames_.resize(text.size());
  int written = 0;
  auto* const context = context_.get();
  require_libcrypto(EVP_DecryptInit_ex2(context, gcm_.get(), keys.key.data(), nonce.data(), nullptr));
  require_libcrypto(EVP_DecryptUpdate(context, nullptr, &written, header_.data(), static_cast<int>(header_.size())));
  require_libcrypto(EVP_DecryptUpdate(context, frames_.data(), &written, text.data(), static_cast<int>(text.size())));
  require_libcrypto(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag.size(), tag.data()));
  std::array<std::uint8_t, 16> rest{};  // GCM has no last block, so nothing is written
  return EVP_DecryptFinal_ex(context, rest.data(), &written) == 1;
}

}  // namespace netdumplings::chefs::network
