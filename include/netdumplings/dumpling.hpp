// Dumpling: one finding of a chef. A kitchen sends it to the hub, and the hub sends it to the eaters.
// docs/wire.md describes its JSON. All of this may be used on any thread.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// Thrown when a text is not a dumpling. what() is one line. It may quote the text: characters below 0x20 are escaped,
/// others are not, so clean it before you show it on a terminal.
class InvalidDumpling : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown when a dumpling can't be written as JSON: a string isn't UTF-8, a number isn't finite, or a value is binary.
class InvalidDumplingPayload : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Why the chef made the dumpling: because of a packet, or because the kitchen poked it at its regular interval.
enum class DumplingDriver { packet, interval };

/// Returns "packet" or "interval", the names that JSON uses. The string is static.
const char* to_string(DumplingDriver driver);

/// Returns the current wall-clock time in seconds since 1970-01-01 00:00 UTC, with a fraction.
double seconds_since_epoch();

/// A plain value that owns all that it holds: copy it, keep it, change it.
struct Dumpling {
  std::string chef = {};                           ///< the name of the chef that made it
  std::optional<std::string> kitchen = {};         ///< its kitchen's name; the hub's own dumplings have none
  DumplingDriver driver = DumplingDriver::packet;  ///< why it was made
  double creation_time = seconds_since_epoch();    ///< in seconds since 1970-01-01 00:00 UTC
  nlohmann::json payload = {};                     ///< any JSON; the chef decides what it means

  /// The text that from_json() read, byte for byte; empty if your program made the dumpling. Metadata that isn't known
  /// is only in here: to_json() doesn't write it.
  std::string source = {};

  /// Reads a dumpling from its JSON text and keeps the text in `source`.
  /// Throws InvalidDumpling, also when the JSON nests deeper than 256 levels.
  static Dumpling from_json(std::string_view text);

  /// Returns the dumpling as JSON on one line, without blanks between tokens. Throws InvalidDumplingPayload; the
  /// dumpling stays as it was.
  [[nodiscard]] std::string to_json() const;
};

}  // namespace v1
}  // namespace netdumplings
