// One run() of a DumplingEater: from the first try to connect until it has ended.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "eaters/resume.hpp"
#include "eaters/stop_request.hpp"
#include "net/client/websocket_client.hpp"
#include "net/loop/backoff.hpp"
#include "net/loop/endpoint.hpp"
#include "net/loop/loop.hpp"
#include "net/loop/readable.hpp"

namespace netdumplings::eaters {

/// What a run is for; outlives it.
struct RunPlan {
  const EaterOptions& options;
  const net::Endpoint& hub;
  const std::string& token;                          // "": none
  const std::shared_ptr<const net::TlsClient>& tls;  // null for a hub without
  std::optional<std::uint64_t> count;
  EaterHandlers handlers;  // all three are set
  std::function<bool(const Dumpling& dumpling)> wants;
  StopRequest& stop_request;
};

class EaterRun {
 public:
  explicit EaterRun(RunPlan plan);
  /// Requests to stop that came while it ran don't reach the next run.
  ~EaterRun();
  EaterRun(const EaterRun&) = delete;
  EaterRun& operator=(const EaterRun&) = delete;

  EaterEnd run();

 private:
  enum class State { connecting, eating, closing, waiting };

  void connect();
  void opened();
  void say_hello();
  void message(std::string_view text);
  void failed(const std::string& why);
  void closed(const net::CloseReason& reason);

  void stop();
  void close(EaterEnd end, std::uint16_t code, const char* reason);
  void connect_later();
  void finish(EaterEnd end);

  bool took_word(std::string_view text);
  [[nodiscard]] std::optional<Dumpling> read(std::string_view text) const;
  void say(const std::string& what) const;

  RunPlan plan_;
  net::Loop loop_;
  net::Timer retry_;
  net::Backoff backoff_;
  net::Readable stop_requested_;
  std::unique_ptr<net::WebSocketClient> client_;
  State state_ = State::connecting;
  EaterEnd end_ = EaterEnd::no_hub;
  std::uint64_t eaten_ = 0;
  Resume resume_;
  bool resumes_ = false;      // the connection is netdumplings.v1
  bool been_there_ = false;   // a hub has heard where to begin
  bool said_no_hub_ = false;  // once an outage is enough
  bool said_turned_away_ = false;
};

/// Hands one line to the options' `say`, or to standard error.
void say_line(const EaterOptions& options, std::string_view line);

}  // namespace netdumplings::eaters
