// A folder of files, each a segment, that an outbox keeps its dumplings in. The folder is bounded, belongs to one
// kitchen at a time, and is found by the next run of nd-sniff.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"
#include "kitchen/delivery/segment.hpp"

namespace netdumplings::kitchen {

/// Not safe for several threads at once. Its segments must not outlive it.
class Spool {
 public:
  /// Opens the folder, which is made if it isn't there, and reads what an earlier run left in it. `most_bytes` bounds
  /// the size of all files. Fails if another kitchen uses the folder, or if it can't be used; the error names `user`,
  /// the user that we run as.
  static Result<std::unique_ptr<Spool>> open(const std::string& folder, std::size_t most_bytes,
                                             const std::string& user);

  /// Returns the name of the session, 32 hexadecimal digits: the earlier run's if it left dumplings, else a new one.
  [[nodiscard]] const std::string& session() const { return session_; }
  /// Gives the session another name, for what create() makes; Segment::note_session() does it for what there is.
  void start_session(const std::string& session) { session_ = session; }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  /// Returns how many dumplings of the earlier run are damaged. They are left out.
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

  struct Found {
    std::unique_ptr<Segment> segment;
    std::uint64_t number = 0;  // of its first dumpling
    std::uint32_t done = 0;    // dumplings at its front that need not be delivered any more
    std::uint32_t count = 0;   // of all dumplings in it
  };
  /// Returns what the earlier run left, in order. Call it once.
  std::vector<Found> take_found() { return std::move(found_); }

  /// Makes a segment with room for a dumpling of `dumpling` bytes at least, and takes its space on the disk. `number`
  /// is the number of its first dumpling. Fails if the spool or the disk is full; then no file is left.
  Result<std::unique_ptr<Segment>> create(std::uint64_t number, std::size_t dumpling);
  /// Whether create() would fail because of the spool's own bound.
  [[nodiscard]] bool is_full(std::size_t dumpling) const;

 private:
  class File;
  Spool(std::string folder, std::size_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {}
  Result<void> examine(const std::string& path, const std::string& user);
  static std::size_t size_for(std::size_t dumpling);

  std::string folder_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;  // of all files
  FileDescriptor lock_;
  std::string session_;
  std::uint64_t damaged_ = 0;
  std::vector<Found> found_;  // refers to this: destroyed first
};

}  // namespace netdumplings::kitchen
