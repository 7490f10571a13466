// Signals that a full-screen tool lives by, as something to poll.
#pragma once

namespace netdumplings::eaters::top {

class Signals {
 public:
  struct Came {
    bool end = false;     // SIGINT, SIGTERM, SIGQUIT, SIGHUP
    bool resize = false;  // SIGWINCH
  };

  /// Blocks them in this thread, and so in all that it starts from now on. Throws std::system_error when the system has
  /// no descriptor left.
  Signals();
  /// They stay blocked.
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Readable when one has come.
  [[nodiscard]] int fd() const { return fd_; }
  Came take();

 private:
  int fd_;
};

}  // namespace netdumplings::eaters::top
