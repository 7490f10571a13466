// One run() of a DumplingEater: from the first try to connect to the end.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "eaters/resume.hpp"
#include "eaters/stop_request.hpp"
#include "net/client/hub_access.hpp"
#include "net/client/lasting_link.hpp"
#include "net/loop/loop.hpp"
#include "net/loop/readable.hpp"

namespace netdumplings::eaters {

/// What a run does. Everything that it refers to outlives the run.
struct RunPlan {
  const EaterOptions& options;
  const net::HubAccess& hub;
  std::optional<std::uint64_t> count;  // none: no limit
  EaterHandlers handlers;              // all are set, except on_unreachable: on_failure takes its place
  std::function<void(const net::LastingLink::Failure& failure)> on_failure;  // its reason holds no control characters
  std::function<bool(const Dumpling& dumpling)> wants;
  Resume& resume;  // starts where the run starts
  StopRequest& stop_request;
};

/// Used on one thread.
class EaterRun {
 public:
  explicit EaterRun(RunPlan plan);
  /// Forgets the requests to stop that came during this run, so that they don't stop the next one.
  ~EaterRun();
  EaterRun(const EaterRun&) = delete;
  EaterRun& operator=(const EaterRun&) = delete;

  /// Eats as DumplingEater::run() says. Call it once.
  EaterEnd run();

 private:
  void opened();
  void say_hello();
  bool begin_wire();
  void message(std::string_view text);
  bool took_word(std::string_view text);
  void say_found(std::uint64_t found) const;
  [[nodiscard]] std::optional<Dumpling> read(std::string_view text) const;
  void unreachable(net::LastingLink::Failure failure);
  void closed(const net::CloseReason& reason);

  void stop();
  void close(EaterEnd end, std::uint16_t code, const char* reason);
  void finish(EaterEnd end);
  void end_with(EaterEnd end);
  [[nodiscard]] bool closing() const { return link_.state() == net::LastingLink::State::closing; }
  void say(const std::string& what) const;

  RunPlan plan_;
  net::Loop loop_;
  net::LastingLink link_;
  net::Readable stop_requested_;
  std::optional<EaterEnd> end_;
  std::uint64_t eaten_ = 0;
  bool heard_ = false;       // the hub has said something on this connection
  bool been_there_ = false;  // a hub has heard where to start
};

/// Hands one line to the options' `say`, or prints it on standard error.
void say_line(const EaterOptions& options, std::string_view line);

}  // namespace netdumplings::eaters
