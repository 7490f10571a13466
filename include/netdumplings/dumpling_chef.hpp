// All that the author of a chef includes. A chef looks at packets, and makes payloads of what it sees:
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
// Built as a shared library (CMake: netdumplings_add_chef(talker talker.cpp)), nd-sniff runs it: nd-sniff -m talker.so.
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

/// What the kitchen hands to a chef's base while the author's constructor runs, which takes no parameters.
struct Birth {
  const nd_kitchen* kitchen = nullptr;
  const nlohmann::json* options = nullptr;
};
inline thread_local const Birth* birth = nullptr;
}  // namespace detail

/// An option that a chef takes: name, type ("string", "number", "boolean" or "json"), default as JSON text, and help.
using ChefOption = nd_chef_option;

enum class LogLevel { debug = ND_LOG_DEBUG, info = ND_LOG_INFO, warning = ND_LOG_WARNING, error = ND_LOG_ERROR };

/// The kitchen that a chef works in.
struct KitchenInfo {
  std::string name;
  std::string interface;     ///< as asked for: "all", names joined by commas, or the file that is read
  std::string filter;        ///< in pcap-filter(7)'s language; "" is every packet
  double poke_interval = 0;  ///< seconds
};

/// Derive from it, override what you need, and name your class in NETDUMPLINGS_CHEFS. nd-sniff makes one of each, with
/// the constructor that takes nothing.
///
/// Threads: everything is called on the kitchen's packet thread, one call at a time; no chef needs a lock. A handler
/// that is slow holds up every other chef, and loses packets.
/// Failure: a handler may throw. The kitchen logs it with the chef's name, and the packet goes on to the next chef. A
/// constructor that throws is logged too, and the kitchen works without that chef.
class DumplingChef {
 public:
  // What the kitchen is told about a class; hide them with members of your own.
  static constexpr const char* chef_name = nullptr;    ///< nullptr: the class's name
  static constexpr const char* chef_help = "";         ///< one sentence
  static constexpr bool assignable_to_kitchen = true;  ///< false: nd-sniff never runs it, and warns
  static constexpr std::span<const ChefOption> chef_options{};

  virtual ~DumplingChef() = default;
  DumplingChef(const DumplingChef&) = delete;
  DumplingChef& operator=(const DumplingChef&) = delete;

  /// Called for every packet, which is valid until this returns. What it returns becomes a dumpling; nothing, none.
  virtual Payload packet_handler(const Packet& packet);

  /// Called every `interval` seconds, and once before any packet.
  virtual Payload interval_handler(double interval);

 protected:
  DumplingChef();

  /// Makes a dumpling here and now, for handlers that have more than one. Outside of a handler it is lost, with a line
  /// in the log.
  void emit(const Payload& payload) { emit_json_text(payload.text()); }
  /// The same with finished JSON text; see Payload::json_text.
  void emit_json_text(std::string_view json);

  /// The options as they were given (--chef-option), or else their defaults: an object with one member for each of
  /// `chef_options`. Can be used in constructors and member initialisers.
  const nlohmann::json& options() const { return options_; }

  /// Writes a line to nd-sniff's log, under this chef's name.
  void log(std::string_view text) { log(LogLevel::info, text); }
  void log(LogLevel level, std::string_view text);

  /// The kitchen's clock in nanoseconds since 1970, in a handler: the packet's time, or the time of the poke; a file is
  /// read in the time of its packets. 0 before the first handler is called.
  std::int64_t now() const { return now_ns_; }

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
