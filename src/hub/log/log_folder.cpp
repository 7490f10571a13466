#include "hub/log/log_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "common/os/terminal.hpp"
#include "hub/log/log_id.hpp"
#include "hub/log/log_layout.hpp"

namespace netdumplings::hub {
namespace {

namespace fs = std::filesystem;

constexpr const char* first_word = "netdumplings-log";
constexpr const char* whole = "whole";  // instead of a boot's name: all of the log was on the disk when its hub ended
constexpr const char* chunk_prefix = "chunk-";

std::string reason(int error) { return std::generic_category().message(error); }

Error unusable(const std::string& path, const std::string& why) {
  return {"The log folder " + terminal::harmless(path) + " can't be used: " + why};
}

// Returns a name for the time between two starts of the machine.
std::string boot_name() {
  std::string name;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> name;
  return name.empty() ? "unknown" : name;
}

// Says which process has the lock, as far as is known.
std::string holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(lock, text.data(), text.size() - 1, 0);
  const std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const bool number = !pid.empty() && std::all_of(pid.begin(), pid.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? " (process " + pid + ")" : "";
}

struct Identity {
  std::string version, id, boot;
};

std::optional<Identity> read_identity(const std::string& path) {
  std::ifstream file(path);
  std::string first;
  Identity identity;
  if (!(file >> first >> identity.version >> identity.id >> identity.boot) || first != first_word) return std::nullopt;
  return identity;
}

}  // namespace

Result<LogFolder> LogFolder::open(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return unusable(path, reason(errno));
  const int lock = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return unusable(path, reason(errno));
  LogFolder folder(path, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return unusable(path, reason(errno));
    return unusable(path, "another nd-hub" + holder(lock) + " uses it; give each hub a folder of its own");
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) < 0)
    errno = 0;  // the process id is only information
  if (const auto known = folder.identify(); !known) return Error{known.error()};
  return folder;
}

LogFolder::LogFolder(LogFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1)),
      id_(std::move(other.id_)),
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
    return write_identity(boot);
  }
  const auto identity = read_identity(file);
  if (!identity) return unusable(path_, "its file 'log' can't be read, or isn't one of nd-hub's; give another folder");
  if (identity->version != std::to_string(log_version)) {
    return unusable(path_, "its log has version " + terminal::harmless(identity->version) + ", this nd-hub has " +
                               std::to_string(log_version) + "; give another folder");
  }
  id_ = identity->boot == boot || identity->boot == whole ? identity->id : random_log_id();
  return write_identity(boot);
}

// Writes a file beside the old one and renames it, so that there is always a whole one.
Result<void> LogFolder::write_identity(const std::string& boot) const {
  const std::string text =
      std::string(first_word) + ' ' + std::to_string(log_version) + '\n' + id_ + '\n' + boot + '\n';
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

void LogFolder::mark_whole() { static_cast<void>(write_identity(whole)); }

std::vector<std::string> LogFolder::chunk_paths() const {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator it(path_, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().rfind(chunk_prefix, 0) == 0) paths.push_back(it->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<ChunkMemory> LogFolder::new_chunk(std::size_t bytes) {
  std::string path;
  do {
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "%04u", next_file_++);
    path = path_ + '/' + chunk_prefix + number.data();
  } while (fs::exists(fs::symlink_status(path)));
  auto memory = ChunkMemory::new_file(path, bytes);
  if (!memory) next_file_ = 0;
  return memory;
}

}  // namespace netdumplings::hub
