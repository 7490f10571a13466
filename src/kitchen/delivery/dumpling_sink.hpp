// Where a kitchen's dumplings go: to a hub, or out as JSON lines.
#pragma once

#include <string_view>

namespace netdumplings::kitchen {

class DumplingSink {
 public:
  virtual ~DumplingSink() = default;
  DumplingSink() = default;
  DumplingSink(const DumplingSink&) = delete;
  DumplingSink& operator=(const DumplingSink&) = delete;

  /// Takes one dumpling: a line of JSON without a line end; the bytes are valid during the call only. Called on the
  /// packet thread. It may wait (a file's reader has time) or never wait (live capture has none): that is the sink's
  /// policy. False when no more dumplings are wanted and the kitchen should stop cooking: the output is gone, or the
  /// link ended.
  virtual bool put(std::string_view dumpling_json) = 0;
};

}  // namespace netdumplings::kitchen
