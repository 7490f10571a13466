#include "kitchen/packets/open_interfaces.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t mib = std::size_t{1} << 20;

// Calls work(i) for each i below `count`, on this thread and some more.
void for_each_at_once(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> helpers;
  try {
    while (helpers.size() + 1 < std::min(count, defaults::interface_threads)) helpers.emplace_back(run);
  } catch (const std::system_error&) {
    // The system has no more threads. Fewer will do.
  }
  run();
}

// Holds back the signals that end the process, so that what was opened is closed on several threads first. The kernel
// alone would close one after the other.
class HeldSignals {
 public:
  HeldSignals() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  [[nodiscard]] bool one_waits() const {
    sigset_t pending;
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

void log_failures(const std::vector<std::string>& failures, const std::string& log_name, const Log& log) {
  const std::size_t shown = std::min<std::size_t>(failures.size(), defaults::interface_lines);
  for (std::size_t i = 0; i < shown; ++i) log->warn("{}: {}", log_name, failures[i]);
  if (failures.size() > shown) log->warn("{}: {} lines like it were left out", log_name, failures.size() - shown);
}

void warn_of_memory(const CaptureSettings& settings, std::size_t count, const std::string& log_name, const Log& log) {
  const auto sum = count * buffer_of_each(settings, count);
  if (count < 2 || sum <= defaults::capture_buffers) return;
  log->warn("{}: the buffers of {} interfaces take {} MiB; -B makes them smaller, and -i any needs only one", log_name,
            count, sum / mib);
}

}  // namespace

std::size_t buffer_of_each(const CaptureSettings& settings, std::size_t count) {
  if (settings.buffer_size) return *settings.buffer_size;
  const auto share = defaults::capture_buffers / std::max<std::size_t>(count, 1);
  // libpcap rounds up to whole blocks.
  return std::clamp(share - share % defaults::capture_buffer_block, 2 * defaults::capture_buffer_block,
                    defaults::capture_buffer);
}

Result<Captures> open_interfaces(const std::vector<std::string>& names, bool all, const LiveSourceOptions& options,
                                 const Log& log) {
  warn_of_memory(options.settings, names.size(), options.log_name, log);
  auto settings = options.settings;
  settings.buffer_size = buffer_of_each(settings, names.size());
  std::vector<std::optional<Result<std::unique_ptr<LiveCapture>>>> opened(names.size());
  {
    const HeldSignals held;
    std::atomic<bool> failed = false;
    for_each_at_once(names.size(), [&](std::size_t i) {
      if (held.one_waits() || (failed && !all)) return;
      opened[i] = LiveCapture::open(names[i], static_cast<std::uint32_t>(i), settings);
      if (!*opened[i]) failed = true;
    });
    if (held.one_waits()) for_each_at_once(opened.size(), [&](std::size_t i) { opened[i].reset(); });
  }
  Captures captures;
  std::vector<std::string> failures;
  for (auto& one : opened) {
    if (!one) continue;
    if (*one) {
      captures.push_back(std::move(**one));
    } else {
      failures.push_back(one->error());
    }
  }
  if (!failures.empty() && (captures.empty() || !all)) return Error{failures.front()};
  if (captures.empty()) return Error{"the opening of interfaces was interrupted"};
  log_failures(failures, options.log_name, log);
  return captures;
}

Result<void> start_interfaces(Captures& captures, const std::string& filter, bool all, const std::string& log_name,
                              const Log& log) {
  std::vector<std::string> failures;
  std::erase_if(captures, [&](const auto& capture) {
    auto started = capture->start(filter);
    if (!started) failures.push_back(started.error());
    return !started;
  });
  if (!failures.empty() && (captures.empty() || !all)) return Error{failures.front()};
  log_failures(failures, log_name, log);
  return {};
}

void close_interfaces(Captures& captures) {
  for_each_at_once(captures.size(), [&](std::size_t i) { captures[i].reset(); });
  captures.clear();
}

}  // namespace netdumplings::kitchen
