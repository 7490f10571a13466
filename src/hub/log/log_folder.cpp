#include "hub/log/log_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "common/os/file_trust.hpp"
#include "common/os/small_file.hpp"
#include "common/os/terminal.hpp"
#include "common/text.hpp"
#include "hub/log/log_id.hpp"
#include "hub/log/log_layout.hpp"

namespace netdumplings::hub {
namespace {

namespace fs = std::filesystem;

constexpr const char* first_word = "netdumplings-log";
constexpr const char* whole = "whole";  // instead of a boot's name: all of the log was on the disk when its hub ended
constexpr const char* unknown = "unknown";  // instead of a boot's name; no two of them are the same
constexpr std::string_view chunk_prefix = "chunk-";
constexpr std::size_t largest_identity = 4096;
constexpr std::size_t id_size = 32;

bool is_hexadecimal(std::string_view text) {
  return text.size() == id_size && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The names that new_chunk() gives.
bool is_chunk_name(std::string_view name) {
  return name.substr(0, chunk_prefix.size()) == chunk_prefix && name.size() >= chunk_prefix.size() + 4 &&
         is_number(name.substr(chunk_prefix.size()));
}

std::string reason(int error) { return std::generic_category().message(error); }

Error unusable(const std::string& path, const std::string& why) {
  return {"The log folder " + terminal::harmless(path) + " can't be used: " + why};
}

// Returns a name for the time between two starts of the machine. A service may not see the kernel's file; its unit
// hands the name over, without hyphens.
std::string boot_name() {
  std::string name;
  if (const char* given = std::getenv("NETDUMPLINGS_BOOT_ID")) name = given;
  if (name.empty()) std::ifstream("/proc/sys/kernel/random/boot_id") >> name;
  std::erase(name, '-');
  return is_hexadecimal(name) ? name : unknown;
}

// Says which process has the lock, as far as is known.
std::string holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(lock, text.data(), text.size() - 1, 0);
  const std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return is_number(pid) ? " (process " + pid + ")" : "";
}

struct Identity {
  std::string version, id, boot;
  SipKey key;
};

// Of another version, it reads no more than that.
std::optional<Identity> read_identity(const std::string& text) {
  std::istringstream words(text);
  std::string first;
  Identity identity;
  if (!(words >> first >> identity.version) || first != first_word) return std::nullopt;
  if (identity.version != std::to_string(log_version)) return identity;
  words >> identity.id >> identity.boot >> std::hex >> identity.key.high >> identity.key.low;
  return words && is_hexadecimal(identity.id) ? std::optional(identity) : std::nullopt;
}

}  // namespace

Result<LogFolder> LogFolder::open(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return unusable(path, reason(errno));
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return unusable(path, reason(errno));
  if (const std::string why = why_not_ours(facts, closed_to_writers, path); !why.empty()) return unusable(path, why);
  const int lock = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return unusable(path, reason(errno));
  LogFolder folder(path, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return unusable(path, reason(errno));
    return unusable(path, "another nd-hub" + holder(lock) + " uses it; give each hub a folder of its own");
  }
  if (::ftruncate(lock, 0) != 0) return unusable(path, reason(errno));
  if (const auto written = folder.try_to_write(); !written) return unusable(path, written.error());
  if (const auto known = folder.identify(); !known) return Error{known.error()};
  return folder;
}

LogFolder::LogFolder(LogFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1)),
      id_(std::move(other.id_)),
      key_(other.key_),
      was_whole_(other.was_whole_),
      next_file_(other.next_file_) {}

LogFolder::~LogFolder() {
  if (lock_ >= 0) ::close(lock_);
}

// While the machine runs, nothing that was written can be lost: the kernel has it. A machine that went down may have
// lost entries that readers have seen, unless the log was known to be on the disk.
Result<void> LogFolder::identify() {
  const std::string file = path_ + "/log";
  const std::string boot = boot_name();
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) {
    if (!chunk_paths().empty()) return unusable(path_, "it has chunks, but no file 'log' that says which log they are");
    id_ = random_log_id();
    key_ = random_sip_key();
    return write_identity(boot);
  }
  const SmallFile found = read_small_file(file, {largest_identity, FileReaders::everybody, true});
  if (!found.ok()) return unusable(path_, "its file 'log': " + found.why);
  const auto identity = read_identity(found.text);
  if (!identity) return unusable(path_, "its file 'log' is damaged, or isn't one of nd-hub's; give another folder");
  if (identity->version != std::to_string(log_version)) {
    return unusable(path_, "its log has version " + terminal::harmless(identity->version) + ", this nd-hub has " +
                               std::to_string(log_version) + "; give another folder");
  }
  struct stat facts {};
  if (::stat(file.c_str(), &facts) != 0) return unusable(path_, reason(errno));
  if (const std::string why = why_not_ours(facts, closed_to_others, file); !why.empty()) {
    return unusable(path_, "its file 'log': " + why);
  }
  key_ = identity->key;
  was_whole_ = identity->boot == whole;
  const bool has_all = was_whole_ || (identity->boot == boot && boot != unknown);
  id_ = has_all ? identity->id : random_log_id();
  return write_identity(boot);
}

// Writes a file beside the old one and renames it, so that there is always a whole one.
Result<void> LogFolder::write_identity(const std::string& boot) const {
  std::ostringstream lines;
  lines << first_word << ' ' << log_version << '\n' << id_ << '\n' << boot << '\n';
  lines << std::hex << key_.high << ' ' << key_.low << '\n';
  const std::string text = lines.str();
  const std::string path = path_ + "/log";
  const std::string beside = path + ".new";
  ::unlink(beside.c_str());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return unusable(path_, reason(errno));
  errno = ENOSPC;  // the reason of a short write
  bool done = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  done = done && ::rename(beside.c_str(), path.c_str()) == 0;
  const int error = errno;
  ::close(file);
  if (done) return {};
  ::unlink(beside.c_str());
  return unusable(path_, reason(error));
}

// The process id is only information.
Result<void> LogFolder::try_to_write() const {
  const std::string pid = std::to_string(::getpid());
  if (::pwrite(lock_, pid.data(), pid.size(), 0) < 0) return Error{reason(errno)};
  return {};
}

Result<void> LogFolder::give_new_name() {
  id_ = random_log_id();
  return write_identity(boot_name());
}

void LogFolder::mark_whole() { static_cast<void>(write_identity(whole)); }

std::vector<std::string> LogFolder::chunk_paths() const {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator it(path_, error), end; !error && it != end; it.increment(error)) {
    if (is_chunk_name(it->path().filename().string())) paths.push_back(it->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<ChunkMemory> LogFolder::new_chunk(std::size_t bytes) {
  std::string path;
  std::error_code error;
  do {
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "%04u", next_file_++);
    path = path_ + '/' + std::string(chunk_prefix) + number.data();
  } while (fs::exists(fs::symlink_status(path, error)));
  auto memory = ChunkMemory::new_file(path, bytes);
  if (!memory) next_file_ = 0;
  return memory;
}

}  // namespace netdumplings::hub
