// EaterPlace: how far an eater has come in its hub's log. dumpling_eater.hpp includes this header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// The place just after a dumpling. Store it together with what you made of the dumpling, and give it to the next eater
/// as EaterOptions::after. A plain value, which may be used on any thread.
///
/// A place is of use only with the hub and the filters with which it was taken. The default is the place before
/// everything: an eater that starts there gets all that the hub still has.
struct EaterPlace {
  std::string log = {};        ///< the name of the hub's log
  std::uint64_t position = 0;  ///< the last position in it that the hub has told
  std::uint64_t had = 0;       ///< how many messages the hub has sent after that, without its own dumplings

  /// The longest name of a log, in bytes. An eater whose hub's log has a longer one has no place.
  static constexpr std::size_t max_log = 256;

  /// Returns the place as JSON on one line, in ASCII and of at most 2048 bytes, for a file or a database. In `log`,
  /// what isn't UTF-8 is replaced.
  [[nodiscard]] std::string text() const;

  /// Reads what text() returned; white space may surround it. Returns nothing if it is anything else.
  static std::optional<EaterPlace> parse(std::string_view text);

  bool operator==(const EaterPlace&) const = default;
};

}  // namespace v1
}  // namespace netdumplings
