// Runs one chef: calls its handlers, takes its payloads, and makes dumplings of them.
#pragma once

#include <netdumplings/chef_abi.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "common/log/line_limit.hpp"
#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "kitchen/chefs/call_timer.hpp"
#include "kitchen/chefs/chef_table.hpp"
#include "kitchen/chefs/dumpling_text.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"

namespace netdumplings::kitchen {

/// What chefs can ask about their kitchen.
struct KitchenFacts {
  std::string name;
  std::string interface;     // as the user gave it: "all", names joined by commas, or the file that is read
  std::string filter;        // "" is every packet
  double poke_interval = 0;  // seconds
};

/// The dumplings that were made and are neither invalid nor too large were handed to the sink.
struct ChefCounts {
  std::uint64_t packets = 0;  // seen
  std::uint64_t pokes = 0;
  std::uint64_t made = 0;            // payloads other than null, whatever became of them
  std::uint64_t invalid = 0;         // dropped: not JSON that can be sent
  std::uint64_t too_large = 0;       // dropped: larger than a hub takes
  std::uint64_t failed = 0;          // calls of a handler that failed
  std::uint64_t over_budget = 0;     // calls of a handler that took longer than they may
  std::chrono::nanoseconds spent{};  // in handlers; measured on some calls
  bool retired = false;              // it failed too often, and is called no more
};

/// Used on the packet thread. Not movable: the chef's C side holds its address.
class HiredChef {
 public:
  /// Creates the chef with its options, a JSON object. The error is what the chef said. The references must outlive the
  /// returned object.
  static Result<std::unique_ptr<HiredChef>> hire(const KitchenFacts& kitchen, const std::string& module,
                                                 const std::string& path, const OfferedChef& chef,
                                                 const std::string& options_json, DumplingSink& sink, Log log);
  ~HiredChef();
  HiredChef(const HiredChef&) = delete;
  HiredChef& operator=(const HiredChef&) = delete;

  /// Has handlers counted and logged that take longer than `budget`, unless that is zero.
  void set_budget(std::chrono::nanoseconds budget) { budget_ = budget; }

  /// Lets the chef have timers. `start` is called when it asks for one: timer() must then be called with the token
  /// after the delay.
  void set_timers(std::function<void(std::uint64_t token, std::int64_t delay_ns)> start) {
    start_timer_ = std::move(start);
  }

  [[nodiscard]] const nd_chef& table() const { return table_; }
  /// Calls the packet handler. Returns false if the sink wants no more dumplings. A chef whose packet handler fails
  /// defaults::failures_until_retired times in a row is retired: it isn't called any more.
  bool packet(const nd_packet& packet);
  /// Calls the interval handler, unless the chef is retired. `interval` is in seconds; `now_ns` is the kitchen's time,
  /// in nanoseconds since the epoch. Returns false if the sink wants no more dumplings.
  bool poke(double interval, std::int64_t now_ns);

  /// Whether it wants to see connections, and the bytes of TCP connections.
  [[nodiscard]] bool uses_connections() const {
    return (table_.flags & (ND_CHEF_USES_CONNECTIONS | ND_CHEF_USES_STREAMS)) != 0;
  }
  [[nodiscard]] bool uses_streams() const {
    return (table_.flags & ND_CHEF_USES_STREAMS) != 0 && table_.stream != nullptr;
  }
  /// Calls the connection handler with an event of a connection, unless the chef is retired. Its failures count as
  /// those of the packet handler.
  void connection(const nd_connection& connection, nd_connection_event event, std::int64_t now_ns);
  /// Does the same with new bytes of a connection. Returns whether the chef wants more of that side.
  bool stream(const nd_connection& connection, const nd_stream_data& data);
  /// Has the chef destroy the state that it had in a connection, even if it is retired.
  void release(void* state);
  /// Tells the chef that a time has come that it waited for, unless it is retired.
  void timer(std::uint64_t token, std::int64_t now_ns);
  /// Calls the handler of the end, unless the chef is retired.
  void close(std::int64_t now_ns);
  /// Whether the sink wanted more dumplings, so far.
  [[nodiscard]] bool more_wanted() const { return more_wanted_; }

  /// Logs how many lines about this chef were left out, if any, because of the limit of one line a second.
  void log_left_out();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string full_name() const { return module_ + "." + name_; }
  [[nodiscard]] bool retired() const { return counts_.retired; }
  [[nodiscard]] ChefCounts counts() const;

 private:
  HiredChef(const KitchenFacts& kitchen, const std::string& module, const std::string& path, const OfferedChef& chef,
            DumplingSink& sink, Log log);

  // Called by the C side, with `this` as context.
  static void on_emit(void* context, const char* json, std::size_t size) noexcept;
  static void on_failed(void* context, const char* why, std::size_t size) noexcept;
  static void on_log(void* context, int level, const char* text, std::size_t size) noexcept;
  static std::uint32_t on_start_timer(void* context, std::uint64_t token, std::int64_t delay_ns) noexcept;

  // Whether a chef calls us on the packet thread, as it must. Logs the first call on another thread.
  bool on_its_thread();

  // What is called: its name for the log, the driver of its dumplings, and the kitchen's time.
  struct Handler {
    const char* name;
    const char* driver;
    std::int64_t now_ns;
  };
  void begin(const Handler& handler);
  template <class Call>
  void run(CallTimer& timer, const Handler& handler, Call call);
  template <class Call>
  std::chrono::nanoseconds measured(Call call);
  template <class Call>
  void run_measured(const Handler& handler, Call call);
  void check_budget(std::chrono::nanoseconds time);
  void count_failures();
  void serve(std::string_view payload);
  void log_failure(const std::string& why);
  void log_limited(spdlog::level::level_enum level, const std::string& line);

  std::string kitchen_name_;
  std::string name_;
  std::string module_;
  std::string path_;
  nd_chef table_;
  nd_kitchen kitchen_;
  nd_sink sink_;
  DumplingSink& dumplings_;
  std::function<void(std::uint64_t, std::int64_t)> start_timer_;
  std::size_t timers_ = 0;  // that the chef waits for
  Log log_;

  const std::thread::id thread_ = std::this_thread::get_id();
  std::atomic<bool> was_called_elsewhere_ = false;  // on another thread; it is logged
  void* chef_ = nullptr;
  std::string creation_failure_;
  const char* driver_ = nullptr;  // of the call that is running; null while the chef is being created
  const char* handler_ = "";      // the name of the handler that is running
  std::int64_t now_ns_ = 0;
  bool more_wanted_ = true;
  DumplingText text_;
  ChefCounts counts_;
  CallTimer packet_timer_;
  CallTimer event_timer_;
  CallTimer stream_timer_;
  std::chrono::nanoseconds poke_time_{};  // also of timers and of the handler of the end
  std::chrono::nanoseconds in_sink_{};    // of the call that is running
  std::chrono::nanoseconds budget_{};
  int failed_in_a_row_ = 0;
  bool failed_ = false;  // in the call that is running
  bool measuring_ = false;
  LineLimit limit_;
};

}  // namespace netdumplings::kitchen
