#include "network/dns/dns_data.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace netdumplings::chefs::network {
namespace {

using layers::DnsRecord;

constexpr std::size_t most_bytes_in_hex = 128;

void append_data_in_hex(std::string& out, Bytes bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  for (const std::uint8_t byte : bytes.first(std::min(bytes.size(), most_bytes_in_hex))) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
}

void append_field(std::string& out, std::uint32_t number) {
  out += std::to_string(number);
  out += ' ';
}

// `text` has backslashes escaped already.
void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '\\';
    out += c;
  }
  out += '"';
}

bool append_host(std::string& out, const DnsRecord& record) {
  const auto host = record.host();
  if (host) append_dns_name(out, *host);
  return host.has_value();
}

bool append_ipv4(std::string& out, const DnsRecord& record) {
  const auto address = record.a();
  if (address) out += address->to_string();
  return address.has_value();
}

bool append_ipv6(std::string& out, const DnsRecord& record) {
  const auto address = record.aaaa();
  if (address) out += address->to_string();
  return address.has_value();
}

bool append_mail_exchange(std::string& out, const DnsRecord& record) {
  const auto mx = record.mx();
  if (!mx) return false;
  append_field(out, mx->preference);
  append_dns_name(out, mx->exchange);
  return true;
}

bool append_strings(std::string& out, const DnsRecord& record) {
  const auto texts = record.txt();
  if (!texts) return false;
  for (const auto& text : *texts) {
    if (&text != &texts->front()) out += ' ';
    append_quoted(out, text);
  }
  return true;
}

bool append_server(std::string& out, const DnsRecord& record) {
  const auto srv = record.srv();
  if (!srv) return false;
  for (const std::uint32_t number : {srv->priority, srv->weight, srv->port}) append_field(out, number);
  append_dns_name(out, srv->target);
  return true;
}

bool append_start_of_authority(std::string& out, const DnsRecord& record) {
  const auto soa = record.soa();
  if (!soa) return false;
  append_dns_name(out, soa->primary_server);
  out += ' ';
  append_dns_name(out, soa->mailbox);
  for (const std::uint32_t number : {soa->serial, soa->refresh, soa->retry, soa->expire, soa->minimum}) {
    out += ' ';
    out += std::to_string(number);
  }
  return true;
}

void append_hints(std::string& out, Bytes value, std::size_t size) {
  for (Bytes left = value; left.size() >= size; left = left.subspan(size)) {
    if (left.data() != value.data()) out += ',';
    out += size == 4 ? Ipv4Address(left).to_string() : Ipv6Address(left).to_string();
  }
}

// Each protocol comes after its length.
void append_protocols(std::string& out, Bytes value) {
  for (Bytes left = value; !left.empty(); left = detail::clipped(left, 1u + left[0], left.size())) {
    if (left.data() != value.data()) out += ',';
    out += detail::escaped_utf8(detail::clipped(left, 1, left[0]));
  }
}

void append_parameter(std::string& out, const layers::DnsServiceParameter& parameter) {
  enum Key : std::uint16_t { alpn = 1, port = 3, ipv4_hint = 4, ipv6_hint = 6 };
  constexpr std::array<std::string_view, 8> names{"mandatory", "alpn", "no-default-alpn", "port",
                                                  "ipv4hint",  "ech",  "ipv6hint",        "dohpath"};
  out += ' ';
  out += parameter.key < names.size() ? std::string(names[parameter.key]) : "key" + std::to_string(parameter.key);
  if (parameter.value.empty()) return;
  out += '=';
  if (parameter.key == alpn) {
    append_protocols(out, parameter.value);
  } else if (parameter.key == port && parameter.value.size() == 2) {
    out += std::to_string(detail::be16(parameter.value, 0));
  } else if (parameter.key == ipv4_hint || parameter.key == ipv6_hint) {
    append_hints(out, parameter.value, parameter.key == ipv4_hint ? 4 : 16);
  } else {
    append_data_in_hex(out, parameter.value);
  }
}

bool append_service_binding(std::string& out, const DnsRecord& record) {
  constexpr std::size_t most_parameters = 32;
  const auto binding = record.service_binding();
  if (!binding) return false;
  append_field(out, binding->priority);
  append_dns_name(out, binding->target);
  for (std::size_t i = 0; i < std::min(binding->parameters.size(), most_parameters); ++i) {
    append_parameter(out, binding->parameters[i]);
  }
  return true;
}

bool append_authorization(std::string& out, const DnsRecord& record) {
  const Bytes data = record.data();
  if (data.size() < 2 || data.size() < 2u + data[1]) return false;
  append_field(out, data[0]);
  out += detail::escaped_utf8(data.subspan(2, data[1]));
  out += ' ';
  append_quoted(out, detail::escaped_utf8(data.subspan(2u + data[1])));
  return true;
}

// Appends numbers of these sizes in bytes, and the rest in hex.
bool append_digest(std::string& out, const DnsRecord& record, std::string_view sizes) {
  Bytes left = record.data();
  for (const char size : sizes) {
    if (left.size() < static_cast<std::size_t>(size - '0')) return false;
    append_field(out, size == '2' ? detail::be16(left, 0) : left[0]);
    left = left.subspan(static_cast<std::size_t>(size - '0'));
  }
  append_data_in_hex(out, left);
  return true;
}

// Returns false if the data isn't known as text; then something may have been appended.
bool append_known_data(std::string& out, const DnsRecord& record) {
  constexpr std::uint16_t ds = 43, sshfp = 44, tlsa = 52, cds = 59, caa = 257;
  switch (record.type()) {
    case DnsRecord::type_a:
      return append_ipv4(out, record);
    case DnsRecord::type_aaaa:
      return append_ipv6(out, record);
    case DnsRecord::type_ns:
    case DnsRecord::type_cname:
    case DnsRecord::type_ptr:
    case DnsRecord::type_dname:
      return append_host(out, record);
    case DnsRecord::type_soa:
      return append_start_of_authority(out, record);
    case DnsRecord::type_mx:
      return append_mail_exchange(out, record);
    case DnsRecord::type_txt:
      return append_strings(out, record);
    case DnsRecord::type_srv:
      return append_server(out, record);
    case DnsRecord::type_svcb:
    case DnsRecord::type_https:
      return append_service_binding(out, record);
    case ds:
    case cds:
      return append_digest(out, record, "211");
    case sshfp:
      return append_digest(out, record, "11");
    case tlsa:
      return append_digest(out, record, "111");
    case caa:
      return append_authorization(out, record);
    default:
      return false;
  }
}

}  // namespace

void append_dns_data(std::string& out, const DnsRecord& record) {
  const std::size_t before = out.size();
  if (append_known_data(out, record)) return;
  out.resize(before);
  append_data_in_hex(out, record.data());
}

}  // namespace netdumplings::chefs::network
