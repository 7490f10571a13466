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
//     std::size_t larger_than_ = options().at("larger_than");
//     std::size_t count_ = 0;
//   };
//
//   NETDUMPLINGS_CHEFS(TalkerChef)
//
// Build it as a shared library (in CMake: netdumplings_add_chef(talker talker.cpp)) and run it: nd-sniff -m talker.so.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/packet.hpp>
#include <netdumplings/payload.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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
/// one sentence of help. The default has the type that is named; a string has its quotes: "\"eth0\"". Users set the
/// option with --chef-option CHEF:NAME=VALUE.
using ChefOption = nd_chef_option;

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
/// fails on 10,000 packets in a row gets no more packets and no more pokes; nd-sniff ends with an error when no chef is
/// left. If the constructor throws, the kitchen logs it and works without that chef.
class DumplingChef {
 public:
  // The kitchen reads these members of your class. Declare members of the same names to replace the defaults.
  static constexpr const char* chef_name = nullptr;    ///< the name that dumplings carry; nullptr is the class's name
  static constexpr const char* chef_help = "";         ///< one sentence about what the chef does
  static constexpr bool assignable_to_kitchen = true;  ///< if false, nd-sniff lists the chef but never runs it
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

  /// Writes `text` to nd-sniff's log as one line with the chef's name, at level info. Without a kitchen, does nothing.
  void log(std::string_view text) { log(LogLevel::info, text); }
  /// Does the same at another level.
  void log(LogLevel level, std::string_view text);

  /// Returns the kitchen's clock in nanoseconds since 1970-01-01 00:00 UTC. In packet_handler() that is the packet's
  /// time; in interval_handler() it is the time of the poke: wall-clock time in live capture, and packet time when a
  /// file is read. It can go back. Returns 0 before the first handler is called.
  std::int64_t now() const { return now_ns_; }

  /// Returns what is known about the kitchen. It lives as long as the chef, and can be used in constructors.
  const KitchenInfo& kitchen() const { return kitchen_info_; }

 private:
  friend struct detail::Bridge;

  const nd_kitchen* kitchen_ = nullptr;  // null when made outside of a kitchen, by a test of the author's
  const nd_sink* sink_ = nullptr;        // set while a handler runs
  std::int64_t now_ns_ = 0;
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
