#include "network/tls/tls_names.hpp"

#include "network/common/hex.hpp"

namespace netdumplings::chefs::network {
namespace {

std::string_view version_name(std::uint16_t number) {
  switch (number) {
    case 0x0300:
      return "SSL 3.0";
    case 0x0301:
      return "TLS 1.0";
    case 0x0302:
      return "TLS 1.1";
    case 0x0303:
      return "TLS 1.2";
    case 0x0304:
      return "TLS 1.3";
    default:
      return "";
  }
}

void append_name(std::string& out, std::string_view name, std::uint16_t number) {
  out += '"';
  if (name.empty()) {
    out += "0x";
    append_hex(out, number);
  } else {
    out += name;
  }
  out += '"';
}

}  // namespace

void append_cipher_suite(std::string& out, std::uint16_t number) {
  append_name(out, registered_cipher_suite(number), number);
}

void append_tls_version(std::string& out, std::uint16_t number) { append_name(out, version_name(number), number); }

}  // namespace netdumplings::chefs::network
