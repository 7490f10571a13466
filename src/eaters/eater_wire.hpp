// What an eater and its hub say to each other beside dumplings: nothing on the plain wire, and under netdumplings.v1
// where the eater is in the hub's log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::eaters {

/// Used on one connection after the other.
class EaterWire {
 public:
  /// A place in a hub's log.
  struct Place {
    std::string log;
    std::uint64_t position = 0;  // of the last entry up to which the eater has everything that it wants
  };
  /// What the hub says itself.
  struct Word {
    std::uint64_t skipped = 0;  // the number of entries that the hub passed over
  };

  virtual ~EaterWire() = default;
  EaterWire() = default;
  EaterWire(const EaterWire&) = delete;
  EaterWire& operator=(const EaterWire&) = delete;

  /// Begins a connection. Returns the place to go on after, for the hello, if there is one.
  [[nodiscard]] virtual std::optional<Place> begin() = 0;
  /// Takes in a message that is the hub's own word. Returns nothing if it isn't one.
  virtual std::optional<Word> take_word(std::string_view message) = 0;
  /// Counts a message of the log: a dumpling, or one that can't be read, but no status. Returns whether the eater had
  /// it before, on an earlier connection.
  virtual bool had_already() = 0;
};

/// The plain wire: every message is a dumpling, and every dumpling is new.
class PlainWire final : public EaterWire {
 public:
  [[nodiscard]] std::optional<Place> begin() override { return std::nullopt; }
  std::optional<Word> take_word(std::string_view) override { return std::nullopt; }
  bool had_already() override { return false; }
};

}  // namespace netdumplings::eaters
