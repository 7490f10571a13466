// DumplingEater: connects to a hub and eats its dumplings. An eater's author includes only this header.
//
//   netdumplings::DumplingEater eater({.name = "counter"},
//                                     {.on_dumpling = [&](const netdumplings::Dumpling& dumpling) { ++count; }});
//   eater.run();
//
// Instead of passing callables, you can derive a class and override the functions of the same names.
#pragma once

#include <netdumplings/detail/needs_cpp20.hpp>

#include <netdumplings/dumpling.hpp>
#include <netdumplings/eater_place.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netdumplings {
inline namespace v1 {

/// Says which hub to connect to, what to eat, and where to start. A plain value; the eater keeps a copy.
struct EaterOptions {
  std::string name = "nameless_eater";  ///< the hub shows it
  /// HOST, HOST:PORT or [IPV6]:PORT, also after ws:// or wss:// (TLS). Without a port, 11348. For a hub behind a proxy,
  /// wss://HOST/PATH/ or ws://HOST/PATH/, with the port of HTTP unless there is one.
  std::string hub = "localhost:11348";
  /// Eat only dumplings of these chefs; empty: of all, and the hub's own (SystemStatusChef). The name and all filters
  /// together must fit into 4096 bytes of JSON, or the hub closes the connection.
  std::vector<std::string> chef_filter = {};
  /// Wait for a hub that can't be reached, and connect again when the connection is lost.
  bool reconnect = false;
  /// With `reconnect`: ask the hub for the dumplings that were missed in between, if it still has them. If false, every
  /// connection starts like the first one, and without `after` the eater has no place().
  bool catch_up = true;
  // More filters. The hub sends only what passes all of them; a hub that can't filter sends everything, and the eater
  // leaves out the rest.
  std::vector<std::string> kitchen_filter = {};    ///< eat only dumplings of these kitchens; empty: of all
  std::vector<DumplingDriver> driver_filter = {};  ///< eat only dumplings with these drivers; empty: with any
  // Where to start on the first connection of each run(). Set at most one; otherwise `after` counts, then `last`. By
  // default, only new dumplings arrive. The hub closes the connection if `since_seconds` is negative or not finite.
  std::optional<std::uint64_t> last = {};  ///< with the last N dumplings that the hub has and that pass the filters
  std::optional<double> since_seconds =
      {};  ///< with the dumplings that reached the hub in this many seconds before now
  /// Just after this place, which place() returned, perhaps in an earlier process. The hub and all filters must be the
  /// same as then. If the hub can't go on exactly there, on_skipped() is called.
  std::optional<EaterPlace> after = {};
  /// Signals that stop the eater while run() runs, such as {SIGINT, SIGTERM}. Empty: it handles no signals. run()
  /// replaces their handlers; after it, they have the system's default action.
  std::vector<int> stop_signals = {};
  // The token, for a hub that wants one; `token` counts before `token_file`. If both are empty, the environment's
  // NETDUMPLINGS_TOKEN is used, if it is set.
  std::string token = {};
  std::string token_file = {};  ///< one token in each line, the first is used; only its owner may be able to read it

  /// Called on run()'s thread with each line that the eater reports, without a line end. If it is empty, the lines go
  /// to standard error.
  std::function<void(std::string_view line)> say = {};

  // PEM files, only for a hub at wss://. They are read once, when the eater is made. `tls_cert` and `tls_key` need each
  // other.
  std::string tls_ca = {};     ///< has the hub's certificate or one that signed it; empty: the system's authorities
  std::string tls_cert = {};   ///< the eater's certificate, for a hub that asks for one
  std::string tls_key = {};    ///< the private key of `tls_cert`; only the owner may be able to read the file
  bool tls_key_group = false;  ///< the group of the key's file may read it, too
};

/// What a DumplingEater calls, unless a subclass overrides the function of the same name; see there.
struct EaterHandlers {
  std::function<void(const std::string& uri)> on_connect = {};
  std::function<void(const Dumpling& dumpling)> on_dumpling = {};
  std::function<void(const std::string& why)> on_connection_lost = {};
  std::function<void(const std::string& why)> on_invalid = {};
  std::function<void(const std::string& why)> on_unreachable = {};
  std::function<void(std::optional<std::uint64_t> count, const std::string& why)> on_skipped = {};
};

/// Why run() returned.
enum class EaterEnd {
  full,     ///< the eater has eaten its count
  stopped,  ///< stop() was called, or a signal came
  lost,     ///< the hub closed the connection or went away
  no_hub,   ///< the hub can't be reached, isn't trusted, or refuses the token or the hello
};

/// Connects to a hub and eats its dumplings. Make, run and destroy it on one thread; it calls all handlers on that
/// thread, during run(). Only stop() may be called from other threads.
class DumplingEater {
 public:
  /// Makes an eater; run() connects it. Throws std::invalid_argument if `options.hub` is not an address, a TLS file
  /// can't be used, or the token is malformed or can't be read; std::system_error if no descriptors are left.
  explicit DumplingEater(EaterOptions options = {}, EaterHandlers handlers = {});
  /// Destroys the eater. Must not be called from a handler.
  virtual ~DumplingEater();
  DumplingEater(const DumplingEater&) = delete;
  DumplingEater& operator=(const DumplingEater&) = delete;

  /// Connects, and eats until one of these happens: `count` dumplings that it wants have been eaten (none: no limit),
  /// stop() is called, or, without `options.reconnect`, the hub can't be reached or the connection is lost. If a
  /// handler throws, run() cuts the connection and throws the same exception. You may call run() again after it has
  /// returned or thrown, but not from a handler.
  EaterEnd run(std::optional<std::uint64_t> count = std::nullopt);

  /// Makes run() close the connection and return, within two seconds after the handler that is running, if any. A
  /// second call makes it return right after that handler. If run() isn't running, the next run() returns as soon as it
  /// begins. May be called from any thread, from handlers and from signal handlers.
  void stop() noexcept;

  /// Returns the place just after the last message that was handled: in on_dumpling(), just after this dumpling; after
  /// run(), where another eater can go on. Returns nothing if the hub hasn't told a place yet, or if it, like the
  /// original's, never does. Call it on the eater's thread.
  [[nodiscard]] std::optional<EaterPlace> place() const;

  /// Returns the options that the constructor got; they are valid as long as the eater.
  [[nodiscard]] const EaterOptions& options() const;

 protected:
  // By default, each of these calls the handler of the same name in EaterHandlers.

  /// Called when the connection to `uri` (`ws://HOST:PORT` or `wss://HOST:PORT`) is open, and the eater has sent its
  /// name and filters. The hub may still refuse them; then on_connection_lost() follows. Without a handler, one line
  /// reports once that there is none.
  virtual void on_connect(const std::string& uri);
  /// Called with each dumpling that the eater wants. It is valid during the call; copy what you keep. Without a
  /// handler, one line reports once that there is none.
  virtual void on_dumpling(const Dumpling& dumpling);
  /// Called when the hub has ended the connection, or it broke. `why` may contain the hub's own words; its control
  /// characters are escaped, as in all reasons below. Without a handler, one line reports once that there is none.
  virtual void on_connection_lost(const std::string& why);
  /// Called when the hub sent something that can't be read as a dumpling; the eater skips it. Without a handler, a line
  /// reports each one.
  virtual void on_invalid(const std::string& why);
  /// Called when no connection could be opened; with `options.reconnect`, this may be every few seconds. Without a
  /// handler, two lines report the first failure of an outage.
  virtual void on_unreachable(const std::string& why);
  /// Called when dumplings are missing before the next one, or may be. `count` is how many entries of the hub's log
  /// were skipped, whatever their chef and kitchen; it is empty if that isn't known. This happens if the eater was away
  /// or slow for so long that the hub no longer has them, and when the eater comes back to a hub that has a new log
  /// (then dumplings may also come again) or that remembers no places. Without a handler, a line reports each gap.
  virtual void on_skipped(std::optional<std::uint64_t> count, const std::string& why);
  /// Returns whether to eat a dumpling and count it. By default, whether it passes the filters of `options`. An
  /// override is only asked about what the hub sent, which is what passes those filters.
  [[nodiscard]] virtual bool wants(const Dumpling& dumpling) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace v1
}  // namespace netdumplings
