// What takes dumplings from those who make them.
#pragma once

#include <string_view>

namespace netdumplings::kitchen {

class DumplingSink {
 public:
  virtual ~DumplingSink() = default;
  DumplingSink() = default;
  DumplingSink(const DumplingSink&) = delete;
  DumplingSink& operator=(const DumplingSink&) = delete;

  /// Takes one dumpling: JSON without a line end. The bytes need to be valid during the call only. Called on the packet
  /// thread. Whether it waits for room is the sink's policy: it may when a file is read, never in live capture.
  /// Returns false if no more dumplings are wanted, because the output is gone or the link ended: the kitchen should
  /// stop.
  virtual bool put(std::string_view dumpling_json) = 0;
};

}  // namespace netdumplings::kitchen
