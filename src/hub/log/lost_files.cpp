#include "hub/log/lost_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <string_view>

namespace netdumplings::hub {
namespace {

// All of this runs in a signal handler: it calls only what signal-safety(7) allows, and allocates nothing.

void say(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Takes a hexadecimal number from the begin of `line`, and the character after it.
std::uintptr_t take_number(std::string_view& line) {
  std::uintptr_t number = 0;
  std::size_t i = 0;
  for (; i < line.size(); ++i) {
    const char c = line[i];
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'f')) break;
    number = number * 16 + static_cast<std::uintptr_t>(digit ? c - '0' : c - 'a' + 10);
  }
  line.remove_prefix(i < line.size() ? i + 1 : i);
  return number;
}

// The lines of /proc/self/maps: "begin-end rights offset device inode     path".
class Mappings {
 public:
  Mappings() : file_(::open("/proc/self/maps", O_RDONLY | O_CLOEXEC)) {}
  ~Mappings() { ::close(file_); }
  Mappings(const Mappings&) = delete;
  Mappings& operator=(const Mappings&) = delete;

  // Returns the path of the file that is mapped at `address`; "" if none is known. It is valid as long as this is.
  std::string_view path_at(std::uintptr_t address) {
    for (std::string_view line = next(); !line.empty(); line = next()) {
      const std::size_t path = line.find('/');
      const std::uintptr_t begin = take_number(line);
      const std::uintptr_t end = take_number(line);
      if (address < begin || address >= end) continue;
      return path == std::string_view::npos ? std::string_view() : whole_.substr(path);
    }
    return {};
  }

 private:
  // Returns the next line; "" at the end.
  std::string_view next() {
    std::size_t size = 0;
    for (char c = 0; size < line_.size(); ++size) {
      if (!take(c) || c == '\n') break;
      line_[size] = c;
    }
    return whole_ = {line_.data(), size};
  }
  bool take(char& c) {
    if (at_ == read_) {
      const ssize_t got = ::read(file_, part_.data(), part_.size());
      if (got <= 0) return false;
      read_ = static_cast<std::size_t>(got);
      at_ = 0;
    }
    c = part_[at_++];
    return true;
  }

  int file_;
  std::array<char, 4096> part_{};
  std::array<char, 4096 + 128> line_{};
  std::string_view whole_;
  std::size_t at_ = 0;
  std::size_t read_ = 0;
};

void on_bus_error(int, siginfo_t* info, void*) {
  Mappings mappings;
  const std::string_view path = mappings.path_at(reinterpret_cast<std::uintptr_t>(info->si_addr));
  if (path.find("/chunk-") == std::string_view::npos) {
    std::signal(SIGBUS, SIG_DFL);  // it comes again at once
    return;
  }
  say("hub error: The log's file ");
  say(path);
  say(" can't be used any more: it was cut, or its disk is full, can't be written or failed. The hub ends; start it "
      "again when the disk is well\n");
  ::_exit(1);
}

}  // namespace

void end_when_files_get_lost() {
  struct sigaction action {};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace netdumplings::hub
