// Reads small files that a user names: tokens, certificates and keys, options of chefs, the logging configuration.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings {

/// Who may read a regular file. Only its owner may change one that isn't for everybody.
enum class FileReaders { everybody, owner_and_group, owner };

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
