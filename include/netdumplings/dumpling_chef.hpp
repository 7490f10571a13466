// The one header that the author of a chef needs. A kitchen is one run of nd-sniff. Its chefs get every packet that it
// captures, and a poke at a regular interval. What a handler returns is a payload, which the kitchen sends to the hub
// as a dumpling. docs/chefs.md is the guide.
//
//   #include <netdumplings/dumpling_chef.hpp>
//
//   class TalkerChef : public netdumplings::DumplingChef {
//    public:
//     static constexpr const char* chef_help = "Counts the packets that are larger than a size";
//     static constexpr netdumplings::ChefOption chef_options[] = {{"larger_than", "number", "1000", "in bytes"}};
//
//     netdumplings::Payload packet_handler(const netdumplings::Packet& packet) override {
//       if (packet.wire_length() > larger_than_) ++count_;
//       return {};
//     }
//     netdumplings::Payload interval_handler(double) override { return nlohmann::json{{"count", count_}}; }
//
//    private:
//     std::size_t larger_than_ = option<std::size_t>("larger_than");
//     std::size_t count_ = 0;
//   };
//
//   NETDUMPLINGS_CHEFS(TalkerChef)
//
// Build it as a shared library (in CMake: netdumplings_add_chef(talker talker.cpp); without CMake: g++ talker.cpp
// -o talker.so $(pkg-config --cflags --libs netdumplings-chef)) and run it: nd-sniff -m talker.so.
#pragma once

#include <netdumplings/detail/needs_cpp20.hpp>

