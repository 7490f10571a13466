// The terminal as a full screen.
#pragma once

#include <memory>
#include <string>

#include "eaters/top/picture.hpp"
#include "eaters/top/view.hpp"

namespace netdumplings::eaters::top {

/// Takes over the terminal at standard input and output. Make one at a time, and use it on one thread. It handles
/// Ctrl-Z and the continuation after it; the caller handles signals that end the process or report a new size.
class Screen {
 public:
  /// Throws std::runtime_error if it doesn't know how to draw on this kind of terminal.
  explicit Screen(bool colour);
  /// Gives the terminal back as it was before.
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  [[nodiscard]] Size size() const;
  /// Adopts the terminal's size after it changed.
  void resize();
  /// Returns the next key that was pressed; Key::none if there is none.
  Key key();
  void paint(const Picture& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netdumplings::eaters::top
