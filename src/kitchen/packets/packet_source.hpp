// Where a kitchen's packets come from: live interfaces, or a capture file.
#pragma once

#include <netdumplings/chef_abi.h>

#include <chrono>
#include <cstdint>
#include <optional>

#include "common/result.hpp"

namespace netdumplings::kitchen {

/// Takes what a source reads, on the thread that called read().
class PacketHandler {
 public:
  virtual ~PacketHandler() = default;

  /// Everything but the layers is filled in; it and its bytes are valid during the call. False: no more packets,
  /// please.
  virtual bool packet(nd_packet& packet) = 0;
  /// There is nothing to read, and the source is about to wait: a good moment to flush.
  virtual void idle() = 0;
};

/// Received by the filter = captured + dropped + unread, once no more packets come.
struct CaptureCounts {
  std::uint64_t captured = 0;              // handed over
  std::uint64_t received = 0;              // passed the filter
  std::uint64_t dropped = 0;               // by the kernel, for want of room
  std::uint64_t dropped_by_interface = 0;  // by the network card or its driver; not ours alone
};

class PacketSource {
 public:
  enum class Status { more, end };

  virtual ~PacketSource() = default;
  PacketSource() = default;
  PacketSource(const PacketSource&) = delete;
  PacketSource& operator=(const PacketSource&) = delete;

  /// Hands over the packets that are there, a batch at most. When there are none it waits for some, `longest` at most,
  /// and no longer once a stop is asked for. Error: why it can't go on; the packets before that were handed over.
  virtual Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds longest) = 0;

  /// Hands over what had been received when it was called, and captures no more.
  virtual void read_rest(PacketHandler&) {}

  /// To be asked now and then while capturing: the kernel's own counters are only 32 bits wide.
  virtual CaptureCounts counts() = 0;

  /// How much of a file was read, from 0 to 1; nothing where that can't be known.
  [[nodiscard]] virtual std::optional<double> share_read() const { return std::nullopt; }

  /// Whether packets come from the wire as they happen; else from a file, whose packets carry the time with them.
  [[nodiscard]] virtual bool live() const = 0;
};

}  // namespace netdumplings::kitchen
