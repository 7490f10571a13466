// NTP (RFC 5905): the header of a time message.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet.
class Ntp {
 public:
  enum Mode : std::uint8_t { symmetric_active = 1, symmetric_passive = 2, client = 3, server = 4, broadcast = 5 };

  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_NTP; }
  static std::optional<Ntp> of(const Layer& layer) {
    return layer.bytes.size() < 48 ? std::nullopt : std::optional(Ntp(layer.bytes));
  }

  /// 0 to 3; 3 is a clock that isn't synchronised.
  std::uint8_t leap_indicator() const { return message_[0] >> 6; }
  std::uint8_t version() const { return message_[0] >> 3 & 7; }
  /// One of Mode.
  std::uint8_t mode() const { return message_[0] & 7; }
  /// 1 is a clock that has a reference of its own; 0 and above 15, none.
  std::uint8_t stratum() const { return message_[1]; }
  /// Of which power of two seconds the interval between two polls is, and the clock's precision.
  int poll_exponent() const { return static_cast<std::int8_t>(message_[2]); }
  int precision_exponent() const { return static_cast<std::int8_t>(message_[3]); }
  /// In seconds.
  double root_delay() const { return detail::be32(message_, 4) / 65536.0; }
  double root_dispersion() const { return detail::be32(message_, 8) / 65536.0; }
  /// Four letters at stratum 1 ("GPS"), mostly an IPv4 address above.
  Bytes reference_id() const { return message_.subspan(12, 4); }

  /// In nanoseconds since 1970-01-01T00:00:00Z; nothing where the message doesn't say. Years 1968 to 2104.
  std::optional<std::int64_t> reference_time_ns() const { return time_ns(16); }
  std::optional<std::int64_t> origin_time_ns() const { return time_ns(24); }
  std::optional<std::int64_t> receive_time_ns() const { return time_ns(32); }
  std::optional<std::int64_t> transmit_time_ns() const { return time_ns(40); }

 private:
  explicit Ntp(Bytes message) : message_(message) {}

  /// Seconds since 1900 that lack their highest bit are of the era that begins in 2036 (RFC 4330, 3).
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
