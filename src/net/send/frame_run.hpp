// Bytes to send that stand side by side, and what the kernel may be lent of them.
#pragma once

#include <cstdint>
#include <string_view>

namespace netdumplings::net {

/// `bytes` stay where they are until they are sent. With a file or with pages they may be lent: the kernel then keeps
/// the pages as they are instead of a copy, so these bytes must never change, also long after the send, since they are
/// read when the peer's machine takes them.
struct FrameRun {
  FrameRun() = default;
  FrameRun(std::string_view run) : bytes(run) {}  // NOLINT(google-explicit-constructor): bytes are a run of themselves

  [[nodiscard]] bool lendable() const { return file >= 0 || pages != 0; }

  std::string_view bytes;
  int file = -1;            // a descriptor, its owner's and open until then, of a file with the same bytes; -1: none
  std::int64_t offset = 0;  // of them in that file
  std::uint64_t pages = 0;  // which ones lie under the bytes, where these are the memory's own: other pages in the same
                            // place have another number; 0: none to lend
};

}  // namespace netdumplings::net
