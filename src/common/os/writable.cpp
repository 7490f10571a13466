#include "common/os/writable.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace netdumplings {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

// Returns "" if a new file could be made in the folder.
std::string why_closed(const std::string& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return reason(errno);
  if (!S_ISDIR(status.st_mode)) return reason(ENOTDIR);
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0 ? "" : reason(errno);
}

std::string parent_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).lexically_normal().parent_path();
  return parent.empty() ? "." : parent;
}

bool is_missing(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) != 0 && errno == ENOENT;
}

}  // namespace

std::string why_folder_is_unusable(const std::string& path) {
  std::string folder = path;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return why_closed(is_missing(folder) ? parent_of(folder) : folder);
}

std::string why_file_is_unwritable(const std::string& path) {
  if (is_missing(path)) return why_closed(parent_of(path));
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return reason(errno);
  if (S_ISDIR(status.st_mode)) return reason(EISDIR);
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0 ? "" : reason(errno);
}

}  // namespace netdumplings
