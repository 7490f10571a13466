// Reads records of DNS messages: A, AAAA, CNAME, DNAME, NS, PTR, MX, TXT, SOA (RFC 1035, 3596, 6672), SRV (RFC 2782),
// SVCB and HTTPS (RFC 9460).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace layers {

// Names here are like DnsQuestion::name: they keep their case and have no dot at the end, and "" is the root. In names
// and texts, a backslash is written as `\\` and each byte that isn't UTF-8 as \DDD, in decimal.

/// The data of an MX record. Mail goes to the exchange with the lowest preference first.
struct DnsMailExchange {
  std::uint16_t preference = 0;
  std::string exchange;
};

/// The data of an SRV record. Clients use the lowest priority first, and choose by weight within one priority.
struct DnsService {
  std::uint16_t priority = 0;
  std::uint16_t weight = 0;
  std::uint16_t port = 0;
  std::string target;
};

/// The data of an SOA record. All but `serial` are times in seconds.
struct DnsStartOfAuthority {
  std::string primary_server;
  std::string mailbox;
  std::uint32_t serial = 0;
  std::uint32_t refresh = 0;
  std::uint32_t retry = 0;
  std::uint32_t expire = 0;
  std::uint32_t minimum = 0;
};

/// One parameter of an SVCB or HTTPS record.
struct DnsServiceParameter {
  std::uint16_t key = 0;  ///< 1 is alpn, 3 is port, 4 is ipv4hint, 6 is ipv6hint
  Bytes value;            ///< the captured part of it, valid as long as the packet
};

/// The data of an SVCB or HTTPS record.
struct DnsServiceBinding {
  std::uint16_t priority = 0;  ///< 0 means that the owner is an alias of the target
  std::string target;          ///< "" means the owner itself
  std::vector<DnsServiceParameter> parameters;

  /// Returns the protocols of the alpn parameter, such as "h2" and "h3"; empty without one.
  std::vector<std::string> alpn() const {
    std::vector<std::string> protocols;
    for (Bytes left = value_of(1); !left.empty(); left = detail::clipped(left, 1u + left[0], left.size())) {
      protocols.push_back(detail::escaped_utf8(detail::clipped(left, 1, left[0])));
    }
    return protocols;
  }
  /// Returns the port parameter, or nothing.
  std::optional<std::uint16_t> port() const {
    const Bytes value = value_of(3);
    return value.size() == 2 ? std::optional(detail::be16(value, 0)) : std::nullopt;
  }
  /// Returns the addresses of the ipv4hint and ipv6hint parameters; empty without any.
  std::vector<IpAddress> address_hints() const {
    std::vector<IpAddress> hints;
    for (Bytes left = value_of(4); left.size() >= 4; left = left.subspan(4)) hints.emplace_back(Ipv4Address(left));
    for (Bytes left = value_of(6); left.size() >= 16; left = left.subspan(16)) hints.emplace_back(Ipv6Address(left));
    return hints;
  }
  /// Returns the value of the first parameter with this key, or no bytes. It is valid as long as the packet.
  Bytes value_of(std::uint16_t key) const {
    for (const DnsServiceParameter& parameter : parameters) {
      if (parameter.key == key) return parameter.value;
    }
    return {};
  }
};

/// One record of a DNS message; Dns makes them. A view: it is valid as long as the packet. The functions that decode
/// the data (a() to service_binding()) return nothing if the record has another type, or if its data wasn't all
/// captured.
class DnsRecord {
 public:
  /// Values of type().
  enum Type : std::uint16_t {
    type_a = 1,
    type_ns = 2,
    type_cname = 5,
    type_soa = 6,
    type_ptr = 12,
    type_mx = 15,
    type_txt = 16,
    type_aaaa = 28,
    type_srv = 33,
    type_dname = 39,
    type_opt = 41,
    type_svcb = 64,
    type_https = 65,
  };

  /// Returns the name that the record is about. It lives as long as this object.
  const std::string& owner() const { return owner_; }
  /// Returns one of Type, or another number of https://www.iana.org/assignments/dns-parameters.
  std::uint16_t type() const { return detail::be16(message_, fields_); }
  /// Returns the class field unchanged: 1 is IN. Multicast DNS uses its highest bit, and OPT records have a size in it.
  std::uint16_t dns_class() const { return detail::be16(message_, fields_ + 2); }
  /// Returns how long the record may be kept, in seconds. OPT records have flags in this field.
  std::uint32_t time_to_live() const { return detail::be32(message_, fields_ + 4); }
  /// Returns the captured bytes of the data. They are valid as long as the packet.
  Bytes data() const { return detail::clipped(message_, data_at(), data_size()); }

