#include "kitchen/packets/live_source.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "common/defaults.hpp"
#include "common/log/line_limit.hpp"
#include "common/text.hpp"
#include "kitchen/packets/interface_news.hpp"
#include "kitchen/packets/interfaces.hpp"
#include "kitchen/packets/link_watch.hpp"
#include "kitchen/packets/live_capture.hpp"
#include "kitchen/packets/open_interfaces.hpp"

namespace netdumplings::kitchen {
namespace {

using std::chrono::steady_clock;

void add(CaptureCounts& sum, const CaptureCounts& counts) {
  sum.captured += counts.captured;
  sum.received += counts.received;
  sum.dropped += counts.dropped;
  sum.dropped_by_interface += counts.dropped_by_interface;
}

class LiveSource final : public PacketSource {
 public:
  LiveSource(Captures captures, bool all, LinkWatch watch, InterfaceNews news, int stop_fd, Log log,
             std::string log_name)
      : captures_(std::move(captures)),
        all_(all),
        watch_(std::move(watch)),
        news_(std::move(news)),
        stop_fd_(stop_fd),
        log_(std::move(log)),
        log_name_(std::move(log_name)) {}
  ~LiveSource() override { close_interfaces(captures_); }
  LiveSource(const LiveSource&) = delete;
  LiveSource& operator=(const LiveSource&) = delete;

  Result<void> start(const std::string& filter) override {
    return start_interfaces(captures_, filter, all_, log_name_, log_);
  }

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds longest) override {
    if (poll_all(std::chrono::nanoseconds::zero()) == 0) {
      handler.idle();
      poll_all(longest);
    }
    if (fds_[0].revents != 0) return Status::more;
    if (fds_[1].revents != 0) report_changes();
    return dispatch_ready(handler);
  }

  void read_rest(PacketHandler& handler) override {
    std::vector<std::uint64_t> received;
    for (const auto& capture : captures_) received.push_back(capture->counts().received);
    // The kernel hands over packets in blocks. It closes the last block after defaults::capture_batching.
    const auto deadline = steady_clock::now() + 2 * defaults::capture_batching;
    for (std::size_t i = 0; i < captures_.size(); ++i) read_until(*captures_[i], received[i], deadline, handler);
  }

  CaptureCounts counts() override {
    CaptureCounts sum = lost_;
    for (const auto& capture : captures_) add(sum, capture->counts());
    return sum;
  }

  [[nodiscard]] bool live() const override { return true; }

 private:
  static constexpr std::size_t first_capture = 2;  // of fds_

  // Waits until a descriptor is ready, and returns how many are. The first ones are those of the stop and of changed
  // interfaces, then come the captures'.
  int poll_all(std::chrono::nanoseconds longest) {
    fds_.assign({{stop_fd_, POLLIN, 0}, {watch_.fd(), POLLIN, 0}});
    for (const auto& capture : captures_) {
      fds_.push_back({capture->fd(), POLLIN, 0});
      if (capture->needs_a_look()) longest = std::min<std::chrono::nanoseconds>(longest, defaults::capture_batching);
    }
    longest = std::min<std::chrono::nanoseconds>(longest, std::chrono::hours(1));
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(longest);
    return ::poll(fds_.data(), fds_.size(), static_cast<int>(wait.count()));
  }

  Result<Status> dispatch_ready(PacketHandler& handler) {
    const bool changes = fds_[1].revents != 0;
    std::string lost;
    for (std::size_t i = captures_.size(); i-- > 0;) {
      auto read = dispatch_if_ready(*captures_[i], fds_[i + first_capture].revents, handler);
      if (read && changes) read = captures_[i]->exists();
      if (!read) {
        lost = read.error();
        lose(i, lost);
      }
    }
    if (captures_.empty()) return Error{lost};
    return Status::more;
  }

  Result<void> dispatch_if_ready(LiveCapture& capture, short events, PacketHandler& handler) {
    if ((events & POLLERR) != 0 && watch_.valid()) capture.forget_that_it_is_down();
    if (events == 0 && !capture.needs_a_look()) return {};
    if (auto got = capture.dispatch(handler); !got) return Error{got.error()};
    return {};
  }

