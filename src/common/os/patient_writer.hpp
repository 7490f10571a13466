// Writes to a descriptor whose reader may be slow or may stop reading.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace netdumplings {

/// Waits for a slow reader until a stop is requested, and then for defaults::flush_at_stop at most. Belongs to one
/// thread. The process must ignore SIGPIPE.
class PatientWriter {
 public:
  enum class End {
    all_written,
    reader_gone,  // nobody has the other end open
    gave_up,      // a stop was requested, and the reader was too slow
    failed,       // `error` says why
  };

  struct Outcome {
    End end;
    std::size_t written;
    int error;  // an errno; 0 unless failed
  };

  /// Writes to `fd`, which the caller keeps open. `stop_fd` becomes readable when a stop is requested; -1 if there is
  /// none.
  PatientWriter(int fd, int stop_fd);

  /// Writes all of `text`, or as much as it can until one of the other ends.
  Outcome write(std::string_view text);

 private:
  bool wait_until_writable();

  int fd_;
  int stop_fd_;
  bool may_wait_;
  std::chrono::steady_clock::time_point give_up_{};  // unset until a stop is seen
};

}  // namespace netdumplings