#include <netdumplings/chef_abi.h>
#include <netdumplings/connection.hpp>
#include <netdumplings/detail/option_value.hpp>
#include <netdumplings/packet.hpp>
#include <netdumplings/payload.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace netdumplings {
inline namespace v1 {

namespace detail {
struct Bridge;

/// What the kitchen gives to DumplingChef's constructor. It can't be a parameter, since the constructors of chefs take
/// none.
struct Birth {
  const nd_kitchen* kitchen = nullptr;
  const nlohmann::json* options = nullptr;
};
inline thread_local const Birth* birth = nullptr;
}  // namespace detail

/// Declares an option of a chef: name, type ("string", "number", "boolean" or "json"), default value as JSON text, and
/// one sentence of help. The default has the type that is named; a string has its quotes: "\"eth0\"". A number may have
/// limits: nd-sniff refuses one that is less than `min` or more than `max`. Users set the option with --chef-option
/// CHEF:NAME=VALUE.
struct ChefOption : nd_chef_option {
  constexpr ChefOption(const char* option_name, const char* option_type, const char* default_text,
                       const char* help_text, double least = 0, double greatest = 0)
      : nd_chef_option{option_name, option_type, default_text, help_text, least, greatest} {}
};

/// How serious a line in nd-sniff's log is. Users choose the least level that is logged (--log-level, by default info).
enum class LogLevel { debug = ND_LOG_DEBUG, info = ND_LOG_INFO, warning = ND_LOG_WARNING, error = ND_LOG_ERROR };

/// Describes the kitchen that a chef works in.
struct KitchenInfo {
  std::string name;          ///< as given with --kitchen-name
  std::string interface;     ///< as the user gave it: "all", names joined by commas, or the path of a capture file
  std::string filter;        ///< in the language of pcap-filter(7); "" lets every packet pass
  double poke_interval = 0;  ///< in seconds
};

/// The base class of all chefs. Derive from it, override the handlers that you need, and list your class in
/// NETDUMPLINGS_CHEFS. nd-sniff makes one object of each class with its default constructor, and owns it.
///
/// Threads: the kitchen calls everything on its packet thread, one call at a time, so a chef needs no lock. A slow
/// handler holds up all other chefs, and the kernel drops packets meanwhile.
/// A chef that has threads of its own calls no function of this class on them.
/// Failure: a handler may throw. The kitchen logs the exception with the chef's name (at most one line a second for
/// each chef, cut at 2000 bytes) and goes on with the next chef; what the handler emitted before stays. A chef that
/// fails 10,000 times in a row (on packets, on connections' events and bytes) is called no more; nd-sniff ends with an
/// error when no chef is left. If the constructor throws, the kitchen logs it and works without that chef.
class DumplingChef {
 public:
  // The kitchen reads these members of your class. Declare members of the same names to replace the defaults.
  static constexpr const char* chef_name = nullptr;    ///< the name that dumplings carry; nullptr is the class's name
  static constexpr const char* chef_help = "";         ///< one sentence about what the chef does
  static constexpr const char* chef_version = "";      ///< the chef's own version, for people
  static constexpr bool assignable_to_kitchen = true;  ///< if false, nd-sniff lists the chef but never runs it
  /// Whether packets come with their connections, even if neither connection_handler nor stream_handler is overridden.
  /// The kitchen follows connections only if one of its chefs uses them.
  static constexpr bool uses_connections = false;
  /// Which packets it needs, in the language of pcap-filter(7); "" is every packet, and nullptr is "tcp or udp or arp".
  /// Live capture without --filter takes what any of its chefs needs.
  static constexpr const char* chef_filter = nullptr;
  /// Which kinds of layers packet_handler looks for, such as {ND_LAYER_ARP}. A packet may be left out if neither it nor
  /// its whole() has one of these layers. If there are no kinds, the handler gets every packet.
  static constexpr std::span<const std::uint32_t> chef_layers{};
  static constexpr std::span<const ChefOption> chef_options{};  ///< the options that it takes

  virtual ~DumplingChef() = default;
  DumplingChef(const DumplingChef&) = delete;
  DumplingChef& operator=(const DumplingChef&) = delete;

  /// Looks at one packet that the kitchen's filter let pass. `packet` and all views of it are valid until this returns;
  /// copy what you keep. A non-empty return value becomes a dumpling with driver "packet". The default returns nothing.
  virtual Payload packet_handler(const Packet& packet);

  /// Handles a poke. The first comes before the first packet, the others `interval` seconds apart, and one at the end.
  /// Pokes can be left out: in live capture those that were missed, in a file those of a long gap. There is none in a
  /// file without packets, and none at the end if nobody takes dumplings any more. A non-empty return value becomes a
  /// dumpling with driver "interval". The default returns nothing.
  virtual Payload interval_handler(double interval);

  /// Handles an event of a connection: `opened` comes before the packet_handler of its first packet, `updated` at a
  /// poke before interval_handler, and `ended` when it has timed out (also some time after it was closed or reset) and
  /// at the end. A non-empty return value becomes a dumpling with driver "interval" for ConnectionEvent::updated,
  /// otherwise with driver "packet". The default returns nothing.
  virtual Payload connection_handler(const Connection& connection, ConnectionEvent event);

  /// Takes the next bytes of one side of a TCP connection, after the packet_handler of the packet that brought them.
  /// Bytes after a hole wait for the missing ones, as long as these can still come and as memory lasts. Returns whether
  /// it needs more of this side of this connection; what no chef needs isn't kept. If it throws, it gets no more of
  /// that side. Makes dumplings with emit(), with driver "packet". The default returns StreamAnswer::enough.
  virtual StreamAnswer stream_handler(const Connection& connection, const StreamData& data);

  /// Handles the end of the capture or of the kitchen, after the last poke and after all connections have ended. Isn't
  /// called if nobody takes dumplings any more, nor in a file without packets. A non-empty return value becomes a
  /// dumpling with driver "interval".
  virtual Payload closing_handler();

 protected:
  /// Takes options() and kitchen() from the kitchen. In a test that makes a chef without a kitchen, both are empty.
  DumplingChef();

  /// Makes a dumpling before the handler returns, for handlers that make more than one; copies the payload. An empty
  /// payload makes none. In live capture it never waits, and if the hub is too slow, the oldest dumplings are lost;
  /// when a file is read, it waits for room. Outside of a handler the payload is dropped, and an error is logged.
  void emit(const Payload& payload) { emit_json_text(payload.text()); }
  /// Does the same with finished JSON text, which must be valid as Payload::json_text() says.
  void emit_json_text(std::string_view json);

  /// Returns a JSON object with one member for each of `chef_options`: the value given with --chef-option, or else the
  /// default. It lives as long as the chef, and can be used in constructors and member initialisers.
  const nlohmann::json& options() const { return options_; }

  /// Calls `function` once, when `delay` has passed on the kitchen's clock: then, or, when a file is read, before the
  /// next packet, which may be much later. now() is then the time at which it is called. It can emit(), with driver
  /// "interval". Views such as a Connection aren't valid in it. Owns the function until then, or until the chef is
  /// destroyed; it can't be taken back, and what is still waited for at the end is never called. Call it in handlers
  /// only. Throws std::invalid_argument if the delay is negative, std::logic_error without a kitchen or if the kitchen
  /// has no timers, and std::length_error outside of a handler or if 100,000 functions wait already.
  void after(std::chrono::nanoseconds delay, std::function<void()> function);

  /// Returns one of options() as a T. Throws std::out_of_range, whose text names the option, if it isn't declared, or
  /// if it is a number that an integral T can't hold. For a value of another type, throws nlohmann::json::type_error.
  template <typename T>
  T option(const std::string& name) const {
    return detail::option_value<T>(options_, name);
  }

  /// Writes `text` to nd-sniff's log as one line with the chef's name, at level info. Without a kitchen, does nothing.
  void log(std::string_view text) { log(LogLevel::info, text); }
  /// Does the same at another level.
  void log(LogLevel level, std::string_view text);

  /// Returns the kitchen's clock in nanoseconds since 1970-01-01 00:00 UTC. In packet_handler(), and in other
  /// handlers that are called because of a packet, that is the packet's time. In interval_handler() it is the time of
  /// the poke: wall-clock time in live capture, and packet time when a file is read. It can go back. Returns 0 before
  /// the first handler is called.
  std::int64_t now() const { return now_ns_; }

  /// Returns how many seconds lie between the poke before and this one, by the kitchen's clock, for use in
  /// interval_handler(): its argument is the interval that the user wants, which pokes that were left out make longer.
  /// Returns 0 at the first poke, and when the clock went back.
  double elapsed() const { return elapsed_; }

  /// Returns what is known about the kitchen. It lives as long as the chef, and can be used in constructors.
  const KitchenInfo& kitchen() const { return kitchen_info_; }

 private:
  friend struct detail::Bridge;

  const nd_kitchen* kitchen_ = nullptr;  // null when made outside of a kitchen, by a test of the author's
  const nd_sink* sink_ = nullptr;        // set while a handler runs
  std::int64_t now_ns_ = 0;
  std::optional<std::int64_t> last_poke_ns_;
  double elapsed_ = 0;
  std::map<std::uint64_t, std::function<void()>> waiting_;  // by the number of their start
  std::uint64_t timers_started_ = 0;
  nlohmann::json options_ = nlohmann::json::object();
  KitchenInfo kitchen_info_;
};

inline DumplingChef::DumplingChef() {
  if (!detail::birth) return;
  kitchen_ = detail::birth->kitchen;
  options_ = *detail::birth->options;
  kitchen_info_ = {kitchen_->name, kitchen_->interface, kitchen_->filter, kitchen_->poke_interval};
}

inline Payload DumplingChef::packet_handler(const Packet&) { return {}; }
inline Payload DumplingChef::interval_handler(double) { return {}; }
inline Payload DumplingChef::connection_handler(const Connection&, ConnectionEvent) { return {}; }
inline StreamAnswer DumplingChef::stream_handler(const Connection&, const StreamData&) { return StreamAnswer::enough; }
inline Payload DumplingChef::closing_handler() { return {}; }

inline void DumplingChef::after(std::chrono::nanoseconds delay, std::function<void()> function) {
  if (delay.count() < 0) throw std::invalid_argument("after() was called with a negative delay");
  if (kitchen_ == nullptr || kitchen_->struct_size < sizeof(nd_kitchen) || kitchen_->start_timer == nullptr) {
    throw std::logic_error("after() was called in a kitchen without timers");
  }
  const std::uint64_t token = timers_started_++;
  waiting_.emplace(token, std::move(function));
  if (kitchen_->start_timer(kitchen_->context, token, delay.count()) != 0) return;
  waiting_.erase(token);
  throw std::length_error("after() was called outside of a handler, or too many functions wait already");
}

inline void DumplingChef::emit_json_text(std::string_view json) {
  if (sink_) {
    sink_->emit(sink_->context, json.data(), json.size());
  } else {
    log(LogLevel::error, "emit() was called outside of a handler: its payload is lost");
  }
}

inline void DumplingChef::log(LogLevel level, std::string_view text) {
  if (kitchen_) kitchen_->log(kitchen_->context, static_cast<int>(level), text.data(), text.size());
}

}  // namespace v1
}  // namespace netdumplings

#include <netdumplings/detail/chef_module.hpp>  // NETDUMPLINGS_CHEFS
