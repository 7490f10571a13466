// Where in the hub's log an eater is (CONTRACT, section 4), so that it goes on there when it comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::eaters {

/// Used on one connection after the other, all of them netdumplings.v1.
class Resume {
 public:
  struct Place {
    std::string log;
    std::uint64_t position = 0;  // what matches up to this entry was had
  };

  /// A connection begins. What the hello is to say as `after`, when there is something.
  [[nodiscard]] std::optional<Place> begin();

  struct Word {
    std::uint64_t skipped = 0;  // entries that the hub passed over
  };
  /// Takes in what the hub itself has to say: an object without `metadata`. Nothing when the message isn't one.
  std::optional<Word> take_word(std::string_view message);

  /// A message of the log's came: a dumpling, or what should be one, but no status. True when it was had before the
  /// connection was lost.
  bool had_already();

 private:
  void moved_to(Place place);

  std::optional<Place> place_;
  std::uint64_t had_ = 0;     // messages after that place, on whichever connection
  std::uint64_t seen_ = 0;    // messages after that place, on this one
  bool coming_back_ = false;  // the hub hasn't said yet where it begins
};

}  // namespace netdumplings::eaters
