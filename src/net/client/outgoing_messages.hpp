// A client's messages on their way to the kernel, as masked frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "net/send/frame_source.hpp"
#include "net/websocket/client_frames.hpp"

namespace netdumplings::net {

/// Unbounded: its owner bounds what it adds.
class OutgoingMessages final : public FrameSource {
 public:
  /// `masks` outlives it.
  explicit OutgoingMessages(MaskSource& masks) : masks_(masks) {}

  /// Adds each text as a message of its own. The texts are copied.
  void add(std::span<const std::string_view> texts);
  /// Forgets what the kernel hasn't been given.
  void forget();

  /// Returns how many bytes of frames the kernel hasn't been given.
  [[nodiscard]] std::size_t pending() const { return frames_.size() - given_bytes_ + cut_bytes_; }
  /// Returns how many messages the kernel has been given whole.
  [[nodiscard]] std::uint64_t given() const { return given_; }

 private:
  FrameRun next() override { return std::string_view(frames_).substr(given_bytes_); }
  void taken(std::size_t bytes, CutFrame& rest) override;
  void cut_frame_sent() override;

  MaskSource& masks_;
  std::string frames_;           // from given_bytes_ on they wait
  std::size_t given_bytes_ = 0;  // whole frames, or passed on as the rest of a cut one
  std::size_t cut_bytes_ = 0;    // of a frame that was cut, which the sender has
  std::uint64_t waiting_ = 0;    // messages from given_bytes_ on
  std::uint64_t given_ = 0;
};

}  // namespace netdumplings::net
