// A folder in which the outbox keeps what it holds: bounded, one kitchen's at a time, found again by the next run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"
#include "kitchen/delivery/outbox_segment.hpp"

namespace netdumplings::kitchen {

/// Not safe for several threads at once; its segments must not outlive it.
class Spool {
 public:
  /// Opens the folder, made if it isn't there, and what an earlier run left in it. Fails when another kitchen has it,
  /// or it can't be used; `user` is who we are, for the error.
  static Result<std::unique_ptr<Spool>> open(const std::string& folder, std::size_t most_bytes,
                                             const std::string& user);

  /// 32 hexadecimal digits: the earlier run's where it left something, else new ones.
  [[nodiscard]] const std::string& session() const { return session_; }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  /// Dumplings of the earlier run that were damaged, and are left out.
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

  struct Found {
    std::shared_ptr<OutboxSegment> segment;
    std::uint64_t number = 0;  // of its first dumpling
    std::uint32_t done = 0;
    std::uint32_t count = 0;
  };
  /// What was found, in order. Once.
  std::vector<Found> take_found() { return std::move(found_); }

  /// A new segment with room for a dumpling of `dumpling` bytes at least, its space on the disk taken. Error: the spool
  /// or the disk is full.
  Result<std::shared_ptr<OutboxSegment>> create(std::uint64_t number, std::size_t dumpling);
  /// Whether create() would fail for the spool's own bound.
  [[nodiscard]] bool is_full(std::size_t dumpling) const;

 private:
  class File;
  Spool(std::string folder, std::size_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {}
  Result<void> examine(const std::string& path, const std::string& user);
  static std::size_t size_for(std::size_t dumpling);

  std::string folder_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  FileDescriptor lock_;
  std::string session_;
  std::uint64_t damaged_ = 0;
  std::vector<Found> found_;
};

}  // namespace netdumplings::kitchen
