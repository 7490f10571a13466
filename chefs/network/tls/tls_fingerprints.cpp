#include "network/tls/tls_fingerprints.hpp"

#include <netdumplings/json_text.hpp>

#include <algorithm>

#include "network/common/hex.hpp"

namespace netdumplings::chefs::network {
namespace {

using layers::is_tls_grease;
using layers::TlsClientHello;
using layers::TlsExtension;

constexpr std::uint16_t server_name = 0, alpn = 16;

// Appends numbers as JA3 has them: decimal, with a '-' between them.
template <typename Numbers>
void append_dashed(std::string& out, const Numbers& numbers) {
  const std::size_t begin = out.size();
  for (const auto number : numbers) {
    if (is_tls_grease(number)) continue;
    if (out.size() > begin) out += '-';
    append_json_number(out, number);
  }
}

// Appends numbers as JA4 has them: hexadecimal, with a ',' between them.
void append_listed(std::string& out, const std::vector<std::uint16_t>& numbers) {
  const std::size_t begin = out.size();
  for (const std::uint16_t number : numbers) {
    if (is_tls_grease(number)) continue;
    if (out.size() > begin) out += ',';
    append_hex(out, number);
  }
}

std::string_view version_code(const TlsClientHello& hello) {
  std::uint16_t highest = 0;
  for (const std::uint16_t version : hello.versions()) {
    if (!is_tls_grease(version)) highest = std::max(highest, version);
  }
  switch (highest) {
    case 0x0304:
      return "13";
    case 0x0303:
      return "12";
    case 0x0302:
      return "11";
    case 0x0301:
      return "10";
    case 0x0300:
      return "s3";
    default:
      return "00";
  }
}

void append_count(std::string& out, std::ptrdiff_t count) {
  const auto most = std::min<std::ptrdiff_t>(count, 99);
  out += static_cast<char>('0' + most / 10);
  out += static_cast<char>('0' + most % 10);
}

bool is_alphanumeric(std::uint8_t byte) {
  const int letter = byte | 0x20;
  return (byte >= '0' && byte <= '9') || (letter >= 'a' && letter <= 'z');
}

// Appends the first and the last character of the first protocol, or of its bytes in hexadecimal.
void append_protocol(std::string& out, const TlsClientHello& hello) {
  const auto protocols = hello.alpn_bytes();
  if (protocols.empty() || protocols[0].empty()) {
    out += "00";
    return;
  }
  const std::uint8_t first = protocols[0].front(), last = protocols[0].back();
  const bool is_readable = is_alphanumeric(first) && is_alphanumeric(last);
  out += is_readable ? static_cast<char>(first) : hex_digits[first >> 4];
  out += is_readable ? static_cast<char>(last) : hex_digits[last & 15];
}

}  // namespace

std::string_view TlsFingerprints::ja3_text(const TlsClientHello& hello) {
  text_.clear();
  append_json_number(text_, hello.legacy_version());
  text_ += ',';
  append_dashed(text_, hello.cipher_suites());
  text_ += ',';
  numbers_.clear();
  for (const TlsExtension& extension : hello.extensions()) numbers_.push_back(extension.number);
  append_dashed(text_, numbers_);
  text_ += ',';
  append_dashed(text_, hello.supported_groups());
  text_ += ',';
  append_dashed(text_, hello.point_formats());
  return text_;
}

void TlsFingerprints::append_ja3(std::string& out, const TlsClientHello& hello) {
  if (const auto digest = digests_->md5(bytes_of(ja3_text(hello)))) append_hex(out, Bytes(*digest));
}

void TlsFingerprints::append_ja4(std::string& out, const TlsClientHello& hello, char transport) {
  auto suites = hello.cipher_suites();
  std::erase_if(suites, is_tls_grease);
  numbers_.clear();
  for (const TlsExtension& extension : hello.extensions()) {
    if (!is_tls_grease(extension.number)) numbers_.push_back(extension.number);
  }
  out += transport;
  out += version_code(hello);
  out += hello.extension(server_name) ? 'd' : 'i';
  append_count(out, std::ssize(suites));
  append_count(out, std::ssize(numbers_));
  append_protocol(out, hello);
  out += '_';
  std::ranges::sort(suites);
  text_.clear();
  append_listed(text_, suites);
  append_hash(out, text_);
  out += '_';
  append_hash_of_extensions(out, hello);
}

// Takes the extensions from numbers_.
void TlsFingerprints::append_hash_of_extensions(std::string& out, const TlsClientHello& hello) {
  std::erase_if(numbers_, [](std::uint16_t number) { return number == server_name || number == alpn; });
  std::ranges::sort(numbers_);
  text_.clear();
  append_listed(text_, numbers_);
  if (!text_.empty()) {
    const std::size_t end = text_.size();
    text_ += '_';
    append_listed(text_, hello.signature_algorithms());
    if (text_.size() == end + 1) text_.pop_back();
  }
  append_hash(out, text_);
}

// Appends the first 12 characters of the SHA-256, or zeros if there is no text.
void TlsFingerprints::append_hash(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "000000000000";
  } else {
    append_hex(out, Bytes(digests_->sha256(bytes_of(text))).first(6));
  }
}

}  // namespace netdumplings::chefs::network
