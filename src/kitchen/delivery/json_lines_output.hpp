// Writes dumplings as JSON lines, to a file or to standard output: the option -o.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/os/file_descriptor.hpp"
#include "common/os/patient_writer.hpp"
#include "common/result.hpp"
#include "kitchen/delivery/delivery.hpp"

namespace netdumplings::kitchen {

/// Returns whether the path of an output means standard output: "-", "/dev/stdout" and the like.
bool is_standard_output(const std::string& path);

/// Returns standard output, for dumplings alone. What anybody writes to it from now on, such as a chef, goes to
/// standard error, where the log is.
FileDescriptor take_standard_output();

/// Used by one thread. Lines are collected and written in large pieces. A dumpling counts as delivered when its line is
/// written whole.
class JsonLinesOutput final : public Delivery {
 public:
  /// Opens the output. If `path` means standard output, that is a copy of the descriptor `standard_output`; a file is
  /// made, or emptied. Waits for the reader of a FIFO until `stop_fd` is readable. The error names `user`, the user
  /// that we run as. If `file` is valid, it is the file at `path` and was opened before.
  static Result<std::unique_ptr<JsonLinesOutput>> open(const std::string& path, int stop_fd, const std::string& user,
                                                       int standard_output = STDOUT_FILENO,
                                                       FileDescriptor file = FileDescriptor());

  /// Once `stop_fd` is readable, a pipe that nobody reads is waited for only defaults::flush_at_stop longer. `name` is
  /// for errors.
  JsonLinesOutput(FileDescriptor fd, std::string name, int stop_fd);

  bool put(std::string_view dumpling_json) override;
  /// Writes what was collected.
  void flush() override { write_collected(); }
  [[nodiscard]] DeliveryCounts counts() const override { return report_.counts; }
  /// Does nothing: a stop is seen at `stop_fd`.
  void cancel() override {}
  /// Waits for as long as the output's reader needs, whatever `timeout` is: that is for a hub.
  DeliveryReport finish(std::optional<std::chrono::nanoseconds> timeout = std::nullopt) override;

 private:
  bool write_collected();

  FileDescriptor fd_;
  std::string name_;
  bool is_terminal_;
  PatientWriter writer_;
  std::string lines_;
  bool gone_ = false;
  DeliveryReport report_;
};

}  // namespace netdumplings::kitchen
