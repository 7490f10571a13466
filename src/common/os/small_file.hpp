// Reads small files that a user names: tokens, certificates and keys, options of chefs, the logging configuration.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings {

/// Who may read a regular file. One that isn't for everybody must belong to this user or to root, and only its owner
/// may change it. It is a secret, so guard_memory() is called when it is read.
enum class FileReaders { everybody, owner_and_group, owner };

/// Returns who may read the secret in the file at `path`: its owner; also its group, if `group_may_read`, or if systemd
/// made the file for this service (LoadCredential).
FileReaders readers_of_secret(const std::string& path, bool group_may_read = false);

struct SmallFileRules {
  std::size_t largest = 0;  // bytes
  FileReaders readers = FileReaders::everybody;
  bool regular_only = false;                                   // refuse FIFOs, devices and folders
  std::chrono::milliseconds wait = defaults::small_file_wait;  // for a FIFO's writer to be done
};

/// What read_small_file() found.
struct SmallFile {
  enum class Fault { none, unreadable, not_regular, exposed, too_large };

  std::string text;           // the whole file if there is no fault, else empty
  Fault fault = Fault::none;  // `exposed`: users who may not read or change it can
  std::string why;  // the fault as a clause for a message: "No such file or directory"; empty if there is none

  [[nodiscard]] bool ok() const { return fault == Fault::none; }
};

/// Reads all of the file at `path`. A FIFO that nobody has open for writing is empty. May be called from any
/// thread.
SmallFile read_small_file(const std::string& path, const SmallFileRules& rules);

}  // namespace netdumplings
