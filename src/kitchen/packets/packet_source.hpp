// Reads a kitchen's packets, from live interfaces or from a capture file.
#pragma once

#include <netdumplings/chef_abi.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "common/result.hpp"

namespace netdumplings::kitchen {

/// Takes the packets of a source, on the thread that called read().
class PacketHandler {
 public:
  virtual ~PacketHandler() = default;

  /// Takes one packet. All fields except the layers are filled in. The packet and its bytes are valid during the call
  /// only. Returns false if no more packets are wanted.
  virtual bool packet(nd_packet& packet) = 0;
  /// Called when the source has nothing to read and is about to wait: a good moment to flush.
  virtual void idle() = 0;
};

/// In live capture, received == captured + dropped + those in the kernel's buffer.
struct CaptureCounts {
  std::uint64_t in_file = 0;               // read from a file, before the filter; live: 0, as only the kernel sees them
  std::uint64_t captured = 0;              // handed over
  std::uint64_t received = 0;              // that passed the filter, since it was set; each packet once
  std::uint64_t dropped = 0;               // by the kernel, because its buffer was full
  std::uint64_t dropped_by_interface = 0;  // by the network card or its driver; counts other programs' packets too
};

class PacketSource {
 public:
  enum class Status { more, end };

  virtual ~PacketSource() = default;
  PacketSource() = default;
  PacketSource(const PacketSource&) = delete;
  PacketSource& operator=(const PacketSource&) = delete;

  /// Live: begins to receive the packets that match a filter, in the language of pcap-filter(7). Call it once, before
  /// read(). A file was opened with its filter.
  virtual Result<void> start(const std::string&) { return {}; }

  /// Hands over the packets that are there, defaults::packets_per_read at most. If there are none, it waits for some,
  /// until `longest` has passed or a stop is asked for. The error says why the source can't go on; all packets before
  /// that were handed over.
  virtual Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds longest) = 0;

  /// Hands over the packets that were received before this call. Read no more after it.
  virtual void read_rest(PacketHandler&) {}

  /// Returns the counts so far. Must be called now and then while capturing, because the kernel's counters have only 32
  /// bits and wrap.
  virtual CaptureCounts counts() = 0;

  /// Returns which share of a file was read, from 0 to 1, or nothing if that can't be known.
  [[nodiscard]] virtual std::optional<double> share_read() const { return std::nullopt; }

  /// Whether packets are captured as they happen. Otherwise they come from a file, and the packets' times are the
  /// clock.
  [[nodiscard]] virtual bool live() const = 0;
};

}  // namespace netdumplings::kitchen
