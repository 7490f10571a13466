// DumplingEater: all that an eater's author includes.
//
//   netdumplings::DumplingEater eater({.name = "counter"},
//                                     {.on_dumpling = [&](const netdumplings::Dumpling& dumpling) { ++count; }});
//   eater.run();
//
// or a class of your own that overrides on_connect, on_dumpling and on_connection_lost.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace netdumplings {
inline namespace v1 {

struct EaterOptions {
  std::string name = "nameless_eater";
  std::string hub = "localhost:11348";        // HOST, HOST:PORT or [IPV6]:PORT, also behind ws:// or wss://
  std::vector<std::string> chef_filter = {};  // only dumplings of these chefs; none: of all
  bool reconnect = false;                     // wait for a hub that isn't there, and come back to one that was lost
  // What else to choose by; the hub sends nothing else, if it knows how to choose, and the rest is left out here.
  std::vector<std::string> kitchen_filter = {};    // only dumplings of these kitchens; none: of all
  std::vector<DumplingDriver> driver_filter = {};  // only those made so; none: however they were made
  // From where on, at the first connection, as far as the hub still has it. Not both; none: from now on.
  std::optional<std::uint64_t> last = {};    // the newest that match, so many
  std::optional<double> since_seconds = {};  // what came to the hub in so many last seconds
  std::vector<int> stop_signals = {};        // run() ends on these, e.g. {SIGINT, SIGTERM}; none: signals are yours
  // For a hub that asks for a token: the token, or the file that it is the first in and that nobody else may read.
  // Neither: what the environment has as NETDUMPLINGS_TOKEN, if anything.
  std::string token = {};
  std::string token_file = {};

  /// Gets what the eater has to say, one line at a time without its line end, on run()'s thread. None: standard error.
  std::function<void(std::string_view line)> say = {};

  // PEM files for a hub at wss://, read when the eater is made.
  std::string tls_ca = {};    // the hub's certificate must be in it, or be vouched for by one; none: by the system's
  std::string tls_cert = {};  // shown to a hub that asks who we are
  std::string tls_key = {};   // of that certificate; nobody else may read it
};

/// What a DumplingEater calls unless a subclass overrides the function of the same name; see there.
struct EaterHandlers {
  std::function<void(const std::string& uri)> on_connect = {};
  std::function<void(const Dumpling& dumpling)> on_dumpling = {};
  std::function<void(const std::string& why)> on_connection_lost = {};
};

/// Why run() returned.
enum class EaterEnd {
  full,     // it has eaten its count
  stopped,  // by stop() or a signal
  lost,     // the hub went away, or sent the eater away
  no_hub,   // there was never a connection
};

/// Connects to a hub and eats its dumplings. Made, run and destroyed on one thread, which is also the thread of all
/// handlers; stop() alone may be called from anywhere.
class DumplingEater {
 public:
  /// Throws std::invalid_argument when `options.hub` is no address, a TLS file can't be used, or the token can't be had
  /// or is none.
  explicit DumplingEater(EaterOptions options = {}, EaterHandlers handlers = {});
  virtual ~DumplingEater();
  DumplingEater(const DumplingEater&) = delete;
  DumplingEater& operator=(const DumplingEater&) = delete;

  /// Eats until `count` dumplings that match have been eaten (none: no limit), stop() is called, or, unless
  /// `options.reconnect`, the hub can't be reached or is lost. What a handler throws ends it and comes out here. May be
  /// called again after it returned, not from a handler.
  EaterEnd run(std::optional<std::uint64_t> count = std::nullopt);

  /// Ends run(): the connection is closed properly, which takes two seconds at most. A second call ends it at once.
  /// When run() isn't running, the next one ends as soon as it begins. From any thread, and from signal handlers.
  void stop() noexcept;

  [[nodiscard]] const EaterOptions& options() const;

 protected:
  /// The hub at `uri` (`ws://HOST:PORT`, or `wss://`) has been told who we are. Dumplings may follow.
  virtual void on_connect(const std::string& uri);
  /// A dumpling that is wanted. Valid during the call; copy what should stay.
  virtual void on_dumpling(const Dumpling& dumpling);
  /// The connection ended, and not by our doing. `why` may hold the hub's own words, control characters escaped.
  virtual void on_connection_lost(const std::string& why);
  /// Whether to eat this one and count it. Unless overridden: whether the filters of `options` let it pass.
  [[nodiscard]] virtual bool wants(const Dumpling& dumpling) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace v1
}  // namespace netdumplings
