// DumplingEater: connects to a hub and eats its dumplings. An eater's author includes only this header.
//
//   netdumplings::DumplingEater eater({.name = "counter"},
//                                     {.on_dumpling = [&](const netdumplings::Dumpling& dumpling) { ++count; }});
//   eater.run();
//
// Instead of passing callables, you can derive a class and override the functions of the same names.
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

/// Says which hub to connect to, what to eat, and where to start. A plain value; the eater keeps a copy.
struct EaterOptions {
  std::string name = "nameless_eater";        ///< the hub shows it
  std::string hub = "localhost:11348";        ///< HOST, HOST:PORT or [IPV6]:PORT, also after ws:// or wss:// (TLS)
  std::vector<std::string> chef_filter = {};  ///< eat only dumplings of these chefs; empty: of all
  /// Wait for a hub that can't be reached, and connect again when the connection is lost.
  bool reconnect = false;
  /// With `reconnect`: ask the hub for the dumplings that were missed in between, if it still has them. If false, every
  /// connection starts like the first one.
  bool catch_up = true;
  // More filters. The hub sends only what passes all of them; a hub that can't filter sends everything, and the eater
  // leaves out the rest.
  std::vector<std::string> kitchen_filter = {};    ///< eat only dumplings of these kitchens; empty: of all
  std::vector<DumplingDriver> driver_filter = {};  ///< eat only dumplings with these drivers; empty: with any
  // Where to start on the first connection. Set at most one; by default, only new dumplings arrive.
  std::optional<std::uint64_t> last = {};  ///< with the last N dumplings that the hub has and that pass the filters
  std::optional<double> since_seconds =
      {};  ///< with the dumplings that reached the hub in this many seconds before now
  /// Signals that stop the eater while run() runs, such as {SIGINT, SIGTERM}. Empty: it handles no signals.
  std::vector<int> stop_signals = {};
  // The token, for a hub that wants one. If both are empty, the environment's NETDUMPLINGS_TOKEN is used, if it is set.
  std::string token = {};
  std::string token_file = {};  ///< its first token is used; only its owner may be able to read the file

  /// Called on run()'s thread with each line that the eater reports, without a line end. If it is empty, the lines go
  /// to standard error.
  std::function<void(std::string_view line)> say = {};

  // PEM files, for a hub at wss://. They are read once, when the eater is made.
  std::string tls_ca = {};    ///< has the hub's certificate or one that signed it; empty: the system's authorities
  std::string tls_cert = {};  ///< the eater's certificate, for a hub that asks for one
  std::string tls_key = {};   ///< the private key of `tls_cert`; the file must not be readable by everybody
};

/// What a DumplingEater calls, unless a subclass overrides the function of the same name; see there.
struct EaterHandlers {
  std::function<void(const std::string& uri)> on_connect = {};
  std::function<void(const Dumpling& dumpling)> on_dumpling = {};
  std::function<void(const std::string& why)> on_connection_lost = {};
  std::function<void(const std::string& why)> on_invalid = {};
  std::function<void(const std::string& why)> on_unreachable = {};
};

/// Why run() returned.
enum class EaterEnd {
  full,     ///< the eater has eaten its count
  stopped,  ///< stop() was called, or a signal came
  lost,     ///< the hub closed the connection or went away
  no_hub,   ///< the hub could not be reached
};

/// Connects to a hub and eats its dumplings. Make, run and destroy it on one thread; it calls all handlers on that
/// thread, during run(). Only stop() may be called from other threads.
class DumplingEater {
 public:
  /// Makes an eater; run() connects it. Throws std::invalid_argument if `options.hub` is not an address, a TLS file
  /// can't be used, or the token is malformed or can't be read.
  explicit DumplingEater(EaterOptions options = {}, EaterHandlers handlers = {});
  /// Destroys the eater. Must not be called from a handler.
  virtual ~DumplingEater();
  DumplingEater(const DumplingEater&) = delete;
  DumplingEater& operator=(const DumplingEater&) = delete;

  /// Connects, and eats until one of these happens: `count` dumplings that it wants have been eaten (none: no limit),
  /// stop() is called, or, without `options.reconnect`, the hub can't be reached or the connection is lost. An
  /// exception from a handler cuts the connection and leaves run(). You may call run() again after it has returned or
  /// thrown, but not from a handler.
  EaterEnd run(std::optional<std::uint64_t> count = std::nullopt);

  /// Makes run() close the connection and return, within two seconds. A second call makes it return at once. If run()
  /// isn't running, the next run() returns as soon as it begins. May be called from any thread, from handlers and from
  /// signal handlers.
  void stop() noexcept;

  /// Returns the options that the constructor got; they are valid as long as the eater.
  [[nodiscard]] const EaterOptions& options() const;

 protected:
  /// Called when the hub at `uri` (`ws://HOST:PORT` or `wss://HOST:PORT`) has accepted the connection and been told the
  /// eater's name. Dumplings may follow. By default, the handler is called, or a line says once that there is none.
  virtual void on_connect(const std::string& uri);
  /// Called with each dumpling that the eater wants. It is valid during the call; copy what you keep. By default as
  /// above.
  virtual void on_dumpling(const Dumpling& dumpling);
  /// Called when the hub has ended the connection, or it broke. `why` may contain the hub's own words; its control
  /// characters are escaped, as in all reasons below. By default as above.
  virtual void on_connection_lost(const std::string& why);
  /// Called when the hub sent something that can't be read as a dumpling; the eater skips it. By default, the handler
  /// is called, or each one is reported in a line.
  virtual void on_invalid(const std::string& why);
  /// Called when a try to connect failed; with `options.reconnect`, this may be every few seconds. By default, the
  /// handler is called, or the first failure of an outage is reported in two lines.
  virtual void on_unreachable(const std::string& why);
  /// Returns whether to eat a dumpling and count it. By default, whether it passes the filters of `options`.
  [[nodiscard]] virtual bool wants(const Dumpling& dumpling) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace v1
}  // namespace netdumplings
