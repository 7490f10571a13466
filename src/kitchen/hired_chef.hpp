// One chef at work in the kitchen: calls it, takes its payloads, and makes dumplings of them.
#pragma once

#include <netdumplings/chef_abi.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/logging.hpp"
#include "common/result.hpp"
#include "kitchen/chef_table.hpp"
#include "kitchen/dumpling_sink.hpp"
#include "kitchen/line_limit.hpp"

namespace netdumplings::kitchen {

/// What chefs are told of their kitchen.
struct KitchenFacts {
  std::string name;
  std::string interface;     // as asked for: "all", names joined by commas, or the file that is read
  std::string filter;        // "" is every packet
  double poke_interval = 0;  // seconds
};

struct ChefCounts {
  std::uint64_t made = 0;       // dumplings handed to the sink
  std::uint64_t failed = 0;     // calls of a handler that failed
  std::uint64_t invalid = 0;    // payloads that are no JSON; dropped
  std::uint64_t too_large = 0;  // dumplings larger than a hub takes; dropped
};

/// The packet thread's alone. Not movable: the chef's C side holds its address.
class HiredChef {
 public:
  /// Creates the chef; the error is what it said. All references must outlive what is made.
  static Result<std::unique_ptr<HiredChef>> hire(const KitchenFacts& kitchen, const std::string& module,
                                                 const std::string& path, const OfferedChef& chef,
                                                 const std::string& options_json, DumplingSink& sink, Log log);
  ~HiredChef();
  HiredChef(const HiredChef&) = delete;
  HiredChef& operator=(const HiredChef&) = delete;

  // Both give false when the sink wants no more dumplings.
  bool packet(const nd_packet& packet);
  bool poke(double interval, std::int64_t now_ns);

  /// Logs how many lines the log's limit held back, if any.
  void tell_left_out();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string full_name() const { return module_ + "." + name_; }
  [[nodiscard]] const ChefCounts& counts() const { return counts_; }

 private:
  HiredChef(const KitchenFacts& kitchen, const std::string& module, const std::string& path, const OfferedChef& chef,
            DumplingSink& sink, Log log);

  // What the C side calls, with `this` as context.
  static void on_emit(void* context, const char* json, std::size_t size) noexcept;
  static void on_failed(void* context, const char* why, std::size_t size) noexcept;
  static void on_log(void* context, int level, const char* text, std::size_t size) noexcept;

  void serve(std::string_view payload);
  void tell_failure(const std::string& why);
  void tell(spdlog::level::level_enum level, const std::string& line);

  std::string kitchen_name_;
  std::string name_;
  std::string module_;
  std::string path_;
  nd_chef table_;
  nd_kitchen kitchen_;
  nd_sink sink_;
  DumplingSink& dumplings_;
  Log log_;

  void* chef_ = nullptr;
  std::string creation_failure_;
  const char* driver_ = nullptr;  // of the call that is running; null while the chef is being created
  std::int64_t now_ns_ = 0;
  bool more_wanted_ = true;
  std::string head_;      // of every dumpling, up to the creation time
  std::string dumpling_;  // used again and again
  ChefCounts counts_;
  LineLimit limit_;
};

}  // namespace netdumplings::kitchen
