// Changes of this machine's network interfaces, as the kernel reports them.
#pragma once

#include <string>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "kitchen/packets/interfaces.hpp"

namespace netdumplings::kitchen {

struct LinkChange {
  Interface now;      // its name and state
  bool gone = false;  // it was deleted
};

class LinkWatch {
 public:
  /// Watches from now on. Needs no rights. If the kernel doesn't allow it, nothing is ever reported.
  LinkWatch();

  /// Whether the kernel allows it.
  [[nodiscard]] bool valid() const { return fd_.valid(); }
  /// Returns a descriptor that is readable when there are changes, or -1.
  [[nodiscard]] int fd() const { return fd_.get(); }
  /// Returns the changes since the last call, without waiting. If there were too many for the kernel to keep, all
  /// interfaces are returned as they are.
  std::vector<LinkChange> take();

 private:
  FileDescriptor fd_;
};

}  // namespace netdumplings::kitchen
