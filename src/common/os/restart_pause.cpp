#include "common/os/restart_pause.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

#include "common/defaults.hpp"
#include "common/os/environment.hpp"
#include "common/os/file_descriptor.hpp"

namespace netdumplings {
namespace {

using std::chrono::seconds;

// Adds one to the file's count, which is its size. Returns the count before, or 0 if it is an old one.
std::uint64_t count_failure(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) return 0;
  const bool old = seconds(std::time(nullptr) - status.st_mtime) > defaults::failures_in_a_row_within;
  if (old && ::ftruncate(file.get(), 0) != 0) return 0;
  if (::write(file.get(), ".", 1) != 1) return 0;
  return old ? 0 : static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

seconds restart_pause() {
  const std::string folders(environment_variable("RUNTIME_DIRECTORY"));  // may be several, with colons between them
  if (folders.empty() || environment_variable("NOTIFY_SOCKET").empty()) return seconds(0);
  const auto before = count_failure(folders.substr(0, folders.find(':')) + "/failures");
  if (before == 0) return seconds(0);
  constexpr std::uint64_t enough_doublings = 10;
  return std::min<seconds>(seconds(1ULL << std::min(before - 1, enough_doublings)), defaults::longest_restart_pause);
}

}  // namespace netdumplings
