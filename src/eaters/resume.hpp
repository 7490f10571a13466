// netdumplings.v1 for an eater (CONTRACT, section 4): where it is in the hub's log, so that it goes on there when it
// comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "eaters/eater_wire.hpp"

namespace netdumplings::eaters {

/// All connections are to the same hub. Its own words are JSON objects without `metadata`.
class Resume final : public EaterWire {
 public:
  [[nodiscard]] std::optional<Place> begin() override;
  std::optional<Word> take_word(std::string_view message) override;
  bool had_already() override;

 private:
  void moved_to(Place place);

  std::optional<Place> place_;
  std::uint64_t had_ = 0;     // messages after that place, on all connections together
  std::uint64_t seen_ = 0;    // messages after that place, on this connection
  bool coming_back_ = false;  // the hub hasn't said yet where this connection begins
};

}  // namespace netdumplings::eaters
