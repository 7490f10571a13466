// Where an eater is in its hub's log, so that it goes on there when it comes back (netdumplings.v1, docs/wire.md).
#pragma once

#include <netdumplings/eater_place.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace netdumplings::eaters {

/// Used on one connection after the other, all to the same hub. On the plain wire every message is a dumpling, every
/// dumpling is new, and there is no place.
class Resume {
 public:
  /// What the hub says itself, in a JSON object without `metadata`.
  struct Word {
    enum class Gap {
      none,
      skipped,    // the hub passed over entries that its log no longer has
      other_log,  // the hub has another log than the one to go on in
    };
    Gap gap = Gap::none;
    std::optional<std::uint64_t> skipped = {};  // the number of entries passed over, if the hub knows it
    std::optional<std::uint64_t> found = {};    // how many of the last entries that were asked for the hub has
  };

  /// Starts just after the place, if there is one.
  explicit Resume(std::optional<EaterPlace> after = std::nullopt) : place_(std::move(after)) {}

  /// Begins a connection, on the plain wire or under netdumplings.v1.
  void begin(bool v1);
  /// Returns the place just after the last message, if the connection has one; between connections, that of the last.
  /// Its `log` and `position` are what to go on after.
  [[nodiscard]] std::optional<EaterPlace> place() const { return v1_ ? place_ : std::nullopt; }
  /// Takes in a message that is the hub's own word. Returns nothing if it isn't one.
  std::optional<Word> take_word(std::string_view message);
  /// Counts a message of the log: a dumpling, or one that can't be read, but no status. Returns whether the eater had
  /// it before, on an earlier connection.
  bool had_already();

 private:
  Word::Gap moved_to(EaterPlace place);

  std::optional<EaterPlace> place_;  // `had` counts messages after the position on all connections together
  std::uint64_t seen_ = 0;           // the same, on this connection
  bool coming_back_ = false;         // the hub hasn't said yet where this connection begins
  bool v1_ = true;
};

}  // namespace netdumplings::eaters
