// Dumpling: what a chef made of packets, as it travels from a kitchen over the hub to eaters.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// A text is no dumpling. what() is one line; parts of it may come from that text, control characters escaped.
class InvalidDumpling : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A dumpling can't be written as JSON: a string that is no UTF-8, a number that is not finite, binary values.
class InvalidDumplingPayload : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What made a chef cook: a packet that came by, or the kitchen's regular poke.
enum class DumplingDriver { packet, interval };

/// "packet" or "interval".
const char* to_string(DumplingDriver driver);

/// The time now, as dumplings carry it: seconds since the epoch, with a fraction.
double seconds_since_epoch();

/// A plain value: copy it, keep it, change it.
struct Dumpling {
  std::string chef = {};
  std::optional<std::string> kitchen = {};  // none: the hub itself
  DumplingDriver driver = DumplingDriver::packet;
  double creation_time = seconds_since_epoch();  // seconds since the epoch
  nlohmann::json payload = {};

  /// The text it was read from, byte for byte; empty in a dumpling that was made here. to_json() doesn't look at it.
  std::string source = {};

  /// Reads a dumpling. Metadata that it doesn't know is left to `source`. Throws InvalidDumpling.
  static Dumpling from_json(std::string_view text);

  /// The dumpling as the wire has it: one line, without blanks. Throws InvalidDumplingPayload.
  [[nodiscard]] std::string to_json() const;
};

}  // namespace v1
}  // namespace netdumplings
