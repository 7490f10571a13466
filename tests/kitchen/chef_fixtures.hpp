// What the tests of chefs share: modules of tests/modules, a log that can be read, a sink that keeps its dumplings.
#pragma once

#include <spdlog/sinks/ostream_sink.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/chefs/chef_runner.hpp"

namespace netdumplings::kitchen::testing {

inline std::string module_path(const std::string& name) { return std::string(ND_TEST_MODULES) + "/" + name + ".so"; }

/// Loads modules of tests/modules, given by their names.
inline ChefModules loaded(const std::vector<std::string>& names) {
  std::vector<std::string> paths;
  for (const auto& name : names) paths.push_back(name.find('/') == std::string::npos ? module_path(name) : name);
  auto modules = ChefModules::open(paths, {}, std::nullopt);
  modules.load();
  return modules;
}

class KeepingSink : public DumplingSink {
 public:
  bool put(std::string_view dumpling) override {
    dumplings.emplace_back(dumpling);
    return dumplings.size() < most;
  }
  std::vector<std::string> dumplings;
  std::size_t most = SIZE_MAX;
};

/// Keeps the lines of a log, each as "level: text".
class ReadableLog {
 public:
  ReadableLog() {
    log->set_pattern("%l: %v");
    log->set_level(spdlog::level::debug);
  }
  [[nodiscard]] std::string text() const { return out_.str(); }
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::istringstream in(out_.str());
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
  void clear() { out_.str(""); }

 private:
  std::ostringstream out_;

 public:
  Log log = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out_, true));
};

/// A kitchen called k1 with the chefs of some modules of tests/modules.
class TestKitchen {
 public:
  explicit TestKitchen(const std::vector<std::string>& modules,
                       const std::optional<std::vector<std::string>>& chefs = std::nullopt,
                       const std::vector<std::string>& options = {}, bool merges_interfaces = false)
      : modules_(loaded(modules)) {
    if (merges_interfaces) runner.merge_interfaces();
    hired = runner.hire(modules_, chefs, ChefOptions::parse(options).value());
  }

  /// Returns the payloads of all dumplings so far.
  [[nodiscard]] std::vector<std::string> payloads() const {
    std::vector<std::string> all;
    for (const auto& dumpling : sink.dumplings) {
      constexpr std::string_view before = R"(},"payload":)";
      const auto at = dumpling.find(before) + before.size();
      all.push_back(dumpling.substr(at, dumpling.size() - at - 1));
    }
    return all;
  }

 private:
  ChefModules modules_;

 public:
  KeepingSink sink;
  ReadableLog log;
  ChefRunner runner{KitchenFacts{"k1", "lo,eth0", "udp", 2.5}, sink, log.log};
  Result<void> hired;
};

}  // namespace netdumplings::kitchen::testing
