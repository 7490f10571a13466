#include "kitchen/output_of_root.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "kitchen/chefs/chef_trust.hpp"

namespace netdumplings::kitchen {

FileDescriptor open_output_of_root(const std::string& path) {
  constexpr mode_t readable_by_all = 0644;
  if (path == "-") return FileDescriptor();
  const std::filesystem::path file(path);
  std::error_code error;
  const auto folder =
      std::filesystem::canonical(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."), error);
  if (error) return FileDescriptor();
  const FileDescriptor open_folder(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  struct stat facts {};
  if (!open_folder.valid() || fstat(open_folder.get(), &facts) != 0) return FileDescriptor();
  if ((facts.st_mode & S_ISVTX) != 0) return FileDescriptor();  // others can make files in it
  const TrustedOwners root{.users = {0}, .executable = {}};
  if (!why_not_trusted(open_folder.get(), folder.string(), root).empty()) return FileDescriptor();
  return FileDescriptor(::openat(open_folder.get(), file.filename().c_str(),
                                 O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, readable_by_all));
}

}  // namespace netdumplings::kitchen
