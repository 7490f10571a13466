// Bytes to send that stand side by side, and where else they stand.
#pragma once

#include <cstdint>
#include <string_view>

namespace netdumplings::net {

/// `bytes` stay where they are until they are sent. With a file, the same bytes stand in it from `offset` on, and the
/// kernel may send the file's pages as they are instead of a copy: then they must never change, also long after the
/// send, since they are read when the peer's machine takes them. The file is its owner's, open at least until then.
struct FrameRun {
  FrameRun() = default;
  FrameRun(std::string_view run) : bytes(run) {}  // NOLINT(google-explicit-constructor): bytes are a run of themselves

  std::string_view bytes;
  int file = -1;  // a descriptor; -1: none
  std::int64_t offset = 0;
};

}  // namespace netdumplings::net
