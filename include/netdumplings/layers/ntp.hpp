// Reads the header of NTP time messages (RFC 5905).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an NTP message. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Ntp {
 public:
  /// Values of mode().
  enum Mode : std::uint8_t { symmetric_active = 1, symmetric_passive = 2, client = 3, server = 4, broadcast = 5 };

  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_NTP; }
  /// Makes a view of `layer`, or returns nothing if fewer than 48 bytes of it were captured.
  static std::optional<Ntp> of(const Layer& layer) {
    return layer.bytes.size() < 48 ? std::nullopt : std::optional(Ntp(layer.bytes));
  }

  /// Returns 0 to 3: 1 or 2 announces a leap second, and 3 says that the sender's clock isn't synchronised.
  std::uint8_t leap_indicator() const { return message_[0] >> 6; }
  /// Returns the protocol's version, 1 to 4 in practice.
  std::uint8_t version() const { return message_[0] >> 3 & 7; }
  /// Returns one of Mode, or another number from 0 to 7.
  std::uint8_t mode() const { return message_[0] & 7; }
  /// Returns how many steps the sender is away from a reference clock: 1 has one itself, and 16 and more aren't
  /// synchronised. 0 means that it is unknown.
  std::uint8_t stratum() const { return message_[1]; }
  /// Returns the interval between polls as a power of two, in seconds: 6 is 64 seconds.
  int poll_exponent() const { return static_cast<std::int8_t>(message_[2]); }
  /// Returns the precision of the sender's clock as a power of two, in seconds: -20 is about a microsecond.
  int precision_exponent() const { return static_cast<std::int8_t>(message_[3]); }
  /// Returns the round-trip delay from the sender to its reference clock, in seconds.
  double root_delay() const { return detail::be32(message_, 4) / 65536.0; }
  /// Returns the greatest error relative to the reference clock that the sender allows for, in seconds.
  double root_dispersion() const { return detail::be32(message_, 8) / 65536.0; }
  /// Returns four bytes that name the reference: ASCII letters at stratum 1 ("GPS"), mostly an IPv4 address above.
  Bytes reference_id() const { return message_.subspan(12, 4); }

  /// Returns when the sender's clock was last set. This and the next three return nanoseconds since 1970-01-01 00:00
  /// UTC, or nothing if the field is zero. The message has no era, so times are taken to be between 1968 and 2104.
  std::optional<std::int64_t> reference_time_ns() const { return time_ns(16); }
  /// Returns when the client sent its request, by the client's clock; see reference_time_ns().
  std::optional<std::int64_t> origin_time_ns() const { return time_ns(24); }
  /// Returns when the server received that request, by the server's clock; see reference_time_ns().
  std::optional<std::int64_t> receive_time_ns() const { return time_ns(32); }
  /// Returns when this message was sent, by its sender's clock; see reference_time_ns().
  std::optional<std::int64_t> transmit_time_ns() const { return time_ns(40); }

 private:
  explicit Ntp(Bytes message) : message_(message) {}

  /// Reads seconds since 1900. If their highest bit is 0, they count from the era that begins in 2036 (RFC 4330, 3).
  std::optional<std::int64_t> time_ns(std::size_t at) const {
    constexpr std::int64_t seconds_1900_to_1970 = 2'208'988'800, era = std::int64_t{1} << 32;
    const std::uint32_t seconds = detail::be32(message_, at);
    const std::uint64_t fraction = detail::be32(message_, at + 4);
    if (seconds == 0 && fraction == 0) return std::nullopt;
    const std::int64_t since_1900 = seconds + (seconds >> 31 == 0 ? era : 0);
    const auto nanoseconds = static_cast<std::int64_t>(fraction * 1'000'000'000 >> 32);
    return (since_1900 - seconds_1900_to_1970) * 1'000'000'000 + nanoseconds;
  }
  Bytes message_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
