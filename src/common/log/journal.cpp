#include "common/log/journal.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "common/os/environment.hpp"

namespace netdumplings {

// A program that the service starts inherits the variable, but may have another standard error. So the variable names a
// device and an inode.
bool stderr_is_journal() {
  struct stat status {};
  if (::fstat(STDERR_FILENO, &status) != 0) return false;
  return environment_variable("JOURNAL_STREAM") == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

}  // namespace netdumplings
