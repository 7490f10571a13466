// Bytes to and from one peer, without ever waiting: plain TCP, or TLS over it (tls_transport_impl.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "net/send/frame_run.hpp"
#include "net/send/held_pages.hpp"
#include "net/send/page_pipe.hpp"

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
  /// What was taken is the transport's, even where the kernel hasn't got all of it yet: see pending().
  virtual IoResult write(std::string_view bytes) = 0;
  /// The same for a run, which may be sent without copying it.
  virtual IoResult write_run(const FrameRun& run) { return write(run.bytes); }

  /// Whether something of what write() took waits for room in the kernel: flush() when there is some.
  [[nodiscard]] virtual bool pending() const { return false; }
  /// Gives the kernel what is pending; done when nothing is any more.
  virtual IoResult flush() { return {}; }
  /// Whether read() has more to say although the kernel will not call its socket readable.
  [[nodiscard]] virtual bool has_unread() const { return false; }
  /// Tells the peer that nothing more will be written. Once more is the same as once.
  virtual void finish() {}
  /// Lets go of the shared pages that the peer has acknowledged. To be called a few times a second; costs nothing if
  /// there are none.
  virtual void settle() {}
};

/// A connected, non-blocking stream socket that somebody else owns and closes, after this is destroyed. By `pages`,
/// which outlive it, runs are sent without copying them where that pays; without them all are copied. Then the caller
/// ignores SIGPIPE.
class SocketTransport : public Transport {
 public:
  explicit SocketTransport(int descriptor, PagePipe* pages = nullptr) : descriptor_(descriptor), pages_(pages) {}
  ~SocketTransport() override;
  SocketTransport(const SocketTransport&) = delete;
  SocketTransport& operator=(const SocketTransport&) = delete;

  IoResult read(std::span<char> room) override;
  IoResult write(std::string_view bytes) override;
  IoResult write_run(const FrameRun& run) override;
  void finish() override;
  void settle() override;

 private:
  std::ptrdiff_t write_pages(const FrameRun& run);

  int descriptor_;
  PagePipe* pages_;
  bool shares_ = false;     // it has had a run to share
  std::uint64_t sent_ = 0;  // bytes that the kernel has taken
  HeldPages held_;
};

}  // namespace netdumplings::net
