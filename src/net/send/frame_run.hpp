// Frames to send that lie one after the other in memory.
#pragma once

#include <cstdint>
#include <string_view>

namespace netdumplings::net {

/// `bytes` stay where they are until they are sent.
struct FrameRun {
  FrameRun() = default;
  FrameRun(std::string_view run) : bytes(run) {}  // NOLINT(google-explicit-constructor): a run of one connection alone
  FrameRun(std::string_view run, std::uint64_t number) : bytes(run), version(number) {}

  std::string_view bytes;
  /// Not 0 if other connections of the thread may send the same bytes. Runs with the same place, size and version are
  /// the same bytes: whoever writes other bytes to that place gives them another version.
  std::uint64_t version = 0;
};

}  // namespace netdumplings::net
