// Bytes to and from one peer, without ever waiting. Plain TCP today; TLS will be the second of the kind.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace netdumplings::net {

struct IoResult {
  enum class State { done, would_block, closed, failed };
  State state = State::done;
  std::size_t bytes = 0;  // how many were moved; more than none only when done
  int error = 0;          // errno, when failed
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual IoResult read(std::span<char> room) = 0;
  virtual IoResult write(std::string_view bytes) = 0;
};

/// A connected, non-blocking stream socket that somebody else owns and closes.
class SocketTransport : public Transport {
 public:
  explicit SocketTransport(int descriptor) : descriptor_(descriptor) {}
  IoResult read(std::span<char> room) override;
  IoResult write(std::string_view bytes) override;

 private:
  int descriptor_;
};

}  // namespace netdumplings::net
