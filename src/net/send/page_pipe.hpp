// Pages of memory that are lent to many sockets, one after the other.
//
// The kernel takes pages from memory into a pipe (vmsplice), doubles what is in one into another (tee) and moves that
// into a socket (splice): none of it copies a byte. What a run's pages cost to find is paid once for all eaters of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/os/file_descriptor.hpp"
#include "net/send/frame_run.hpp"

namespace netdumplings::net {

/// One thread's. Has no pipe until something is lent, then two at most, each of up to 1 MiB of pages.
class PagePipe {
 public:
  /// Lends the run's pages, of one of up to defaults::lent_at_most all, else the first, to a non-blocking stream
  /// socket. Returns how many bytes the socket took; -1 with errno when it took none; 0 when nothing can be lent now:
  /// then the bytes are to be copied. SIGPIPE is ignored by the caller: splice() can't be told not to raise it.
  std::ptrdiff_t send(int socket, const FrameRun& run);
  /// False for good once the machine has refused to lend pages.
  [[nodiscard]] bool works() const { return works_; }

 private:
  struct Pipe {
    FileDescriptor in;
    FileDescriptor out;
    std::size_t room = 0;   // in bytes, wherever they begin in a page
    std::size_t bytes = 0;  // that are in it
  };
  struct Key {
    const char* data = nullptr;
    std::size_t size = 0;
    std::uint64_t pages = 0;
    bool operator==(const Key&) const = default;
  };

  bool open(Pipe& pipe);
  bool fill(Pipe& pipe, std::string_view bytes);
  bool fill_passing(const FrameRun& run);

  Pipe held_;     // the pages of a run that was asked for more than once
  Key held_key_;  // which
  Key last_key_;  // the last run that was lent without being held
  Pipe passing_;  // on their way to one socket; empty between two calls
  bool works_ = true;
};

}  // namespace netdumplings::net
