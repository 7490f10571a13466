// The terminal, taken over and given back.
#pragma once

#include <memory>
#include <string>

#include "eaters/top/picture.hpp"
#include "eaters/top/view.hpp"

namespace netdumplings::eaters::top {

/// Standard input and output as a full screen. One at a time, on one thread. Stopped (Ctrl-Z) and continued, it comes
/// back by itself; signals that end the process or tell of a new size are the caller's.
class Screen {
 public:
  /// Throws std::runtime_error when it isn't known how to draw on this terminal.
  explicit Screen(bool colour);
  /// The terminal is as it was before.
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  [[nodiscard]] Size size() const;
  /// The terminal's size has changed.
  void resize();
  /// A key that was pressed; Key::none when there is none any more.
  Key key();
  void paint(const Picture& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netdumplings::eaters::top
