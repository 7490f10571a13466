// Any environment, for tools that were given no flags: options within their limits, or a usage error in one harmless
// line; and a logging set-up, or what is wrong with it, a line each.
//
// The input is entries with a zero byte behind each, as /proc/PID/environ has them. The first is the tool, `hub`,
// `sniff` or another; then `LOG_DIR=VALUE` is NETDUMPLINGS_HUB_LOG_DIR. Behind an empty entry comes the logging
// configuration.
//
// To make the fifty options of the tools takes most of a run's time, so one in some inputs is for all that `hub` or
// `sniff` have, and the others for one option of each kind. A seed that is to be among the few has a variable `_`, of a
// value that makes it so.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/cli/cli.hpp"
#include "common/log/log_settings.hpp"
#include "common/os/file_descriptor.hpp"
#include "common/os/terminal.hpp"
#include "hub/options.hpp"
#include "kitchen/options.hpp"
#include "one_in.hpp"
#include "option_kinds.hpp"
#include "require.hpp"

namespace {

using namespace netdumplings;
using fuzz::require;

// The process's environment, as long as it lives. setenv() would keep all values for ever.
class Environment {
 public:
  explicit Environment(std::vector<std::string>& entries) : before_(environ) {
    pointers_.reserve(entries.size() + 1);
    for (std::string& entry : entries) pointers_.push_back(entry.data());
    pointers_.push_back(nullptr);
    environ = pointers_.data();
  }
  ~Environment() { environ = before_; }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  char** before_;
  std::vector<char*> pointers_;
};

// What is written to a standard stream, as long as it lives.
class Captured {
 public:
  explicit Captured(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(&text_)) {}
  ~Captured() { stream_.rdbuf(before_); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  std::stringbuf text_{std::ios_base::out};
  std::ostream& stream_;
  std::streambuf* before_;
};

struct Input {
  std::size_t tool = 0;  // of fuzz::tools
  std::vector<std::string> variables;
  std::string log_configuration;
  bool all_options = false;  // that the tool has, instead of one of each kind
};

Input read_input(std::string_view text) {
  const auto entry = [&text] {
    const auto end = std::min(text.find('\0'), text.size());
    const std::string_view front = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return front;
  };
  Input input;
  const std::string_view tool = entry();
  input.tool = tool == "hub" ? 1 : tool == "sniff" ? 2 : 0;
  for (auto variable = entry(); !variable.empty(); variable = entry()) {
    input.variables.emplace_back(fuzz::tools[input.tool].prefix).append(variable);
  }
  input.log_configuration = text;
  return input;
}

std::optional<int> parse_kinds(const Input& input, const char* const* argv) {
  static std::array<fuzz::OptionKinds, 3> kinds{fuzz::OptionKinds(fuzz::tools[0]), fuzz::OptionKinds(fuzz::tools[1]),
                                                fuzz::OptionKinds(fuzz::tools[2])};
  return kinds[input.tool].parse(input.variables, argv);
}

std::optional<int> parse_hub(const char* const* argv) {
  const auto options = hub::parse_options(1, argv);
  const auto* const hub = std::get_if<hub::HubOptions>(&options);
  if (hub == nullptr) return std::get<int>(options);
  require(hub->status_interval.count() > 0 && hub->timeouts.progress.count() > 0, "intervals are positive");
  require(hub->threads >= 1 && hub->threads <= 64, "threads are bounded");
  require(hub->max_message >= defaults::smallest_max_message, "messages have room");
  return std::nullopt;
}

std::optional<int> parse_sniff(const char* const* argv) {
  const auto options = kitchen::parse_options(1, argv);
  const auto* const sniff = std::get_if<kitchen::Options>(&options);
  if (sniff == nullptr) return std::get<int>(options);
  require(!sniff->interfaces.empty() && !sniff->chef_modules.empty(), "there is something to sniff, and to cook it");
  require(sniff->poke_interval > 0 && sniff->chef_budget >= 0, "intervals are positive");
  require(sniff->live.snapshot_length > 0 && sniff->live.snapshot_length <= defaults::snapshot_length,
          "snapshots are bounded");
  return std::nullopt;
}

std::optional<int> parse(const Input& input) {
  const std::array<const char*, 2> argv{"tool", nullptr};
  if (!input.all_options) return parse_kinds(input, argv.data());
  return input.tool == 1 ? parse_hub(argv.data()) : parse_sniff(argv.data());
}

void check_options(Input& input) {
  const Environment environment(input.variables);
  const Captured out(std::cout);
  const Captured err(std::cerr);
  const auto status = parse(input);
  require(out.text().empty(), "the environment makes no tool write");
  if (!status) return require(err.text().empty(), "good options need no words");
  const std::string name = fuzz::tools[input.tool].name;
  const std::string usage = "Usage: " + name + " [OPTIONS]\nTry '" + name + " --help' for help.\n\n";
  const std::string said = err.text();
  require(*status == cli::exit_usage && said.starts_with(usage + "Error: ") && said.ends_with('\n'),
          "an error is told");
  const std::string line = said.substr(usage.size(), said.size() - usage.size() - 1);
  require(terminal::harmless(line) == line, "in one harmless line");
}

// A file of this process's memory.
class MemoryFile {
 public:
  MemoryFile() : file_(::memfd_create("fuzz", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(file_.get())) {}
  void hold(std::string_view text) {
    if (text == held_) return;
    held_ = text;
    const bool written = ::ftruncate(file_.get(), 0) == 0 &&
                         ::pwrite(file_.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    require(written, "memory can be written to");
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  FileDescriptor file_;
  std::string path_;
  std::string held_;
};

void check_logging(const Input& input) {
  std::vector<std::string> variables;
  for (const auto& variable : input.variables) {
    const auto level = variable.find("_LOG_LEVEL=");
    if (level != std::string::npos) variables.push_back("NETDUMPLINGS" + variable.substr(level));
  }
  if (variables.empty() && input.log_configuration.empty()) return;
  static MemoryFile file;
  file.hold(input.log_configuration);
  variables.push_back("NETDUMPLINGS_LOGGING_CONFIG=" + file.path());
  const Environment environment(variables);
  std::string problems;
  const LogSettings settings = log_settings("", problems);
  require(settings.file_size > 0 && settings.old_files <= defaults::most_old_log_files, "log files are bounded");
  std::istringstream lines(problems);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    require(line.starts_with("NETDUMPLINGS_LOG") && terminal::harmless(line) == line, "a problem is a harmless line");
  }
  require(count <= 2 && (problems.empty() || problems.back() == '\n'), "each has one line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input = read_input({reinterpret_cast<const char*>(data), size});
  input.all_options = input.tool != 0 && fuzz::one_in(8, data, size);
  check_options(input);
  check_logging(input);
  return 0;
}
