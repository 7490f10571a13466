// The file descriptors that the process was started with, and that nobody told it about. Whoever started it may have
// left anything open, such as a file that only root may read.
#pragma once

#include <string>
#include <vector>

namespace netdumplings {

class InheritedDescriptors {
 public:
  /// Notes which descriptors above those of standard input, output and error are open. Make it before anything else
  /// opens a file. Knows of none where there is no /proc.
  InheritedDescriptors();

  /// Closes the descriptors that were noted, except the one that `kept` names (/dev/fd/63, as a shell writes >(...)).
  /// Call it after everything is open that the user gave in this form, and once. From then on, executed programs
  /// inherit no descriptor above those of standard input, output and error either.
  void close(const std::string& kept = "") const;

 private:
  std::vector<int> descriptors_;
};

}  // namespace netdumplings