  /// Returns the address of an A record.
  std::optional<Ipv4Address> a() const {
    return is_whole(type_a, 4) ? std::optional(Ipv4Address(data())) : std::nullopt;
  }
  /// Returns the address of an AAAA record.
  std::optional<Ipv6Address> aaaa() const {
    return is_whole(type_aaaa, 16) ? std::optional(Ipv6Address(data())) : std::nullopt;
  }
  /// Returns the name that a CNAME, DNAME, NS or PTR record points to.
  std::optional<std::string> host() const {
    const bool is_pointing = type() == type_cname || type() == type_dname || type() == type_ns || type() == type_ptr;
    std::size_t at = data_at();
    return is_pointing ? name(at) : std::nullopt;
  }
  /// Returns the data of an MX record.
  std::optional<DnsMailExchange> mx() const {
    if (!is_whole(type_mx, 3)) return std::nullopt;
    std::size_t at = data_at() + 2;
    auto exchange = name(at);
    if (!exchange) return std::nullopt;
    return DnsMailExchange{detail::be16(data(), 0), *std::move(exchange)};
  }
  /// Returns the strings of a TXT record, one by one.
  std::optional<std::vector<std::string>> txt() const {
    if (!is_whole(type_txt, 1)) return std::nullopt;
    std::vector<std::string> strings;
    for (Bytes left = data(); !left.empty(); left = detail::clipped(left, 1u + left[0], left.size())) {
      strings.push_back(detail::escaped_utf8(detail::clipped(left, 1, left[0])));
    }
    return strings;
  }
  /// Returns the data of an SRV record.
  std::optional<DnsService> srv() const {
    if (!is_whole(type_srv, 7)) return std::nullopt;
    std::size_t at = data_at() + 6;
    auto target = name(at);
    if (!target) return std::nullopt;
    return DnsService{detail::be16(data(), 0), detail::be16(data(), 2), detail::be16(data(), 4), *std::move(target)};
  }
  /// Returns the data of an SOA record.
  std::optional<DnsStartOfAuthority> soa() const {
    if (!is_whole(type_soa, 22)) return std::nullopt;
    std::size_t at = data_at();
    auto primary_server = name(at);
    auto mailbox = name(at);
    if (!primary_server || !mailbox || data_at() + data_size() < at + 20) return std::nullopt;
    const auto number = [&](std::size_t index) { return detail::be32(message_, at + 4 * index); };
    return DnsStartOfAuthority{
        *std::move(primary_server), *std::move(mailbox), number(0), number(1), number(2), number(3), number(4)};
  }
  /// Returns the data of an SVCB or HTTPS record.
  std::optional<DnsServiceBinding> service_binding() const {
    if (!is_whole(type_svcb, 3) && !is_whole(type_https, 3)) return std::nullopt;
    std::size_t at = data_at() + 2;
    auto target = name(at);
    if (!target) return std::nullopt;
    DnsServiceBinding binding{detail::be16(data(), 0), *std::move(target), {}};
    for (Bytes left = data().subspan(at - data_at()); left.size() >= 4;) {
      const std::size_t size = detail::be16(left, 2);
      binding.parameters.push_back({detail::be16(left, 0), detail::clipped(left, 4, size)});
      left = detail::clipped(left, 4 + size, left.size());
    }
    return binding;
  }

 private:
  friend class Dns;
  static constexpr std::size_t fixed_fields = 10;  // type, class, time to live, the data's size

  /// `fields` is the offset of the type; the message has fixed_fields bytes from there on.
  DnsRecord(Bytes message, std::string owner, std::size_t fields)
      : message_(message), owner_(std::move(owner)), fields_(fields) {}

  std::size_t data_at() const { return fields_ + fixed_fields; }
  std::size_t data_size() const { return detail::be16(message_, fields_ + 8); }
  bool is_whole(std::uint16_t of_type, std::size_t least) const {
    return type() == of_type && data_size() >= least && data().size() == data_size();
  }

  /// Reads the name at `at` and moves `at` to the byte after it. Returns nothing if the name doesn't end within the
  /// data, or continues past the message's end.
  std::optional<std::string> name(std::size_t& at) const {
    detail::DnsName read = detail::DnsNameReader(message_).read(at);
    const bool is_within =
        at < message_.size() && read.end <= data_at() + data().size() && read.end > at && !read.is_cut_off;
    at = read.end;
    return is_within ? std::optional(std::move(read.text)) : std::nullopt;
  }

  Bytes message_;
  std::string owner_;
  std::size_t fields_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
