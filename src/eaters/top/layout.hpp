// The whole screen.
#pragma once

#include <cstddef>
#include <string>

#include "eaters/top/overview.hpp"
#include "eaters/top/picture.hpp"
#include "eaters/top/view.hpp"

namespace netdumplings::eaters::top {

/// The state of the connection to the hub.
struct LinkState {
  enum class Kind { connecting, connected, away };
  Kind kind = Kind::connecting;
  std::string why = {};        // the hub is away
  double since = 0;            // seconds on the model's clock
  bool was_there = false;      // the hub was connected once
  std::size_t unreadable = 0;  // messages of the hub that were no dumplings
};

/// What the screen shows, as it was at one moment.
struct Scene {
  std::string hub;  // its address
  std::string time_of_day;
  double now = 0;  // seconds on the model's clock
  LinkState link = {};
  Overview overview = {};
};

/// The smallest terminal on which there is room to show something.
inline constexpr Size least_size{10, 40};

/// Returns the screen, at most one line for each line of the terminal. Corrects what `view` asks for if there is no
/// such row or column.
Picture picture(const Scene& scene, View& view, Size size);

}  // namespace netdumplings::eaters::top
