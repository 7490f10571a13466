// The whole screen.
#pragma once

#include <cstddef>
#include <string>

#include "eaters/top/overview.hpp"
#include "eaters/top/picture.hpp"
#include "eaters/top/view.hpp"

namespace netdumplings::eaters::top {

/// How the connection to the hub fares.
struct LinkState {
  enum class Kind { connecting, connected, away };
  Kind kind = Kind::connecting;
  std::string why = {};        // it is away
  double since = 0;            // seconds on the model's clock
  bool was_there = false;      // once
  std::size_t unreadable = 0;  // texts from the hub that were no dumplings
};

/// What is to be shown, all of one moment.
struct Scene {
  std::string hub;  // its address
  std::string time_of_day;
  double now = 0;  // seconds on the model's clock
  LinkState link = {};
  Overview overview = {};
};

/// The smallest terminal that something can be seen on.
inline constexpr Size least_size{10, 40};

/// A line for each of the terminal's, or fewer. `view` is brought within bounds.
Picture picture(const Scene& scene, View& view, Size size);

}  // namespace netdumplings::eaters::top
