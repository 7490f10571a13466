#include "eaters/top/top.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"
#include "common/os/signal_watcher.hpp"
#include "eaters/tool.hpp"
#include "eaters/top/hub_watch.hpp"
#include "eaters/top/layout.hpp"
#include "eaters/top/screen.hpp"
#include "eaters/top/view.hpp"

namespace netdumplings::eaters::top {
namespace {

class Top {
 public:
  Top(const SignalWatcher& signals, const HubWatch& watch, bool colour)
      : signals_(signals), watch_(watch), screen_(colour) {}

  // Returns how the watch ended, or nothing if the user ended it.
  std::optional<EaterEnd> run() {
    while (!over_ && !view_.ended()) {
      if (const auto end = watch_.ended()) return end;
      if (!view_.paused()) scene_ = watch_.scene();
      screen_.paint(picture(scene_, view_, screen_.size()));
      wait();
    }
    return std::nullopt;
  }

 private:
  // Waits for a key, a signal, or the next time to draw.
  void wait() {
    std::array<pollfd, 2> fds{{{STDIN_FILENO, POLLIN, 0}, {signals_.fd(), POLLIN, 0}}};
    ::poll(fds.data(), fds.size(), static_cast<int>(defaults::top_redraw.count()));
    over_ = (fds[0].revents & (POLLHUP | POLLERR)) != 0;  // the terminal was closed
    bool resized = false;
    while (const auto signal = signals_.take()) (*signal == SIGWINCH ? resized : over_) = true;
    if (resized) screen_.resize();
    for (Key key = screen_.key(); key != Key::none; key = screen_.key()) view_.press(key);
  }

  const SignalWatcher& signals_;
  const HubWatch& watch_;
  Screen screen_;
  View view_;
  Scene scene_;
  bool over_ = false;
};

int watch_and_draw(const TopCommand& command) {
  const SignalWatcher signals{SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGWINCH};
  HubWatch watch(command);
  // The screen is gone when this returns, so lines can be printed.
  const auto end = Top(signals, watch, command.tool.colour).run();
  if (!end) return cli::exit_ok;
  for (const std::string& line : watch.last_words()) std::fprintf(stderr, "%s\n", line.c_str());
  return *end == EaterEnd::no_hub ? cli::exit_failed : cli::exit_ok;
}

}  // namespace

int run_top(const TopCommand& command) {
  if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) {
    complain(command.tool,
             "nd-top needs a terminal as standard input and output. nd-hubstatus and nd-hubdetails need none.");
    return cli::exit_failed;
  }
  try {
    return watch_and_draw(command);
  } catch (const std::exception& error) {
    complain(command.tool, error.what());
    return cli::exit_failed;
  }
}

}  // namespace netdumplings::eaters::top
