#include "common/os/small_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "common/os/file_descriptor.hpp"
#include "common/os/file_trust.hpp"
#include "common/os/secret.hpp"

namespace netdumplings {
namespace {

using Fault = SmallFile::Fault;
using Clock = std::chrono::steady_clock;

SmallFile faulty(Fault fault, std::string why) { return {{}, fault, std::move(why)}; }

SmallFile unreadable() { return faulty(Fault::unreadable, std::generic_category().message(errno)); }

// Returns the permission bits that a file for `readers` may not have.
mode_t forbidden_to_others(FileReaders readers) {
  switch (readers) {
    case FileReaders::owner:
      return S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    case FileReaders::owner_and_group:
      return S_IWGRP | S_IROTH | S_IWOTH;
    case FileReaders::everybody:
      break;
  }
  return 0;
}

// Waits until there is something to read, or the end of the file. Returns false at the deadline.
bool wait_for_input(int fd, Clock::time_point deadline) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd input{fd, POLLIN, 0};
    const int ready = ::poll(&input, 1, static_cast<int>(left.count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // the next read() reports an error
  }
}

constexpr std::size_t read_size = 16384;

SmallFile read_all(int fd, const SmallFileRules& rules) {
  const auto deadline = Clock::now() + rules.wait;
  SmallFile file;
  std::string part(read_size, '\0');
  const Cleanser cleanser(part);  // it may be a secret
  while (true) {
    const ssize_t got = ::read(fd, part.data(), part.size());
    if (got == 0) return file;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) {
      if (wait_for_input(fd, deadline)) continue;
      return faulty(Fault::unreadable, "its writer isn't done after " + std::to_string(rules.wait.count()) + " ms");
    }
    if (got < 0) return unreadable();
    file.text.append(part.data(), static_cast<std::size_t>(got));
    if (file.text.size() > rules.largest) {
      return faulty(Fault::too_large, "it has more than " + std::to_string(rules.largest) + " bytes");
    }
  }
}

// systemd puts a service's credentials into a folder that only the service can enter, by an access list, which shows up
// as rights of the group.
bool is_systemd_credential(const std::string& path) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder != nullptr && *folder != '\0' && path.substr(0, path.rfind('/')) == folder;
}

}  // namespace

FileReaders readers_of_secret(const std::string& path, bool group_may_read) {
  return group_may_read || is_systemd_credential(path) ? FileReaders::owner_and_group : FileReaders::owner;
}

SmallFile read_small_file(const std::string& path, const SmallFileRules& rules) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) return unreadable();
  const bool is_regular = S_ISREG(status.st_mode);
  if (!is_regular && rules.regular_only) return faulty(Fault::not_regular, "it is no regular file");
  if (is_regular && rules.readers != FileReaders::everybody) {
    const std::string why = why_not_ours(status, forbidden_to_others(rules.readers), path);
    if (!why.empty()) return faulty(Fault::exposed, why);
  }
  if (rules.readers != FileReaders::everybody) guard_memory();  // it holds a secret
  return read_all(file.get(), rules);
}

}  // namespace netdumplings
