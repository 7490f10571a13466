// Runs modules of chefs in their authors' tests, on a capture file or on packets that a test writes. nd-sniff must be
// in PATH, or ND_SNIFF must name it; no hub, no network and no rights are needed. ChefInTest (chef_test.hpp) runs one
// class without nd-sniff.
//
//   CaptureFile capture;
//   capture.add(frame, 1'500'000'000'000'000'000);
//   const auto dumplings = cook("build/scan.so", capture.path(), {"--chef-option", "ScanChef:ports=3"});
//   assert(dumplings.at(1)["payload"]["ports"] == 3);  // the first one is the first poke's
//
// In CMake, netdumplings_test_chef() compares all dumplings of a capture file with a golden file.
#pragma once

#include <netdumplings/chef_test.hpp>
#include <netdumplings/layer.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// A folder in the system's folder for temporary files. The destructor removes it and what is in it.
class TemporaryFolder {
 public:
  /// Throws std::filesystem::filesystem_error if none can be made.
  TemporaryFolder() {
    std::random_device random;
    do {
      path_ = std::filesystem::temp_directory_path() / ("netdumplings-" + std::to_string(random()));
    } while (!std::filesystem::create_directory(path_));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Returns a word of a shell's command line.
inline std::string shell_word(std::string_view word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

inline std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace detail

/// A pcap file that a test writes (draft-ietf-opsawg-pcap, with nanoseconds). It is removed with this object. Used by
/// one thread.
class CaptureFile {
 public:
  /// `link_type` is a LINKTYPE_ value; 1 is Ethernet. Throws std::filesystem::filesystem_error or
  /// std::ios_base::failure if it can't be made.
  explicit CaptureFile(std::uint32_t link_type = 1) {
    file_.exceptions(std::ios::failbit | std::ios::badbit);
    file_.open(path(), std::ios::binary);
    for (const std::uint32_t word : {0xa1b23c4dU, 0x00040002U, 0U, 0U, 262'144U, link_type}) put(word);
    file_.flush();
  }

  /// Adds a packet. `time_ns` is in nanoseconds since 1970-01-01 00:00 UTC, and not before that; `wire_length` is its
  /// length on the wire if less was captured, otherwise 0. Throws std::ios_base::failure if it can't be written.
  void add(Bytes packet, std::int64_t time_ns, std::size_t wire_length = 0) {
    constexpr std::int64_t second = 1'000'000'000;
    const auto size = static_cast<std::uint32_t>(packet.size());
    put(static_cast<std::uint32_t>(time_ns / second));
    put(static_cast<std::uint32_t>(time_ns % second));
    put(size);
    put(wire_length > size ? static_cast<std::uint32_t>(wire_length) : size);
    for (const std::uint8_t byte : packet) file_.put(static_cast<char>(byte));
    file_.flush();
  }

  std::string path() const { return folder_.file("test.pcap"); }

 private:
  // Writes a number in little-endian byte order.
  void put(std::uint32_t word) {
    for (unsigned shift = 0; shift < 32; shift += 8) file_.put(static_cast<char>(word >> shift & 255U));
  }

  detail::TemporaryFolder folder_;
  std::ofstream file_;
};

/// Returns the dumplings that a module's chefs make of a capture file, in their order, each with "metadata" and
/// "payload" as on the wire. Packet time is the clock, so they are the same every time. `options` are further options
/// of nd-sniff, a word each: {"-c", "ScanChef"}. Runs the nd-sniff that the environment variable ND_SNIFF names, or
/// else the one in PATH. Throws std::runtime_error, with what nd-sniff has logged, if it fails or if a chef does.
inline std::vector<nlohmann::ordered_json> cook(const std::string& module, const std::string& capture,
                                                const std::vector<std::string>& options = {}) {
  const detail::TemporaryFolder folder;
  const std::string output = folder.file("dumplings");
  const std::string log = folder.file("log");
  const char* const sniff = std::getenv("ND_SNIFF");
  std::string command = detail::shell_word(sniff != nullptr ? sniff : "nd-sniff");
  for (const std::string_view word : {"--strict", "-r", capture.c_str(), "-m", module.c_str(), "-o", output.c_str()}) {
    command += ' ' + detail::shell_word(word);
  }
  for (const std::string& word : options) command += ' ' + detail::shell_word(word);
  command += " 2> " + detail::shell_word(log);
  if (std::system(command.c_str()) != 0) throw std::runtime_error(command + ":\n" + detail::text_of_file(log));
  std::vector<nlohmann::ordered_json> dumplings;
  std::ifstream lines(output);
  for (std::string line; std::getline(lines, line);) dumplings.push_back(nlohmann::ordered_json::parse(line));
  return dumplings;
}

}  // namespace v1
}  // namespace netdumplings
