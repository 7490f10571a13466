#include "kitchen/chefs/chef_trust.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

namespace netdumplings::kitchen {
namespace {

namespace fs = std::filesystem;

std::string user_name(uid_t user) {
  const passwd* entry = getpwuid(user);
  return entry != nullptr ? entry->pw_name : "user " + std::to_string(user);
}

std::optional<uid_t> sudo_user() {
  const char* text = std::getenv("SUDO_UID");
  if (text == nullptr) return std::nullopt;
  uid_t user = 0;
  const char* const end = text + std::strlen(text);
  const auto read = std::from_chars(text, end, user);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return user;
}

// Whether the group is a trusted user's own: distributions make a group of the same name for every user.
bool is_own_group(gid_t group, const std::vector<uid_t>& users) {
  if (group == 0) return true;
  const ::group* entry = getgrgid(group);
  if (entry == nullptr) return false;
  const std::string name = entry->gr_name;
  return std::any_of(users.begin(), users.end(), [&](uid_t user) { return user_name(user) == name; });
}

std::string why_others_write(const struct stat& status, const std::string& path, const std::vector<uid_t>& users) {
  const bool sticky_folder = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
  if (std::find(users.begin(), users.end(), status.st_uid) == users.end()) {
    return path + " belongs to " + user_name(status.st_uid) +
           ", and nd-sniff started as root runs only what root or the user it turns into could have written: chown it, "
           "or give that user with --relinquish-privileges";
  }
  if (sticky_folder) return {};
  if ((status.st_mode & S_IWOTH) != 0) return path + " may be written by everybody: chmod o-w " + path;
  if ((status.st_mode & S_IWGRP) != 0 && !is_own_group(status.st_gid, users)) {
    return path + " may be written by its group: chmod g-w " + path;
  }
  return {};
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  const auto [in_folder, in_path] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return in_folder == folder.end();
}

}  // namespace

TrustedOwners trusted_owners(uid_t runs_as) {
  TrustedOwners trusted{{0, runs_as}, {}};
  if (const auto user = sudo_user()) trusted.users.push_back(*user);
  struct stat status {};
  if (stat("/proc/self/exe", &status) == 0) trusted.users.push_back(status.st_uid);
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (!error) trusted.executable = executable.string();
  return trusted;
}

std::string why_not_trusted(int descriptor, const std::string& path, const TrustedOwners& trusted) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return "can't look at " + path + ": " + std::strerror(errno);
  std::string why = why_others_write(status, path, trusted.users);
  for (fs::path folder = fs::path(path).parent_path(); why.empty(); folder = folder.parent_path()) {
    if (!trusted.executable.empty() && lies_in(trusted.executable, folder)) break;
    if (stat(folder.c_str(), &status) != 0) return "can't look at " + folder.string() + ": " + std::strerror(errno);
    why = why_others_write(status, folder.string(), trusted.users);
    if (folder == folder.parent_path()) break;
  }
  return why;
}

}  // namespace netdumplings::kitchen
