// Bytes to and from one peer, without ever waiting: plain TCP, or TLS over it (tls_transport_impl.hpp).
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <span>
#include <string_view>

#include "net/send/frame_run.hpp"
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
  /// The same for bytes that may be lent too.
  virtual IoResult write_run(const FrameRun& run) { return write(run.bytes); }
  /// Whether write_run() lends what may be lent.
  [[nodiscard]] virtual bool lends() const { return false; }

  /// Whether something of what write() took waits for room in the kernel: flush() when there is some.
  [[nodiscard]] virtual bool pending() const { return false; }
  /// Gives the kernel what is pending; done when nothing is any more.
  virtual IoResult flush() { return {}; }
  /// Whether read() has more to say although the kernel will not call its socket readable.
  [[nodiscard]] virtual bool has_unread() const { return false; }
  /// Tells the peer that nothing more will be written. Once more is the same as once.
  virtual void finish() {}
};

/// A connected, non-blocking stream socket that somebody else owns and closes. Through `pages`, which outlive it, runs
/// are lent; without them all are copied. Who lends ignores SIGPIPE: unlike send(), sendfile() and splice() can't be
/// told not to raise it.
class SocketTransport : public Transport {
 public:
  explicit SocketTransport(int descriptor, PagePipe* pages = nullptr) : descriptor_(descriptor), pages_(pages) {}
  IoResult read(std::span<char> room) override;
  IoResult write(std::string_view bytes) override;
  IoResult write_run(const FrameRun& run) override;
  [[nodiscard]] bool lends() const override { return pages_ != nullptr && pages_->works(); }
  void finish() override;

 private:
  ssize_t lend(const FrameRun& run);

  int descriptor_;
  PagePipe* pages_;
};

}  // namespace netdumplings::net
