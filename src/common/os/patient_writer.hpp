// Writing to whoever reads at the other end of a descriptor, without being at their mercy.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace netdumplings {

/// Waits for a slow reader as long as it takes; once a stop is asked for, defaults::flush_at_stop more in all. Used by
/// one thread, with SIGPIPE ignored.
class PatientWriter {
 public:
  enum class End {
    all_written,
    reader_gone,  // nobody will ever read it
    gave_up,      // it was time to stop, and the reader still made us wait
    failed,       // `error` says why
  };

  struct Outcome {
    End end;
    std::size_t written;
    int error;  // an errno; 0 unless failed
  };

  /// Writes to `fd`, which stays the caller's. `stop_fd`, readable when it is time to stop, may be -1.
  PatientWriter(int fd, int stop_fd);

  Outcome write(std::string_view text);

 private:
  bool wait_until_writable();

  int fd_;
  int stop_fd_;
  bool may_wait_;
  std::chrono::steady_clock::time_point give_up_{};  // unset until a stop was seen
};

}  // namespace netdumplings
