#include "common/os/small_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <system_error>

#include "common/os/file_descriptor.hpp"
#include "common/os/terminal.hpp"

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

// Says what is wrong with the mode of a file that others have the rights `too_many` to.
std::string exposure(const std::string& path, mode_t mode, mode_t too_many) {
  std::array<char, 8> shown{};
  std::snprintf(shown.data(), shown.size(), "%04o", mode & 07777U);
  return std::string("it has mode ") + shown.data() + ", so that others can " +
         ((too_many & (S_IRGRP | S_IROTH)) != 0 ? "read" : "change") + " it: chmod 600 " + terminal::harmless(path);
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

SmallFile read_all(int fd, const SmallFileRules& rules) {
  const auto deadline = Clock::now() + rules.wait;
  SmallFile file;
  std::array<char, 16384> part{};
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

}  // namespace

SmallFile read_small_file(const std::string& path, const SmallFileRules& rules) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) return unreadable();
  const bool is_regular = S_ISREG(status.st_mode);
  if (!is_regular && rules.regular_only) return faulty(Fault::not_regular, "it is no regular file");
  const mode_t too_many = status.st_mode & forbidden_to_others(rules.readers);
  if (is_regular && too_many != 0) return faulty(Fault::exposed, exposure(path, status.st_mode, too_many));
  return read_all(file.get(), rules);
}

}  // namespace netdumplings
