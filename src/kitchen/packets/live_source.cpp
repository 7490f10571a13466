#include "kitchen/packets/live_source.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "common/defaults.hpp"
#include "kitchen/packets/interfaces.hpp"
#include "kitchen/packets/live_capture.hpp"

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
  LiveSource(std::vector<std::unique_ptr<LiveCapture>> captures, int stop_fd, Log log, std::string log_name)
      : captures_(std::move(captures)), stop_fd_(stop_fd), log_(std::move(log)), log_name_(std::move(log_name)) {}

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds longest) override {
    if (poll_all(std::chrono::nanoseconds::zero()) == 0) {
      handler.idle();
      poll_all(longest);
    }
    if (fds_[0].revents != 0) return Status::more;
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
  // Waits until a descriptor is ready, and returns how many are. The first one is the stop's, then come the captures'.
  int poll_all(std::chrono::nanoseconds longest) {
    fds_.assign(1, {stop_fd_, POLLIN, 0});
    for (const auto& capture : captures_) {
      fds_.push_back({capture->fd(), POLLIN, 0});
      if (capture->needs_a_look()) longest = std::min<std::chrono::nanoseconds>(longest, defaults::capture_batching);
    }
    longest = std::min<std::chrono::nanoseconds>(longest, std::chrono::hours(1));
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(longest);
    return ::poll(fds_.data(), fds_.size(), static_cast<int>(wait.count()));
  }

  Result<Status> dispatch_ready(PacketHandler& handler) {
    std::string lost;
    for (std::size_t i = captures_.size(); i-- > 0;) {
      if (fds_[i + 1].revents == 0 && !captures_[i]->needs_a_look()) continue;
      if (auto got = captures_[i]->dispatch(handler); !got) {
        lost = got.error();
        lose(i, lost);
      }
    }
    if (captures_.empty()) return Error{lost};
    return Status::more;
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

  std::vector<std::unique_ptr<LiveCapture>> captures_;
  int stop_fd_;
  Log log_;
  std::string log_name_;
  std::vector<pollfd> fds_{1};
  CaptureCounts lost_;  // of interfaces that went away
};

bool wants_all(const std::vector<std::string>& interfaces) {
  return std::find(interfaces.begin(), interfaces.end(), defaults::interface) != interfaces.end();
}

}  // namespace

Result<std::unique_ptr<PacketSource>> open_live_source(const LiveSourceOptions& options, Log log) {
  const bool all = wants_all(options.interfaces);
  const auto names = all ? all_of(list_interfaces()) : options.interfaces;
  if (names.empty()) return Error{"there is no interface that is up; there are: " + names_of(list_interfaces())};
  std::vector<std::unique_ptr<LiveCapture>> captures;
  std::vector<std::string> failures;
  for (const auto& name : names) {
    auto capture =
        LiveCapture::open(name, static_cast<std::uint32_t>(captures.size()), options.filter, options.settings);
    if (capture) {
      captures.push_back(std::move(*capture));
      continue;
    }
    if (!all) return Error{capture.error()};
    failures.push_back(capture.error());
  }
  if (captures.empty()) return Error{failures.front()};
  for (const auto& why : failures) log->warn("{}: {}", options.log_name, why);
  return std::unique_ptr<PacketSource>(
      std::make_unique<LiveSource>(std::move(captures), options.stop_fd, std::move(log), options.log_name));
}

}  // namespace netdumplings::kitchen
