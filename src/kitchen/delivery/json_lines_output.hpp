// Dumplings as JSON lines, in a file or on standard output: what -o asks for.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/os/file_descriptor.hpp"
#include "common/os/patient_writer.hpp"
#include "common/result.hpp"
#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"

namespace netdumplings::kitchen {

struct JsonLinesReport {
  DeliveryCounts counts;  // delivered: lines that went out whole
  /// Why the rest did not; empty when there is none, and when whoever read our pipe has gone, as `head` does: that is
  /// no failure.
  std::string failure;
};

/// Used by one thread. Lines are collected and written in large pieces.
class JsonLinesOutput final : public DumplingSink {
 public:
  /// `path` "-" is standard output; a file is made, or emptied; a FIFO's reader is waited for until `stop_fd`, which is
  /// as in the constructor, is readable. `user` is who we are, for the error.
  static Result<std::unique_ptr<JsonLinesOutput>> open(const std::string& path, int stop_fd, const std::string& user);

  /// Once `stop_fd` is readable, a pipe that nobody reads is waited for only defaults::flush_at_stop more.
  JsonLinesOutput(FileDescriptor fd, std::string name, int stop_fd);

  bool put(std::string_view dumpling_json) override;
  /// Writes what was collected. False when the output is gone.
  bool flush();
  JsonLinesReport finish();
  [[nodiscard]] const DeliveryCounts& counts() const { return report_.counts; }

 private:
  FileDescriptor fd_;
  std::string name_;
  bool is_terminal_;
  PatientWriter writer_;
  std::string lines_;
  bool gone_ = false;
  JsonLinesReport report_;
};

}  // namespace netdumplings::kitchen