  void report_changes() {
    for (const auto& change : watch_.take()) {
      const auto news = news_.about(change);
      if (news.line.empty()) continue;
      const auto level = news.warning ? spdlog::level::warn : spdlog::level::info;
      if (const auto more = lines_.due()) log_->log(level, "{}: {}{}", log_name_, news.line, *more);
    }
  }

  void lose(std::size_t i, const std::string& why) {
    if (captures_.size() > 1) log_->warn("{}: {}", log_name_, why);
    add(lost_, captures_[i]->counts());
    captures_.erase(captures_.begin() + static_cast<std::ptrdiff_t>(i));
  }

  static void read_until(LiveCapture& capture, std::uint64_t received, steady_clock::time_point deadline,
                         PacketHandler& handler) {
    for (;;) {
      const auto& counts = capture.counts();
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
      if (counts.captured + counts.dropped >= received || left <= 0) return;
      pollfd fd{capture.fd(), POLLIN, 0};
      if (::poll(&fd, 1, static_cast<int>(left)) <= 0 || !capture.dispatch(handler)) return;
    }
  }

  Captures captures_;
  bool all_;  // interfaces are sniffed, whichever there are
  LinkWatch watch_;
  InterfaceNews news_;
  LineLimit lines_{defaults::interface_lines};
  int stop_fd_;
  Log log_;
  std::string log_name_;
  std::vector<pollfd> fds_ = std::vector<pollfd>(first_capture);
  CaptureCounts lost_;  // of interfaces that went away
};

bool wants_all(const std::vector<std::string>& interfaces) {
  return std::find(interfaces.begin(), interfaces.end(), defaults::interface) != interfaces.end();
}

// Waits until there is an interface that "all" stands for, and returns all interfaces then.
std::vector<Interface> wait_for_an_interface(LinkWatch& watch, const std::string& log_name, const Log& log) {
  constexpr int look_again = 1000;  // milliseconds, should the kernel report nothing
  auto interfaces = list_interfaces();
  if (all_of(interfaces).empty()) {
    log->warn("{}: no interface is up yet; waiting for the first of these: {} (loopback alone: -i lo)", log_name,
              names_of(interfaces));
  }
  while (all_of(interfaces).empty()) {
    pollfd changes{watch.fd(), POLLIN, 0};
    ::poll(&changes, 1, look_again);
    watch.take();
    interfaces = list_interfaces();
  }
  return interfaces;
}

bool is_loopback(const std::vector<Interface>& interfaces, const std::string& name) {
  return std::any_of(interfaces.begin(), interfaces.end(),
                     [&](const auto& interface) { return interface.loopback && interface.name == name; });
}

void log_names(const std::vector<Interface>& interfaces, const std::vector<std::string>& names,
               const std::string& log_name, const Log& log) {
  log->info("{}: Sniffing on {}", log_name, joined(names));
  if (is_loopback(interfaces, names.front())) {
    log->warn("{}: this machine has no other interface than loopback, so it is sniffed", log_name);
  }
}

std::vector<std::string> names_in(const Captures& captures) {
  std::vector<std::string> names;
  for (const auto& capture : captures) names.push_back(capture->name());
  return names;
}

}  // namespace

Result<std::unique_ptr<PacketSource>> open_live_source(const LiveSourceOptions& options, Log log) {
  const bool all = wants_all(options.interfaces);
  LinkWatch watch;
  const auto interfaces = all ? wait_for_an_interface(watch, options.log_name, log) : list_interfaces();
  auto captures = open_interfaces(all ? all_of(interfaces) : options.interfaces, all, options, log);
  if (!captures) return Error{captures.error()};
  const auto names = names_in(*captures);
  if (all) log_names(interfaces, names, options.log_name, log);
  return std::unique_ptr<PacketSource>(std::make_unique<LiveSource>(std::move(*captures), all, std::move(watch),
                                                                    InterfaceNews(interfaces, names, all),
                                                                    options.stop_fd, std::move(log), options.log_name));
}

}  // namespace netdumplings::kitchen
